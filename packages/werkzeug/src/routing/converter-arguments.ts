import { float, int } from '../datastructures/convert.ts'

/** What may stand between the brackets of `<converter(...):name>`, once read. */
export type ConverterArgument = string | number | boolean | null

/** The arguments of a converter: those without and those with a name. */
export type ConverterArguments = readonly [
  positional: readonly ConverterArgument[],
  named: Readonly<Record<string, ConverterArgument>>,
]

const CONSTANTS: Readonly<Record<string, ConverterArgument>> = { None: null, True: true, False: false }

/** One argument with its comma. */
const ARGUMENT: RegExp =
  /\s*(?:(?<name>[\p{L}\p{N}_]+)\s*=\s*)?(?<value>\p{Nd}+[^\n]\p{Nd}+|\p{Nd}+[^\n]|[\p{L}\p{N}_.]+|[urUR]?(?<quoted>"[^"]*"|'[^']*'))\s*,/gu

/**
 * Reads the arguments of a converter as a rule has them: numbers, `True`, `False`, `None`, quoted text, and bare words,
 * which are text; `name=value` for those with a name. Python: `werkzeug.routing.parse_converter_args`.
 *
 * @throws SyntaxError for what is none of these
 * @example
 * assert.deepEqual(parseConverterArgs('a, "b,c", 2, length=3, signed=True'), [['a', 'b,c', 2], { length: 3, signed: true }])
 * assert.throws(() => parseConverterArgs('length=a b'), SyntaxError)
 */
export function parseConverterArgs(text: string): ConverterArguments {
  const positional: ConverterArgument[] = []
  const named = new globalThis.Map<string, ConverterArgument>()
  let position = 0
  for (const item of `${text},`.matchAll(ARGUMENT)) {
    if (item.index !== position) {
      throw new SyntaxError(
        `Expected arguments of a converter, such as length=2, got ${JSON.stringify(text.slice(position, item.index))}`,
      )
    }
    const { name, value = '', quoted } = item.groups ?? {}
    const argument = read(quoted ?? value)
    if (name === undefined) positional.push(argument)
    else named.set(name, argument)
    position = item.index + item[0].length
  }
  return [positional, Object.fromEntries(named)]
}

function read(text: string): ConverterArgument {
  const constant = CONSTANTS[text]
  if (constant !== undefined) return constant
  for (const convert of [int, float]) {
    try {
      return convert(text)
    } catch {
      // Not a number: text.
    }
  }
  const first = text[0]
  return (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text
}
