import { AnyConverter } from './any-converter.ts'
import { FloatConverter } from './float-converter.ts'
import { IntegerConverter } from './integer-converter.ts'
import { PathConverter } from './path-converter.ts'
import { UnicodeConverter } from './unicode-converter.ts'
import { UUIDConverter } from './uuid-converter.ts'

/** The type of {@link DEFAULT_CONVERTERS}. */
export interface DefaultConverters {
  readonly default: typeof UnicodeConverter
  readonly string: typeof UnicodeConverter
  readonly any: typeof AnyConverter
  readonly path: typeof PathConverter
  readonly int: typeof IntegerConverter
  readonly float: typeof FloatConverter
  readonly uuid: typeof UUIDConverter
}

/** The converters that every map has, by their names; `default` is for `<name>`. Python: `DEFAULT_CONVERTERS`. */
export const DEFAULT_CONVERTERS: DefaultConverters = {
  default: UnicodeConverter,
  string: UnicodeConverter,
  any: AnyConverter,
  path: PathConverter,
  int: IntegerConverter,
  float: FloatConverter,
  uuid: UUIDConverter,
}
