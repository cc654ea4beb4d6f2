/** A run of text: `before`, then `repeat` so often that the whole has a given size. */
export interface GrowingText {
  readonly before?: string
  readonly repeat: string
}

/** Arguments of a Set-Cookie builder. */
export interface CookieInput {
  readonly name: string
  readonly value: string
  readonly path?: string
  readonly domain?: string
  /** Seconds. */
  readonly maxAge?: number
  /** ISO 8601. */
  readonly expires?: string
  readonly secure?: boolean
  readonly httpOnly?: boolean
  readonly sameSite?: string
  readonly partitioned?: boolean
}

/**
 * What a library has to offer to be tested: functions of one shape each. All are optional, a missing one makes its cases
 * `n/a`. Texts have one character for each byte, unless the function is about text. A function may be asynchronous, and may
 * throw: whether it should, the case says.
 */
export interface Adapter {
  /** A Cookie field to pairs, in order. */
  parseCookie?(header: string): Awaitable<readonly (readonly [name: string, value: string])[]>
  /** The value of a Set-Cookie field; `warned` when the library said something against it. */
  formatSetCookie?(
    cookie: CookieInput,
  ): Awaitable<string | { readonly text: string; readonly warned: boolean }>
  /** An HTTP date to seconds since 1970, `null` for none. */
  parseDate?(value: string): Awaitable<number | null>
  /** The best of some offers for an Accept, Accept-Charset, -Encoding or -Language field; `null` for none. */
  best?(input: {
    readonly field: string
    readonly value: string
    readonly offers: readonly string[]
  }): Awaitable<string | null>
  /** A Range field for a length: half-open ranges; `null` to ignore it, 416 when it cannot be satisfied. */
  parseRange?(input: { readonly value: string; readonly length: number }): Awaitable<unknown>
  /** If-None-Match to tags with their weakness; `*` for any; `null` for none. */
  parseEtags?(value: string): Awaitable<unknown>
  /** A media type with parameters; `null` for none. */
  parseMediaType?(value: string): Awaitable<{ readonly value: string; readonly params: object } | null>
  /** The file name of a Content-Disposition field, without folders; `null` for none. */
  parseDisposition?(value: string): Awaitable<string | null>
  /** The elements of a Forwarded field; `null` when it is malformed. */
  parseForwarded?(value: string): Awaitable<unknown>
  /** Scheme in lower case, and user and password, token or params; `null` for none. */
  parseAuthorization?(value: string): Awaitable<unknown>
  /** Directives: a number, text, or true. */
  parseCacheControl?(value: string): Awaitable<unknown>
  /** The client's address behind so many trusted proxies; `peer` is the connection's. */
  remoteAddr?(input: {
    readonly value: string
    readonly trustedProxies: number
    readonly peer: string
  }): Awaitable<string>
  /** A structured field (RFC 9651); `null` when it must fail. */
  parseStructured?(input: { readonly value: readonly string[]; readonly type: string }): Awaitable<unknown>
  /** A query as the library gives it to programs. */
  parseQuery?(value: string): Awaitable<unknown>
  /** A form as the library gives it to programs. */
  parseForm?(input: { readonly type: string; readonly body: string }): Awaitable<unknown>
  parseJson?(value: string): Awaitable<unknown>
  /** A request with one field, as the library gives its fields to programs. */
  readHeader?(input: { readonly name: string; readonly value: string }): Awaitable<unknown>
  /** The field lines of a response on which this field was set. */
  headerLines?(input: { readonly name: string; readonly value: string }): Awaitable<readonly string[]>
  /** The status line of a response with this reason. */
  statusLine?(input: { readonly status: number; readonly reason: string }): Awaitable<string>
  /** The Location that a redirect sends which was given this text, in answer to a request of that origin. */
  redirectLocation?(input: { readonly location: string; readonly origin: string }): Awaitable<string>
  /** Joins a path of a client to a folder; `null` when it would leave it. */
  safeJoin?(input: { readonly root: string; readonly path: string }): Awaitable<string | null>
  /** A file name of a client made harmless. */
  secureFilename?(name: string): Awaitable<string>
}

type Awaitable<Value> = Value | Promise<Value>
