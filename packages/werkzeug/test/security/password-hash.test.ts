import { describe, expect, test } from 'vitest'
import {
  checkPasswordHash,
  checkPasswordHashAsync,
  generatePasswordHash,
  generatePasswordHashAsync,
} from '../../src/security/password-hash.ts'

// Made by Werkzeug 3.1.8.
const FROM_PYTHON = [
  'pbkdf2:sha1:1000$SaltSalt$41e5c0d0fd9f614e859848b07594521583100c2c',
  'scrypt:32768:8:1$3Kv73W8KhPTxvD7t$d52cee68d0c99517d19d27dc5f36c1535ec7689f9faa2804a89ce1ce9a4f01cd05470a7c4cbbc92572833c92c954b7d7583b0f888d60fc14563ea902e1d2a092',
]

describe('a hash made in Python', () => {
  test.each(FROM_PYTHON)('%s', async (hash) => {
    expect(checkPasswordHash(hash, 'secret')).toBe(true)
    expect(await checkPasswordHashAsync(hash, 'secret')).toBe(true)
    expect(checkPasswordHash(hash, 'secretx')).toBe(false)
    expect(await checkPasswordHashAsync(hash, '')).toBe(false)
  })
})

describe('a hash of our own', () => {
  test.each(['scrypt:1024:8:1', 'pbkdf2:sha512:10', 'pbkdf2:sha3_256:10'])('by %s', async (method) => {
    const hash = generatePasswordHash('p\xe4ss\u{1f512}', { method, saltLength: 8 })
    expect(hash.split('$')).toEqual([method, expect.stringMatching(/^[a-zA-Z0-9]{8}$/), expect.any(String)])
    expect(await checkPasswordHashAsync(hash, 'p\xe4ss\u{1f512}')).toBe(true)
    const other = await generatePasswordHashAsync('p', { method })
    expect(checkPasswordHash(other, 'p')).toBe(true)
    expect(other).not.toBe(await generatePasswordHashAsync('p', { method }))
  })

  test('is by scrypt unless told otherwise', async () => {
    const hash = await generatePasswordHashAsync('p')
    expect(hash).toMatch(/^scrypt:32768:8:1\$[a-zA-Z0-9]{16}\$[0-9a-f]{128}$/)
  })
})

test.each(['', 'a', 'a$b', 'pbkdf2:sha1:1'])('%j is no hash', async (hash) => {
  expect(checkPasswordHash(hash, 'x')).toBe(false)
  expect(await checkPasswordHashAsync(hash, 'x')).toBe(false)
})

test.each(['plain$s$h', '$$$', 'scrypt:a:b:c$s$h', 'pbkdf2:nope:1$s$h'])(
  '%j is by no known method',
  async (hash) => {
    expect(() => checkPasswordHash(hash, 'x')).toThrow(SyntaxError)
    await expect(checkPasswordHashAsync(hash, 'x')).rejects.toThrow(SyntaxError)
  },
)

test('a hash from elsewhere cannot take what the machine has', async () => {
  const hash = 'scrypt:1073741824:8:1$s$00'
  expect(() => checkPasswordHash(hash, 'x')).toThrow(expect.objectContaining({ code: 'ERR_HASH_COST' }))
  await expect(checkPasswordHashAsync(hash, 'x')).rejects.toThrow(RangeError)
  expect(() => checkPasswordHash(FROM_PYTHON[1]!, 'x', { maxMemory: 2 ** 20 })).toThrow(RangeError)
})

test('a hash that is no text of its kind is not equal', () => {
  expect(
    checkPasswordHash('pbkdf2:sha1:1000$SaltSalt$41E5C0D0FD9F614E859848B07594521583100C2C', 'secret'),
  ).toBe(false)
  expect(checkPasswordHash('pbkdf2:sha1:1$s$\u2603$', 'secret')).toBe(false)
})

test('passwords that cannot be written are refused', () => {
  expect(() => generatePasswordHash('\ud800', { method: 'pbkdf2:sha1:1' })).toThrow(SyntaxError)
})
