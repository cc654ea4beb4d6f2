import { TCHAR, all, skip } from './chars.ts'

/**
 * Whether the text is a token, RFC 9110 section 5.6.2: `token = 1*tchar`.
 *
 * @example
 * assert.equal(isToken('X-Trace'), true)
 * assert.equal(isToken('two words'), false)
 */
export function isToken(text: string): boolean {
  return all(text, TCHAR)
}

/**
 * The index after the token that begins at `start`; equal to `start` when there is none.
 *
 * @example
 * assert.equal(tokenEnd('text/html', 0), 4)
 */
export function tokenEnd(text: string, start: number): number {
  return skip(text, start, TCHAR)
}

/**
 * Gives back the text when it is a token.
 *
 * @throws TypeError when it is not
 * @example
 * assert.equal(checkToken('filename'), 'filename')
 * assert.throws(() => checkToken('file name'), TypeError)
 */
export function checkToken(text: string): string {
  if (!isToken(text)) throw new TypeError(`Expected a token, got ${JSON.stringify(text)}`)
  return text
}
