import { FIELD, QDTEXT, is, skip } from './chars.ts'
import { isToken } from './token.ts'

/** A value read from text, and the index after it. */
export interface Read {
  readonly value: string
  readonly end: number
}

/**
 * Reads the quoted string whose opening quote stands at `start`, RFC 9110 section 5.6.4:
 *
 *     quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
 *     quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )
 *
 * @returns the unescaped value, or `undefined` when it is not closed or holds a control character
 * @example
 * assert.deepEqual(readQuoted('"a\\"b" rest', 0), { value: 'a"b', end: 6 })
 */
export function readQuoted(text: string, start: number): Read | undefined {
  let value = ''
  let from = start + 1
  for (;;) {
    const at = skip(text, from, QDTEXT)
    value += text.slice(from, at)
    const code = text.charCodeAt(at)
    if (code === 0x22) return { value, end: at + 1 }
    if (code !== 0x5c || !is(text.charCodeAt(at + 1), FIELD)) return undefined
    value += text[at + 1]
    from = at + 2
  }
}

/**
 * Writes a quoted string.
 *
 * @throws TypeError for a character that no field value may hold (controls, code points above U+00FF)
 * @example
 * assert.equal(quote('say "hi"'), '"say \\"hi\\""')
 */
export function quote(text: string): string {
  if (skip(text, 0, FIELD) !== text.length) {
    throw new TypeError(`Expected text that fits a quoted string, got ${JSON.stringify(text)}`)
  }
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/**
 * The text as it is when it is a token, else quoted.
 *
 * @throws TypeError as {@link quote} does
 * @example
 * assert.equal(quoteUnlessToken('utf-8'), 'utf-8')
 * assert.equal(quoteUnlessToken('a b'), '"a b"')
 */
export function quoteUnlessToken(text: string): string {
  return isToken(text) ? text : quote(text)
}
