/** What is used of `node:crypto`. */
export interface NativeCrypto {
  scryptSync(password: Uint8Array, salt: Uint8Array, length: number, options: ScryptOptions): Uint8Array
  scrypt(
    password: Uint8Array,
    salt: Uint8Array,
    length: number,
    options: ScryptOptions,
    callback: (error: Error | null, key: Uint8Array) => void,
  ): void
  pbkdf2Sync(
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
    hash: string,
  ): Uint8Array
  pbkdf2(
    password: Uint8Array,
    salt: Uint8Array,
    iterations: number,
    length: number,
    hash: string,
    callback: (error: Error | null, key: Uint8Array) => void,
  ): void
}

interface ScryptOptions {
  N: number
  r: number
  p: number
  maxmem: number
}

/**
 * The platform's own `node:crypto`, where it can be had without an import that a browser would fail at.
 *
 * @example
 * assert.equal(typeof nativeCrypto()?.scryptSync, 'function')
 */
export function nativeCrypto(): NativeCrypto | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  const found = process?.getBuiltinModule?.('node:crypto') as NativeCrypto | undefined
  return typeof found?.scryptSync === 'function' && typeof found.pbkdf2 === 'function' ? found : undefined
}
