import type { Environ } from '@triptych/raw/gateway'
import { FormDataParser } from './form-data-parser.ts'
import type { FileStorage } from '../datastructures/file-storage.ts'
import type { MultiDict } from '../datastructures/multi-dict.ts'
import type { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'
import type { FormDataParserOptions, ParsedForm } from './form-data-parser.ts'

/**
 * Reads the form of a request, if its body is one, `werkzeug.formparser.parse_form_data`: short for {@link FormDataParser}.
 *
 * @returns a stream (with the body, if it is no form), the fields, the files
 * @throws as `FormDataParser.parse`
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const [stream, form, files] = await parseFormData(setupTestingDefaults())
 * assert.equal((await stream.read()).length, 0)
 * assert.equal(form.size + files.size, 0)
 */
export function parseFormData<
  Form extends ReadonlyMultiDict = MultiDict,
  Files extends ReadonlyMultiDict<FileStorage> = MultiDict<FileStorage>,
>(environ: Environ, options: FormDataParserOptions<Form, Files> = {}): Promise<ParsedForm<Form, Files>> {
  return new FormDataParser(options).parseFromEnviron(environ)
}
