import { decodePercent, decodeUtf8, isUtf8 } from '@triptych/raw/http'

/** The bytes whose escapes stay in a part of a URL: one entry for each, 1 when it stays. */
export type KeptSet = Uint8Array

function kept(characters: string): KeptSet {
  const set = new Uint8Array(256)
  // Controls, space and % would change what the URL says, in every part.
  set.fill(1, 0, 0x21)
  set[0x25] = set[0x7f] = 1
  for (const char of characters) set[char.charCodeAt(0)] = 1
  return set
}

/** What stays escaped in a path. */
export const PATH_KEPT: KeptSet = kept('/?#')
/** What stays escaped in a query. */
export const QUERY_KEPT: KeptSet = kept('&=+#')
/** What stays escaped in a fragment. */
export const FRAGMENT_KEPT: KeptSet = kept('')
/** What stays escaped in a user name or password. */
export const USER_KEPT: KeptSet = kept(':@/?#')

const RUN = /(?:%[0-9a-f]{2})+/gi

/**
 * Decodes the escapes of a part of a URL, but for those that mean something there and those that are no UTF-8, so that
 * the result says the same as the text.
 *
 * @example
 * assert.equal(unquotePart('/caf%C3%A9%2Fx%ff', PATH_KEPT), '/caf\xe9%2Fx%FF')
 */
export function unquotePart(text: string, keep: KeptSet): string {
  return text.includes('%') ? text.replace(RUN, (run) => unquoteRun(run, keep)) : text
}

/** Decodes escapes that follow one another. */
function unquoteRun(run: string, keep: KeptSet): string {
  const bytes = decodePercent(run)
  let decoded = ''
  for (let at = 0; at < bytes.length;) {
    const byte = bytes.charCodeAt(at)
    if (byte < 0x80) {
      decoded += keep[byte] === 1 ? run.slice(3 * at, 3 * at + 3) : bytes[at]
      at++
      continue
    }
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    const sequence = bytes.slice(at, at + length)
    const valid = isUtf8(sequence)
    decoded += valid ? decodeUtf8(sequence) : `%${byte.toString(16).toUpperCase()}`
    at += valid ? length : 1
  }
  return decoded
}
