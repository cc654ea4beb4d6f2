import { bytesToHex } from '@noble/hashes/utils.js'
import { constantTimeEqual } from './constant-time-equal.ts'
import { deriveKey, deriveKeyAsync } from './derive-key.ts'
import { genSalt } from './gen-salt.ts'
import { formatHashMethod, parseHashMethod } from './hash-method.ts'
import type { HashLimits, HashMethod } from './hash-method.ts'

/** Options of {@link generatePasswordHash}. */
export interface GenerateOptions extends HashLimits {
  /** `scrypt` (the default), `scrypt:n:r:p`, `pbkdf2` or `pbkdf2:hash:iterations`. */
  method?: string
  /** Characters of the salt; 16 by default. */
  saltLength?: number
}

/**
 * Hashes a password for storage, `werkzeug.security.generate_password_hash`: `method$salt$hexadecimal hash`, which Werkzeug
 * can check too. It takes about a tenth of a second, during which nothing else runs: a server uses
 * {@link generatePasswordHashAsync}.
 *
 * @throws SyntaxError for a method that is not known, RangeError for parameters or costs that are out of bounds
 * @example
 * const hash = generatePasswordHash('secret', { method: 'pbkdf2:sha256:1000', saltLength: 8 })
 * assert.match(hash, /^pbkdf2:sha256:1000\$[a-zA-Z0-9]{8}\$[0-9a-f]{64}$/)
 * assert.equal(checkPasswordHash(hash, 'secret'), true)
 */
export function generatePasswordHash(
  password: string,
  { method = 'scrypt', saltLength = 16, ...limits }: GenerateOptions = {},
): string {
  const parsed = parseHashMethod(method, limits)
  const salt = genSalt(saltLength)
  return joined(parsed, salt, deriveKey(parsed, utf8(password), utf8(salt)))
}

/**
 * {@link generatePasswordHash} without blocking.
 *
 * @throws what {@link generatePasswordHash} throws
 * @example
 * const hash = await generatePasswordHashAsync('secret', { method: 'scrypt:1024:8:1' })
 * assert.equal(await checkPasswordHashAsync(hash, 'secret'), true)
 */
export async function generatePasswordHashAsync(
  password: string,
  { method = 'scrypt', saltLength = 16, ...limits }: GenerateOptions = {},
): Promise<string> {
  const parsed = parseHashMethod(method, limits)
  const salt = genSalt(saltLength)
  return joined(parsed, salt, await deriveKeyAsync(parsed, utf8(password), utf8(salt)))
}

/**
 * Whether a password is the one that a hash was made of, `werkzeug.security.check_password_hash`. The comparison takes the
 * same time wherever they differ. It takes as long as making the hash did: a server uses {@link checkPasswordHashAsync}.
 *
 * @returns `false` for a text that is no hash at all
 * @throws SyntaxError for a hash by a method that is not known, HashCostError for one that would cost more than the limits
 * @example
 * const hash = 'pbkdf2:sha1:1000$SaltSalt$41e5c0d0fd9f614e859848b07594521583100c2c'
 * assert.equal(checkPasswordHash(hash, 'secret'), true)
 * assert.equal(checkPasswordHash(hash, 'Secret'), false)
 * assert.equal(checkPasswordHash('', 'secret'), false)
 */
export function checkPasswordHash(pwhash: string, password: string, limits: HashLimits = {}): boolean {
  const parts = split(pwhash)
  if (parts === undefined) return false
  const key = deriveKey(parseHashMethod(parts.method, limits), utf8(password), utf8(parts.salt))
  return constantTimeEqual(bytesToHex(key), parts.hash)
}

/**
 * {@link checkPasswordHash} without blocking.
 *
 * @throws what {@link checkPasswordHash} throws
 * @example
 * const hash = 'pbkdf2:sha1:1000$SaltSalt$41e5c0d0fd9f614e859848b07594521583100c2c'
 * assert.equal(await checkPasswordHashAsync(hash, 'secret'), true)
 */
export async function checkPasswordHashAsync(
  pwhash: string,
  password: string,
  limits: HashLimits = {},
): Promise<boolean> {
  const parts = split(pwhash)
  if (parts === undefined) return false
  const method = parseHashMethod(parts.method, limits)
  const key = await deriveKeyAsync(method, utf8(password), utf8(parts.salt))
  return constantTimeEqual(bytesToHex(key), parts.hash)
}

const joined = (method: HashMethod, salt: string, key: Uint8Array): string =>
  `${formatHashMethod(method)}$${salt}$${bytesToHex(key)}`

function split(pwhash: string): { method: string; salt: string; hash: string } | undefined {
  const first = pwhash.indexOf('$')
  const second = pwhash.indexOf('$', first + 1)
  if (first < 0 || second < 0) return undefined
  return {
    method: pwhash.slice(0, first),
    salt: pwhash.slice(first + 1, second),
    hash: pwhash.slice(second + 1),
  }
}

const encoder = new TextEncoder()

/** @throws SyntaxError for a lone surrogate: all of them would become the same bytes */
function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (/\p{Surrogate}/u.test(text)) throw new SyntaxError('Expected a password that can be written as UTF-8')
  return encoder.encode(text)
}
