import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { spacedJson } from '../json.ts'
import { compareDigest } from '../util.ts'

/** Turns values into the text of a cookie and back; a text that is none throws SyntaxError. */
export interface Serializer {
  dumps(value: unknown): string
  loads(text: string): unknown
}

/**
 * JSON in Python's spelling, in ASCII; read from UTF-8. Texts have one character for each byte. Python: `webob.cookies.JSONSerializer`.
 *
 * @example
 * assert.equal(new JSONSerializer().dumps({ a: [1, 'caf\xe9'] }), '{"a": [1, "caf\\u00e9"]}')
 */
export class JSONSerializer implements Serializer {
  dumps(value: unknown): string {
    return spacedJson(value)
  }

  loads(text: string): unknown {
    if (/[^\0-\xff]/.test(text)) throw new SyntaxError('Expected JSON in UTF-8, one character for each byte')
    return JSON.parse(decodeStrict(text)) as unknown
  }
}

function decodeStrict(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(toBytes(bytes))
  } catch (error) {
    throw new SyntaxError('Expected JSON in UTF-8', { cause: error })
  }
}

const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const toText = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
const toUrlSafe = (bytes: string): string => btoa(bytes).replaceAll('+', '-').replaceAll('/', '_')

const BASE64 = /[A-Za-z0-9+/_-]/

/**
 * Bytes from base64, URL-safe or not, as Python reads it: what is not of the alphabet is passed over, and the padding that
 * completes a group ends it. Linear.
 */
function fromUrlSafe(text: string): string {
  let data = ''
  let padding = 0
  for (const character of text) {
    const used = data.length % 4
    if (character === '=') {
      if (used >= 2 && used + ++padding >= 4) return atob(data)
    } else if (BASE64.test(character)) {
      padding = 0
      data += character === '-' ? '+' : character === '_' ? '/' : character
    }
  }
  if (data.length % 4 === 0) return atob(data)
  throw new SyntaxError(`Expected base64 with its padding, got ${JSON.stringify(text.slice(0, 80))}`)
}

/**
 * Another serializer's text in URL-safe base64, JSON unless said otherwise. It hides nothing and proves nothing.
 * Python: `webob.cookies.Base64Serializer`.
 *
 * @example
 * assert.equal(new Base64Serializer().dumps({ a: 1 }), 'eyJhIjogMX0=')
 */
export class Base64Serializer implements Serializer {
  readonly serializer: Serializer

  constructor(serializer: Serializer = new JSONSerializer()) {
    this.serializer = serializer
  }

  dumps(value: unknown): string {
    return toUrlSafe(this.serializer.dumps(value))
  }

  loads(text: string): unknown {
    return this.serializer.loads(fromUrlSafe(text))
  }
}

/** The hashes that a signature can be made with. */
export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

const HASHES = { md5, sha1, sha224, sha256, sha384, sha512 } satisfies Record<HashName, unknown>

/** In latin-1 when both are, else both in UTF-8, as the original joins them. */
function saltedSecret(salt: string, secret: string): Uint8Array {
  const both = salt + secret
  return /[^\0-\xff]/.test(both) ? new TextEncoder().encode(both) : toBytes(both)
}

/** How {@link SignedSerializer} signs. */
export interface SignedSerializerOptions {
  readonly hashalg?: HashName | undefined
  readonly serializer?: Serializer | undefined
}

/**
 * Another serializer's text with an HMAC before it, in base64: what Python's WebOb signed verifies here, and back. Nobody
 * without the secret can change it; anybody can read it. Python: `webob.cookies.SignedSerializer`.
 *
 * @throws SyntaxError from `loads` when the signature is not right
 * @throws RangeError when the hash is not known
 * @example
 * const signed = new SignedSerializer('secret', 'salt')
 * assert.deepEqual(signed.loads(signed.dumps({ user: 1 })), { user: 1 })
 * assert.throws(() => new SignedSerializer('other', 'salt').loads(signed.dumps(1)), /Invalid signature/)
 */
export class SignedSerializer implements Serializer {
  readonly serializer: Serializer
  readonly #key: Uint8Array
  readonly #hash: (typeof HASHES)[HashName]

  constructor(secret: string, salt: string | null = '', options: SignedSerializerOptions = {}) {
    const { hashalg = 'sha512', serializer = new JSONSerializer() } = options
    if (!Object.hasOwn(HASHES, hashalg)) {
      throw new RangeError(
        `Expected one of ${Object.keys(HASHES).join(', ')} as hashalg, got ${JSON.stringify(hashalg)}`,
      )
    }
    this.#hash = HASHES[hashalg]
    this.#key = saltedSecret(salt ?? '', secret)
    this.serializer = serializer
  }

  dumps(value: unknown): string {
    const text = this.serializer.dumps(value)
    return toUrlSafe(toText(hmac(this.#hash, this.#key, toBytes(text))) + text).replaceAll('=', '')
  }

  loads(text: string): unknown {
    const bytes = fromUrlSafe(text + '='.repeat((4 - (text.length % 4)) % 4))
    const size = this.#hash.outputLen
    const payload = bytes.slice(size)
    if (!compareDigest(hmac(this.#hash, this.#key, toBytes(payload)), toBytes(bytes.slice(0, size)))) {
      throw new SyntaxError('Invalid signature')
    }
    return this.serializer.loads(payload)
  }
}
