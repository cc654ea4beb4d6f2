import type { Environ } from '@triptych/raw'
import { encodeUtf8 } from '@triptych/raw/http'
import { decodeText } from '../compat.ts'
import { KeyError, RequestError, UndecodableError } from '../errors.ts'

/** What is done with a path or a query whose bytes are not text in its encoding. */
export type ErrorsPolicy = 'strict' | 'replace' | 'bad-request'

/**
 * The environ of a request and the rules of reading it: a key without a default must be there, one with a default is
 * taken out by null.
 *
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('/', { environ: { 'app.user': 'Ada' } })
 * assert.ok(request instanceof EnvironView)
 * assert.equal(request.environ['app.user'], 'Ada')
 */
export class EnvironView {
  /**
   * `strict` throws UndecodableError (status 400) when such a path or query is read, as the original does with Python's
   * error; `replace` puts U+FFFD in the place of the bytes. `wsgify` answers the error with 400 in any case.
   */
  static errors: ErrorsPolicy = 'strict'

  /** The gateway's environ: every property reads it and writes it. */
  readonly environ: Environ

  constructor(environ: Environ) {
    if (typeof environ !== 'object' || environ === null || Array.isArray(environ)) {
      throw new TypeError(`Expected an environ, got ${environ === null ? 'null' : typeof environ}`)
    }
    this.environ = environ
  }

  /** @internal A key that must be there. */
  _need(key: string): unknown {
    const value = this.environ[key]
    if (value === undefined) throw new KeyError(key)
    return value
  }

  /** @internal Sets a key that must be there. */
  _setNeed(key: string, value: unknown): void {
    if (value === null || value === undefined)
      throw new TypeError(`Expected a value for ${key}, which cannot be deleted`)
    this.environ[key] = value
  }

  /** @internal A key that may be missing. */
  _text(key: string): string | null {
    return (this.environ[key] as string | null | undefined) ?? null
  }

  /** @internal Sets a key that may be missing; null takes it out. */
  _setText(key: string, value: string | null): void {
    if (value === null) delete this.environ[key]
    else this.environ[key] = value
  }

  /** The encoding of paths, UTF-8 unless `webob.url_encoding` says otherwise. */
  get urlEncoding(): string {
    return this._text('webob.url_encoding') ?? 'UTF-8'
  }

  set urlEncoding(value: string | null) {
    this._setText('webob.url_encoding', value)
  }

  /**
   * The text that a key's bytes stand for, in the encoding that a property names. Without one the bytes as they are.
   *
   * @throws KeyError when the key is missing and there is no default
   * @throws UndecodableError (400) when the bytes are not in the encoding, unless `errors` is `replace`
   */
  encget(key: string, fallback?: string, encattr?: 'urlEncoding'): string {
    const value = this.environ[key] as string | undefined
    if (value === undefined) {
      if (fallback === undefined) throw new KeyError(key)
      return fallback
    }
    if (encattr === undefined) return value
    const { errors } = this.constructor as typeof EnvironView
    try {
      return decodeText(value, this[encattr], errors === 'replace' ? 'replace' : 'strict')
    } catch (error) {
      if (errors !== 'bad-request' || !(error instanceof UndecodableError)) throw error
      throw new RequestError(400, error.code, `The path is not text in ${this[encattr]}`, { cause: error })
    }
  }

  /** Sets a key to the bytes of a text in the encoding that a property names; without one the text must be ASCII. */
  encset(key: string, value: string, encattr?: 'urlEncoding'): void {
    const encoding = encattr === undefined ? 'ascii' : this[encattr]
    if (/^utf-?8$/i.test(encoding)) this.environ[key] = encodeUtf8(value)
    else {
      const limit = /^(latin-?1|iso-?8859-?1)$/i.test(encoding) ? 0xff : 0x7f
      for (const character of value) {
        if (character.codePointAt(0)! > limit) {
          throw new TypeError(`Expected text in ${encoding}, got ${JSON.stringify(value)}`)
        }
      }
      this.environ[key] = value
    }
  }
}
