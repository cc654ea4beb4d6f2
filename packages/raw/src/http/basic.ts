import { decodeUtf8, encodeUtf8, isUtf8 } from './utf8.ts'

/** Who somebody says to be, under the scheme Basic. */
export interface BasicCredentials {
  /** Holds no colon. */
  readonly user: string
  readonly password: string
}

/**
 * Decodes the token68 of the scheme Basic, RFC 7617 section 2:
 *
 *     user-pass = user-id ":" password            ; in Base64, RFC 4648 section 4
 *
 * The alphabet is strict, and so is the padding: two texts that mean the same let through what a filter was
 * to stop.
 *
 * @param charset of the bytes; RFC 7617 leaves it open without `charset="UTF-8"`, and all clients of today
 * send UTF-8
 * @returns `undefined` for what is no Base64 or not of that charset, has no colon or holds control characters
 * @example
 * assert.deepEqual(decodeBasic('dXNlcjpwYTpzcw=='), { user: 'user', password: 'pa:ss' })
 * assert.equal(decodeBasic('dXNlcg=='), undefined)
 */
export function decodeBasic(
  token68: string,
  charset: 'utf-8' | 'iso-8859-1' = 'utf-8',
): BasicCredentials | undefined {
  const bytes = decodeBase64(token68)
  if (bytes === undefined || (charset === 'utf-8' && !isUtf8(bytes))) return undefined
  const text = charset === 'utf-8' ? decodeUtf8(bytes) : bytes
  const colon = text.indexOf(':')
  if (colon < 0 || hasControls(text)) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function decodeBase64(text: string): string | undefined {
  try {
    const bytes = atob(text)
    // `atob` forgives white space, missing padding and stray bits: one text only may stand for these bytes.
    return btoa(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

/** RFC 7617 section 2 forbids them in both parts. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}

/**
 * Encodes user and password as the token68 of the scheme Basic, in UTF-8.
 *
 * @throws TypeError for a user with a colon, and for control characters
 * @example
 * assert.equal(encodeBasic('user', 'pa:ss'), 'dXNlcjpwYTpzcw==')
 */
export function encodeBasic(user: string, password: string): string {
  if (user.includes(':') || hasControls(user)) {
    throw new TypeError(`Expected a user without colons and control characters, got ${JSON.stringify(user)}`)
  }
  if (hasControls(password)) throw new TypeError('Expected a password without control characters')
  return btoa(encodeUtf8(`${user}:${password}`))
}
