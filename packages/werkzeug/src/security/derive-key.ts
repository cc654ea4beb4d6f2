import { md5, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2, pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { scrypt, scryptAsync } from '@noble/hashes/scrypt.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js'
import type { HashMethod } from './hash-method.ts'
import { nativeCrypto } from './native-crypto.ts'
import type { NativeCrypto } from './native-crypto.ts'

const HASHES = new Map([
  ['md5', md5],
  ['sha1', sha1],
  ['sha224', sha224],
  ['sha256', sha256],
  ['sha384', sha384],
  ['sha512', sha512],
  ['sha512_224', sha512_224],
  ['sha512_256', sha512_256],
  ['sha3_224', sha3_224],
  ['sha3_256', sha3_256],
  ['sha3_384', sha3_384],
  ['sha3_512', sha3_512],
])

type Hash = typeof sha256

/** Hashes that every platform's own code has, and their names there and in WebCrypto. */
const WEB_NAMES = new Map([
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
])

/** What Python's `hashlib.scrypt` gives. */
const SCRYPT_LENGTH = 64

/**
 * Hashes a password, by the platform's own code where it has it, else in JavaScript.
 *
 * @param native `null` for JavaScript in any case
 * @throws SyntaxError for a hash that is not known
 * @example
 * const method = { name: 'pbkdf2', hash: 'sha256', iterations: 2 }
 * const [password, salt] = [new Uint8Array(1), new Uint8Array(2)]
 * assert.deepEqual(new Uint8Array(deriveKey(method, password, salt)), deriveKey(method, password, salt, null))
 */
export function deriveKey(
  method: HashMethod,
  password: Uint8Array,
  salt: Uint8Array,
  native: NativeCrypto | null | undefined = nativeCrypto(),
): Uint8Array {
  if (method.name === 'scrypt') {
    return native
      ? native.scryptSync(password, salt, SCRYPT_LENGTH, nodeOptions(method))
      : scrypt(password, salt, nobleOptions(method))
  }
  const hash = hashOf(method.hash)
  return native && WEB_NAMES.has(method.hash)
    ? native.pbkdf2Sync(password, salt, method.iterations, hash.outputLen, method.hash)
    : pbkdf2(hash, password, salt, { c: method.iterations, dkLen: hash.outputLen })
}

/**
 * The same without blocking: by `node:crypto` on its threads, by WebCrypto (PBKDF2), or in slices in JavaScript.
 *
 * @param native `null` to do without `node:crypto`
 * @throws SyntaxError for a hash that is not known
 * @example
 * const method = { name: 'pbkdf2', hash: 'sha256', iterations: 2 }
 * const [password, salt] = [new Uint8Array(1), new Uint8Array(2)]
 * assert.deepEqual(await deriveKeyAsync(method, password, salt, null), deriveKey(method, password, salt, null))
 */
export async function deriveKeyAsync(
  method: HashMethod,
  password: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  native: NativeCrypto | null | undefined = nativeCrypto(),
): Promise<Uint8Array> {
  if (method.name === 'scrypt') {
    if (!native) return scryptAsync(password, salt, nobleOptions(method))
    return new Promise((resolve, reject) => {
      native.scrypt(password, salt, SCRYPT_LENGTH, nodeOptions(method), settle(resolve, reject))
    })
  }
  const { iterations } = method
  const hash = hashOf(method.hash)
  const webName = WEB_NAMES.get(method.hash)
  if (native && webName !== undefined) {
    return new Promise((resolve, reject) => {
      native.pbkdf2(password, salt, iterations, hash.outputLen, method.hash, settle(resolve, reject))
    })
  }
  // WebCrypto takes no empty password everywhere.
  if (webName !== undefined && password.length > 0 && globalThis.crypto?.subtle) {
    const { subtle } = globalThis.crypto
    const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const bits = await subtle.deriveBits(
      { name: 'PBKDF2', hash: webName, salt, iterations },
      key,
      8 * hash.outputLen,
    )
    return new Uint8Array(bits)
  }
  return pbkdf2Async(hash, password, salt, { c: iterations, dkLen: hash.outputLen })
}

function hashOf(name: string): Hash {
  const hash = HASHES.get(name)
  if (hash === undefined) {
    throw new SyntaxError(
      `Expected one of ${[...HASHES.keys()].join(', ')} as a hash, got ${JSON.stringify(name.slice(0, 100))}`,
    )
  }
  return hash as Hash
}

type Scrypt = Extract<HashMethod, { name: 'scrypt' }>

/** The limits have been looked at: this is what the work takes, and some more. */
const memory = ({ n, r, p }: Scrypt): number => 132 * r * (n + p + 32)

const nodeOptions = (method: Scrypt): { N: number; r: number; p: number; maxmem: number } => ({
  N: method.n,
  r: method.r,
  p: method.p,
  maxmem: memory(method),
})

const nobleOptions = (
  method: Scrypt,
): { N: number; r: number; p: number; maxmem: number; dkLen: number } => ({
  ...nodeOptions(method),
  dkLen: SCRYPT_LENGTH,
})

function settle(
  resolve: (key: Uint8Array) => void,
  reject: (error: Error) => void,
): (error: Error | null, key: Uint8Array) => void {
  return (error, key) => {
    if (error) reject(error)
    else resolve(key)
  }
}
