/** What may stand in a value without quotes. */
const PLAIN = /^[a-zA-Z0-9!#$%&'()*+\-./:<=>?@[\]^_`{|}~]*$/
/** What has to be escaped, in quotes or not: everything but the plain characters and the blank. */
const ESCAPE = /[^a-zA-Z0-9!#$%&'()*+\-./:<=>?@[\]^_`{|}~ ]/g

const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`

/**
 * Writes what is forbidden in octal, without quotes: paths and domains. The text has one character for each byte.
 *
 * @throws TypeError when a character is no byte
 * @example
 * assert.equal(escapeCookie('/a;b'), '/a\\073b')
 * assert.throws(() => escapeCookie('\u2603'), TypeError)
 */
export function escapeCookie(text: string): string {
  if (/[^\0-\xff]/.test(text)) throw new TypeError(`Expected text in latin-1, got ${JSON.stringify(text)}`)
  return text.replaceAll(ESCAPE, octal)
}

/**
 * A value as it is when it may be so, else in quotes with what is forbidden in octal.
 *
 * @example
 * assert.equal(quoteCookie('plain'), 'plain')
 * assert.equal(quoteCookie('a;b'), '"a\\073b"')
 */
export const quoteCookie = (text: string): string => (PLAIN.test(text) ? text : `"${escapeCookie(text)}"`)
