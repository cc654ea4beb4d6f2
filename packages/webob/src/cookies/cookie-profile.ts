import type { HeaderPair } from '@triptych/raw'
import { makeCookie, type CookieOptions } from './make-cookie.ts'
import {
  Base64Serializer,
  SignedSerializer,
  type Serializer,
  type SignedSerializerOptions,
} from './serializers.ts'

/** A cookie's value of more bytes than this is refused: browsers would drop it. */
const LIMIT = 4093

/** What a profile is bound to: something with the cookies of a request. */
export interface CookieSource {
  readonly cookies: { get(name: string): string | undefined }
}

/** What a profile writes to: something that takes header fields. */
export interface CookieTarget {
  readonly headers: { add(name: 'Set-Cookie', value: string): void }
}

/** The attributes of the cookie; those of a call stand before those of the profile. */
export type CookieProfileOptions = Pick<
  CookieOptions,
  'maxAge' | 'path' | 'secure' | 'httponly' | 'samesite' | 'partitioned'
> & {
  /** One cookie is written for each of them; without any, one for the host alone. */
  readonly domains?: readonly string[] | null | undefined
}

/**
 * How a program writes one of its cookies, and reads it from a request that it is bound to. Values are JSON in base64
 * unless another serializer is given. Python: `webob.cookies.CookieProfile`.
 *
 * @example
 * const profile = new CookieProfile('cart', { httponly: true })
 * assert.deepEqual(profile.getHeaders([1, 2]), [['Set-Cookie', 'cart=WzEsIDJd; Path=/; HttpOnly']])
 * const bound = profile.bind({ cookies: new Map([['cart', 'WzEsIDJd']]) })
 * assert.deepEqual(bound.getValue(), [1, 2])
 */
export class CookieProfile {
  readonly cookieName: string
  readonly options: CookieProfileOptions
  readonly serializer: Serializer
  readonly request: CookieSource | null

  constructor(
    cookieName: string,
    options: CookieProfileOptions & { readonly serializer?: Serializer | undefined } = {},
    request: CookieSource | null = null,
  ) {
    const { serializer = new Base64Serializer(), ...attributes } = options
    this.cookieName = cookieName
    this.options = attributes
    this.serializer = serializer
    this.request = request
  }

  /** The same profile for a request. */
  bind(request: CookieSource): CookieProfile {
    return new CookieProfile(this.cookieName, { ...this.options, serializer: this.serializer }, request)
  }

  /**
   * The value that the request has; null when it has none, or one that cannot be read or was not signed here.
   *
   * @throws TypeError when it is bound to no request
   */
  getValue(): unknown {
    if (!this.request)
      throw new TypeError('Expected a profile that is bound to a request: call bind(request) first')
    const text = this.request.cookies.get(this.cookieName)
    if (text === undefined) return null
    try {
      return this.serializer.loads(text)
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError) return null
      throw error
    }
  }

  /**
   * Adds the cookie to a response; null deletes it. Gives the response.
   *
   * @throws RangeError as {@link getHeaders}
   */
  setCookies<R extends CookieTarget>(response: R, value: unknown, options?: CookieProfileOptions): R {
    for (const [, cookie] of this.getHeaders(value, options)) response.headers.add('Set-Cookie', cookie)
    return response
  }

  /**
   * The Set-Cookie fields for a value, one for each domain; null deletes.
   *
   * @throws RangeError when the value has more than 4,093 bytes
   */
  getHeaders(value: unknown, options: CookieProfileOptions = {}): HeaderPair[] {
    const text = value === null || value === undefined ? null : this.serializer.dumps(value)
    if (text !== null && text.length > LIMIT) {
      throw new RangeError(`Expected a value of at most ${LIMIT} bytes for a cookie, got ${text.length}`)
    }
    const given = Object.entries(options).filter(([, option]) => option !== undefined)
    const { domains, ...attributes }: CookieProfileOptions = { ...this.options, ...Object.fromEntries(given) }
    const targets = domains && domains.length > 0 ? domains : [null]
    return targets.map((domain) => [
      'Set-Cookie',
      makeCookie(this.cookieName, text, { ...attributes, domain }),
    ])
  }
}

/**
 * A profile whose values are signed. Python: `webob.cookies.SignedCookieProfile`.
 *
 * @example
 * const profile = new SignedCookieProfile('secret', 'salt', 'user')
 * const [[, cookie]] = profile.getHeaders('ada')
 * const value = cookie.slice('user='.length, cookie.indexOf(';'))
 * assert.equal(profile.bind({ cookies: new Map([['user', value]]) }).getValue(), 'ada')
 */
export class SignedCookieProfile extends CookieProfile {
  constructor(
    secret: string,
    salt: string,
    cookieName: string,
    options: CookieProfileOptions & SignedSerializerOptions = {},
  ) {
    const { hashalg, serializer, ...attributes } = options
    super(cookieName, {
      ...attributes,
      serializer: new SignedSerializer(secret, salt, { hashalg, serializer }),
    })
  }
}
