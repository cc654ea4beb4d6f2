/** The characters of a salt, `werkzeug.security.SALT_CHARS`. */
export const SALT_CHARS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/**
 * A random text of letters and digits, `werkzeug.security.gen_salt`, from the platform's secure source.
 *
 * @throws RangeError unless the length is at least 1
 * @example
 * assert.match(genSalt(16), /^[a-zA-Z0-9]{16}$/)
 * assert.notEqual(genSalt(16), genSalt(16))
 */
export function genSalt(length: number): string {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`Expected a length of at least 1 character, got ${length}`)
  }
  // Bytes above the last multiple would make the first characters likelier.
  const most = 256 - (256 % SALT_CHARS.length)
  const bytes = new Uint8Array(Math.min(length, 1024))
  let salt = ''
  while (salt.length < length) {
    for (const byte of crypto.getRandomValues(bytes)) {
      if (byte < most && salt.length < length) salt += SALT_CHARS[byte % SALT_CHARS.length]
    }
  }
  return salt
}
