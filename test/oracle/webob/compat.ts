import { parseQslText, unquote, urlUnquote } from '@triptych/webob/compat'
import type { Bindings, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

/** What Python's `int(digits, 16)` takes and RFC 3986 does not: one digit alone, a sign, white space. */
const ODD = /%(?:[0-9a-f](?:%|$|[\t-\r ])|[\t-\r +-][0-9a-f])/i
const isOdd = (argument: unknown): boolean =>
  ODD.test(
    typeof argument === 'string'
      ? argument
      : Buffer.from((argument as { $bytes: string }).$bytes, 'base64').toString('latin1'),
  )
const unescaped = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

/** Whether bytes are UTF-8, by the platform's decoder. */
function isUtf8(bytes: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
    return true
  } catch {
    return false
  }
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
  if (/latin|8859/i.test(encoding)) return { result: pairs }
  if (!pairs.flat().every(isUtf8)) return { raises: 'UnicodeDecodeError', implicit: true }
  return { result: pairs.map((pair) => pair.map((part) => Buffer.from(part, 'latin1').toString())) }
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
