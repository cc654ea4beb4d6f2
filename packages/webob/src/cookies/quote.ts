/** What may stand in a value without quotes. */
const PLAIN = /^[a-zA-Z0-9!#$%&'()*+\-./:<=>?@[\]^_`{|}~]*$/
/** What has to be escaped, in quotes or not: everything but the plain characters and the blank. */
const ESCAPE = /[^a-zA-Z0-9!#$%&'()*+\-./:<=>?@[\]^_`{|}~ ]/g

const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`

/**
 * Writes what is forbidden in octal, without quotes: paths and domains.
 *
 * @example
 * assert.equal(escapeCookie('/a;b'), '/a\\073b')
 */
export const escapeCookie = (text: string): string => text.replaceAll(ESCAPE, octal)

/**
 * A value as it is when it may be so, else in quotes with what is forbidden in octal.
 *
 * @example
 * assert.equal(quoteCookie('plain'), 'plain')
 * assert.equal(quoteCookie('a;b'), '"a\\073b"')
 */
export const quoteCookie = (text: string): string => (PLAIN.test(text) ? text : `"${escapeCookie(text)}"`)
