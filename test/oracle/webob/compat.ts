import { parseQslText, unquote, urlUnquote } from '@triptych/webob/compat'
import type { Bindings, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

/** An escape without its two digits: Python's `int(digits, 16)` takes one digit alone, a sign, white space. */
const ODD = /%(?![0-9a-f]{2})/i
/** Whether such an escape is in a text, or in recorded bytes. */
export const isOdd = (argument: unknown): boolean =>
  ODD.test(
    typeof argument === 'string'
      ? argument
      : Buffer.from((argument as { $bytes: string }).$bytes, 'base64').toString('latin1'),
  )
const unescaped = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

/** The text of bytes by the platform's decoder; throws when they are none. */
function decoded(bytes: string, encoding: string): string {
  if (/latin|8859[-_]1$/i.test(encoding)) return bytes
  if (/ascii/i.test(encoding) && /[\x80-\xff]/.test(bytes)) throw new RangeError('Expected ASCII')
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'))
}

/** The pairs of a query, one character for each byte. */
const pairsOf = (query: string): [string, string][] =>
  query
    .split(/[&;]/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(piece) ?? []
      return [unescaped(name.replaceAll('+', ' ')), unescaped(value.replaceAll('+', ' '))]
    })

/** The answers of the three functions when only two hexadecimal digits are an escape. */
function strictly(vector: Vector): Json {
  const [argument] = vector['args'] as [string | { $bytes: string }]
  if (vector['call'] === 'compat.unquote') {
    const bytes = Buffer.from((argument as { $bytes: string }).$bytes, 'base64').toString('latin1')
    return { result: { $bytes: Buffer.from(unescaped(bytes), 'latin1').toString('base64') } }
  }
  if (vector['call'] === 'compat.url_unquote') return { result: unescaped(argument as string) }
  const pairs = pairsOf(argument as string)
  const kwargs = (vector['kwargs'] ?? {}) as { encoding?: string }
  const encoding = (vector['args'] as [string, string?])[1] ?? kwargs.encoding ?? 'utf-8'
  try {
    return { result: pairs.map((pair) => pair.map((part) => decoded(part, encoding))) }
  } catch {
    return { raises: 'UnicodeDecodeError', implicit: true }
  }
}

export const bindings: Bindings = {
  calls: {
    parse_qsl_text: (args: [string, string?], kwargs: { encoding?: string }) =>
      parseQslText(args[0], args[1] ?? kwargs.encoding),
    unquote: (args: [Uint8Array]) => unquote(args[0]),
    url_unquote: (args: [string | Uint8Array]) =>
      urlUnquote(typeof args[0] === 'string' ? args[0] : new TextDecoder('latin1').decode(args[0])),
  },
  deviations: [
    {
      name: 'two-hex-digits',
      reason:
        'A percent-encoding is % and two hexadecimal digits (RFC 3986 section 2.1); Python takes what int() takes.',
      applies: ({ call, args }) => String(call).startsWith('compat.') && isOdd((args as [unknown])[0]),
      expected(vector) {
        const { result: _, raises: __, implicit: ___, ...question } = vector
        return { ...question, ...strictly(vector) }
      },
    },
  ],
}
