import type { SafeSet } from '@triptych/raw/http'
import { encodePercentUtf8, isAscii, safeSet } from '@triptych/raw/http'

/** The characters given and those that no URL needs to escape; `%` too, since escapes may stand there already. */
function withEscapes(characters: string): SafeSet {
  const set = safeSet(characters)
  set[0x25] = 1
  return set
}

/** What a path may hold as it is: https://url.spec.whatwg.org/#url-path-segment-string, and escapes. */
export const PATH_PART: SafeSet = withEscapes("!$&'()*+,/:;=@")
/** What a query may hold as it is, and escapes. */
export const QUERY_PART: SafeSet = withEscapes("!$&'()*+,/:;=?@")
/** What a fragment may hold as it is, and escapes. */
export const FRAGMENT_PART: SafeSet = withEscapes("!#$&'()*+,/:;=?@")
/** What a user name or password may hold as it is, and escapes. */
export const USER_PART: SafeSet = withEscapes("!$&'()*+,;=")

/**
 * Escapes the UTF-8 bytes of a part of a URL, but for those in the set, Python's `urllib.parse.quote`.
 *
 * @throws SyntaxError for a lone surrogate, which has no UTF-8
 * @example
 * assert.equal(quotePart('/caf\xe9%20', PATH_PART), '/caf%C3%A9%20')
 * assert.throws(() => quotePart('\udcff', PATH_PART), SyntaxError)
 */
export function quotePart(text: string, safe: SafeSet): string {
  if (!isAscii(text) && /\p{Surrogate}/u.test(text)) {
    throw new SyntaxError(
      `Expected text that can be written as UTF-8, got ${JSON.stringify(text.slice(0, 200))}`,
    )
  }
  return encodePercentUtf8(text, safe)
}
