import {
  decodePercent,
  decodePercentBytes,
  decodeUtf8,
  fromBytes,
  isAscii,
  isUtf8,
  toBytes,
} from '@triptych/raw/http'
import { UndecodableError } from './errors.ts'

/** How to read bytes that are not in the encoding: throw, or put U+FFFD in their place. */
export type DecodeErrors = 'strict' | 'replace'

/** What there is in a name or a value besides plain ASCII. */
const PERCENT = 1
const PLUS = 2
const HIGH = 4

const isUtf8Name = (encoding: string): boolean => encoding === 'utf-8' || /^utf[-_]?8$/i.test(encoding)

/**
 * The pairs of a query string as WebOb reads it: `&` and `;` separate, `+` is a blank, empty pieces are skipped, a piece
 * without `=` has an empty value, and a broken percent-encoding stays as it is. The text has one character for each
 * byte. Linear in its length. Python: `webob.compat.parse_qsl_text`.
 *
 * @throws UndecodableError with status 400 when bytes are not in the encoding, unless `errors` is `replace`
 * @throws RangeError when the encoding is not known
 * @example
 * assert.deepEqual(parseQslText('a=1;b=x+y&c&d=%E2%98%83'), [['a', '1'], ['b', 'x y'], ['c', ''], ['d', '\u2603']])
 * assert.throws(() => parseQslText('a=%FF'), { name: 'UndecodableError', status: 400 })
 */
export function parseQslText(
  query: string,
  encoding: string = 'utf-8',
  errors: DecodeErrors = 'strict',
): [name: string, value: string][] {
  const pairs: [string, string][] = []
  const { length } = query
  let decoder: PieceDecoder | undefined
  for (let start = 0; start <= length;) {
    let end = start
    let equals = -1
    let seen = 0
    let seenInName = 0
    for (; end < length; end++) {
      const code = query.charCodeAt(end)
      if (code === 0x26 || code === 0x3b) break
      if (code === 0x3d) {
        if (equals < 0) {
          equals = end
          seenInName = seen
          seen = 0
        }
      } else if (code === 0x25) seen |= PERCENT
      else if (code === 0x2b) seen |= PLUS
      else if (code > 0x7f) seen |= HIGH
    }
    if (end > start) {
      if (equals < 0) {
        equals = end
        seenInName = seen
      }
      let name = query.slice(start, equals)
      let value = query.slice(equals + 1, end)
      if ((seen | seenInName) !== 0) {
        decoder ??= new PieceDecoder(encoding, errors)
        name = decoder.decode(name, seenInName)
        value = decoder.decode(value, seen)
      }
      pairs.push([name, value])
    }
    start = end + 1
  }
  return pairs
}

/** Decodes names and values of one query. */
class PieceDecoder {
  readonly #encoding: string
  readonly #errors: DecodeErrors
  /** The platform's decoder is the fastest, until it has thrown once: its errors are dear. */
  #isNative: boolean

  constructor(encoding: string, errors: DecodeErrors) {
    this.#encoding = encoding
    this.#errors = errors
    this.#isNative = isUtf8Name(encoding)
  }

  decode(text: string, seen: number): string {
    const piece = (seen & PLUS) === 0 ? text : text.replaceAll('+', ' ')
    if ((seen & (PERCENT | HIGH)) === 0) return piece
    if (this.#isNative && (seen & HIGH) === 0) {
      try {
        return decodeURIComponent(piece)
      } catch {
        this.#isNative = false
      }
    }
    return decodeText(decodePercent(piece), this.#encoding, this.#errors)
  }
}

/**
 * The text that a string of bytes (one character each) stands for.
 *
 * @throws UndecodableError with status 400 when bytes are not in the encoding, unless `errors` is `replace`
 * @throws RangeError when the encoding is not known
 * @example
 * assert.equal(decodeText('caf\xc3\xa9'), 'caf\xe9')
 * assert.equal(decodeText('caf\xe9', 'utf-8', 'replace'), 'caf\ufffd')
 */
export function decodeText(
  bytes: string,
  encoding: string = 'utf-8',
  errors: DecodeErrors = 'strict',
): string {
  if (isUtf8Name(encoding)) {
    if (errors === 'strict' && !isUtf8(bytes)) throw new UndecodableError(bytes, encoding)
    return decodeUtf8(bytes)
  }
  if (/^(?:latin[-_]?1|iso[-_]?8859[-_]1)$/i.test(encoding)) return bytes
  // To a browser `ascii` is another name of windows-1252.
  if (/^(?:us[-_]?)?ascii$/i.test(encoding)) {
    if (errors === 'strict' && !isAscii(bytes)) throw new UndecodableError(bytes, encoding)
    return bytes.replaceAll(/[^\0-\x7f]/g, '\ufffd')
  }
  const decoder = new TextDecoder(encoding, { fatal: errors === 'strict', ignoreBOM: true })
  try {
    // In two steps: in one, Node 20 takes windows-1252 for latin-1.
    return decoder.decode(toBytes(bytes), { stream: true }) + decoder.decode()
  } catch {
    throw new UndecodableError(bytes, encoding)
  }
}

/**
 * Percent-decodes bytes; a broken encoding stays. Python: `webob.compat.unquote`.
 *
 * @example
 * assert.deepEqual(unquote(new TextEncoder().encode('a%20b')), new TextEncoder().encode('a b'))
 */
export function unquote(bytes: Uint8Array): Uint8Array {
  return decodePercentBytes(fromBytes(bytes))
}

/**
 * Percent-decodes ASCII text to a string with one character for each byte, as an environ holds it; a broken encoding
 * stays. Python: `webob.compat.url_unquote`.
 *
 * @throws TypeError when the text is not ASCII
 * @example
 * assert.equal(urlUnquote('/caf%C3%A9'), '/caf\xc3\xa9')
 */
export function urlUnquote(text: string): string {
  if (!isAscii(text)) throw new TypeError(`Expected ASCII text, got ${JSON.stringify(text)}`)
  return decodePercent(text)
}
