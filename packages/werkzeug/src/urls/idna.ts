import { isAscii } from '@triptych/raw/http'
import { nameprep } from './nameprep.ts'
import { decodePunycode, encodePunycode } from './punycode.ts'

/** The most characters of a label, RFC 1035 section 2.3.4. */
const MAX_LABEL = 63
const PREFIX = 'xn--'
/** The full stop and what RFC 3490 section 3.1 counts as one. */
const DOTS = /[.\u3002\uff0e\uff61]/u

/**
 * Writes a host name in ASCII, IDNA 2003 (RFC 3490 section 4.1, Python's `idna` codec): names of other scripts become
 * labels with the prefix `xn--`. An ASCII name stays as it is, in its case; its labels are counted.
 *
 * @throws SyntaxError for an empty label other than the last, a label of more than 63 characters, or one that
 * Nameprep refuses
 * @example
 * assert.equal(idnaEncode('\u2603.net'), 'xn--n3h.net')
 * assert.equal(idnaEncode('localhost'), 'localhost')
 * assert.throws(() => idnaEncode('a..b'), SyntaxError)
 */
export function idnaEncode(host: string): string {
  const ascii = isAscii(host)
  const labels = ascii ? host.split('.') : host.split(DOTS)
  const last = labels.length - 1
  for (const [at, label] of labels.entries()) {
    if (label === '') {
      if (at < last) throw tooLong(label)
    } else if (!ascii) labels[at] = toAscii(label)
    else if (label.length > MAX_LABEL) throw tooLong(label)
  }
  return labels.join('.')
}

/** ToASCII of RFC 3490 section 4.1, without UseSTD3ASCIIRules. */
function toAscii(label: string): string {
  const prepared = isAscii(label) ? label : nameprep(label)
  // Each character of a label beyond ASCII takes at least one of the encoded label.
  if (prepared === '' || prepared.length > 2 * MAX_LABEL) throw tooLong(label)
  if (!isAscii(prepared)) {
    if (prepared.startsWith(PREFIX)) throw tooLong(label)
    const encoded = PREFIX + encodePunycode(prepared)
    if (encoded.length > MAX_LABEL) throw tooLong(label)
    return encoded
  }
  if (prepared.length > MAX_LABEL) throw tooLong(label)
  return prepared
}

/**
 * Reads a host name in ASCII, RFC 3490 section 4.2: labels with the prefix `xn--` become what they stand for. A name
 * that is not ASCII has been decoded already and stays.
 *
 * @param errors what to do with a label that stands for nothing: throw, or leave it as it is
 * @throws SyntaxError for a label that no encoder writes, unless `errors` is `keep`
 * @example
 * assert.equal(idnaDecode('xn--n3h.net'), '\u2603.net')
 * assert.throws(() => idnaDecode('xn--'), SyntaxError)
 * assert.equal(idnaDecode('xn--.net', 'keep'), 'xn--.net')
 */
export function idnaDecode(host: string, errors: 'strict' | 'keep' = 'strict'): string {
  if (!host.includes(PREFIX) || !isAscii(host)) return host
  return host
    .split('.')
    .map((label) => {
      if (!label.startsWith(PREFIX)) return label
      const decoded = toUnicode(label)
      if (decoded !== undefined) return decoded
      if (errors === 'keep') return label
      throw new SyntaxError(`Expected an internationalized label, got ${JSON.stringify(label.slice(0, 80))}`)
    })
    .join('.')
}

/** ToUnicode of RFC 3490 section 4.2: only what ToASCII would write again in the same way. */
function toUnicode(label: string): string | undefined {
  if (label.length > MAX_LABEL) return undefined
  const decoded = decodePunycode(label.slice(PREFIX.length))
  if (decoded === undefined) return undefined
  try {
    return toAscii(decoded).toLowerCase() === label.toLowerCase() ? decoded : undefined
  } catch {
    return undefined
  }
}

const tooLong = (label: string): SyntaxError =>
  new SyntaxError(
    `Expected labels of 1 to ${MAX_LABEL} characters in a host name, got ${JSON.stringify(label.slice(0, 80))}`,
  )
