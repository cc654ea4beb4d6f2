import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, test } from 'vitest'
import { deriveKey, deriveKeyAsync } from '../../src/security/derive-key.ts'
import { parseHashMethod } from '../../src/security/hash-method.ts'
import { nativeCrypto } from '../../src/security/native-crypto.ts'
import type { NativeCrypto } from '../../src/security/native-crypto.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const native = nativeCrypto()

describe.each([
  ['node:crypto', native],
  ['portable code', null],
] as [string, NativeCrypto | null][])('by %s', (_, by) => {
  test.each([
    // RFC 6070 and RFC 7914 section 11 and 12.
    ['pbkdf2:sha1:2', 'password', 'salt', 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    ['pbkdf2:sha256:1', 'passwd', 'salt', '55ac046e56e3089fec1691c22544b605f9418521'],
    ['scrypt:16:1:1', '', '', '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442'],
    [
      'scrypt:1024:8:16',
      'password',
      'NaCl',
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    ],
    ['pbkdf2:sha256:3', '', '', 'b372796454d37ac042a195b62eeb7cfed38ddd92f757e2fee04210df03ac1d2e'],
  ] as [string, string, string, string][])('%s of %j', async (method, password, salt, wanted) => {
    const parsed = parseHashMethod(method)
    const key = bytesToHex(deriveKey(parsed, bytes(password), bytes(salt), by))
    expect(key.startsWith(wanted)).toBe(true)
    expect(bytesToHex(await deriveKeyAsync(parsed, bytes(password), bytes(salt), by))).toBe(key)
  })
})

test.each(
  'md5 sha1 sha224 sha256 sha384 sha512 sha512_224 sha512_256 sha3_224 sha3_256 sha3_384 sha3_512'.split(' '),
)('%s is the same everywhere', async (hash) => {
  const method = parseHashMethod(`pbkdf2:${hash}:7`)
  const own = deriveKey(method, bytes('p'), bytes('s'), null)
  const { createHash, pbkdf2Sync } = process.getBuiltinModule('node:crypto')
  const name = hash.replace(/_/, '-')
  const length = createHash(name).digest().length
  expect(bytesToHex(own)).toBe(pbkdf2Sync('p', 's', 7, length, name).toString('hex'))
  expect(bytesToHex(deriveKey(method, bytes('p'), bytes('s')))).toBe(bytesToHex(own))
  expect(bytesToHex(await deriveKeyAsync(method, bytes('p'), bytes('s')))).toBe(bytesToHex(own))
  expect(bytesToHex(await deriveKeyAsync(method, bytes('p'), bytes('s'), null))).toBe(bytesToHex(own))
})

test('another hash is refused', async () => {
  const method = parseHashMethod('pbkdf2:sm3:1')
  expect(() => deriveKey(method, bytes('p'), bytes('s'))).toThrow(SyntaxError)
  await expect(deriveKeyAsync(method, bytes('p'), bytes('s'))).rejects.toThrow(SyntaxError)
})
