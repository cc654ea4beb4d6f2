import { parseDictHeader } from '../http/dict-header.ts'
import { dumpHeader } from '../http/dump-header.ts'
import { quoteHeaderValue } from '../http/quote.ts'
import { parametersOf, sameParameters, splitScheme, titled } from './authorization.ts'
import type { AuthParameters } from './authorization.ts'
import { CallbackDict } from './callback-dict.ts'

/** What a digest challenge quotes whatever it holds, RFC 7616 section 3.3. */
const QUOTED: ReadonlySet<string> = new Set(['realm', 'domain', 'nonce', 'opaque', 'qop'])

/**
 * The WWW-Authenticate of a response: a scheme, and parameters or a token. That of a `Response` is live.
 * Python: `werkzeug.datastructures.WWWAuthenticate`, whose attributes are `get(name)` and `set(name, value)` here; `type` and
 * `token` can be assigned.
 *
 * @example
 * const challenge = new WWWAuthenticate('digest', { realm: 'shop', algorithm: 'MD5' })
 * challenge.set('nonce', 'abc')
 * assert.equal(challenge.toHeader(), 'Digest realm="shop", algorithm=MD5, nonce="abc"')
 * assert.equal(WWWAuthenticate.fromHeader('Basic realm="a b"')?.get('realm'), 'a b')
 */
export class WWWAuthenticate {
  /** Called with the challenge after each change; null for nobody. */
  onUpdate: ((changed: WWWAuthenticate) => void) | null = null
  #type: string
  #parameters: CallbackDict<string | null>
  #token: string | null

  constructor(type: string, parameters?: AuthParameters | null, token: string | null = null) {
    this.#type = type.toLowerCase()
    this.#parameters = this.#followed(parameters)
    this.#token = token
  }

  /** Reads the header; null for none. */
  static fromHeader(value: string | null | undefined): WWWAuthenticate | null {
    if (!value) return null
    const { type, rest, hasParameters } = splitScheme(value)
    return hasParameters
      ? new WWWAuthenticate(type, parseDictHeader(rest))
      : new WWWAuthenticate(type, null, rest)
  }

  /** The scheme. */
  get type(): string {
    return this.#type
  }
  set type(value: string) {
    this.#type = value
    this.onUpdate?.(this)
  }

  /** The parameters; changing one changes the header. */
  get parameters(): CallbackDict<string | null> {
    return this.#parameters
  }
  set parameters(value: AuthParameters | CallbackDict<string | null>) {
    this.#parameters = this.#followed(value instanceof CallbackDict ? new Map(value) : value)
    this.onUpdate?.(this)
  }

  /** The token; null when there are parameters. */
  get token(): string | null {
    return this.#token
  }
  set token(value: string | null) {
    this.#token = value
    this.onUpdate?.(this)
  }

  /** A parameter; null when it is absent or has no value. */
  get(name: string): string | null {
    return this.#parameters.get(name) ?? null
  }

  /** Sets a parameter; null removes it. */
  set(name: string, value: string | null): void {
    if (value === null) this.delete(name)
    else this.#parameters.set(name, value)
  }

  /** Whether a parameter is there. */
  has(name: string): boolean {
    return this.#parameters.has(name)
  }

  /** Removes a parameter, and says whether it was there. */
  delete(name: string): boolean {
    return this.has(name) && this.#parameters.delete(name)
  }

  /** Whether another one says the same. */
  equals(other: unknown): boolean {
    return (
      other instanceof WWWAuthenticate &&
      other.type === this.type &&
      other.token === this.token &&
      sameParameters(new Map(other.parameters), new Map(this.parameters))
    )
  }

  /** As the header has it. */
  toHeader(): string {
    const scheme = titled(this.#type)
    if (this.#token !== null) return `${scheme} ${this.#token}`
    if (this.#parameters.isEmpty) return scheme
    if (this.#type !== 'digest') return `${scheme} ${dumpHeader(this.#parameters)}`
    const parts = this.#parameters
      .items()
      .map(([key, value]) => (value === null ? key : `${key}=${quoteHeaderValue(value, !QUOTED.has(key))}`))
    return `Digest ${parts.join(', ')}`
  }

  toString(): string {
    return this.toHeader()
  }

  #followed(parameters: AuthParameters | null | undefined): CallbackDict<string | null> {
    return new CallbackDict(parametersOf(parameters), () => this.onUpdate?.(this))
  }
}
