import type { InputStream } from '@triptych/raw'
import type { AcceptLike } from '../acceptparse/index.ts'
import type { CacheControl, DirectiveValue } from '../cachecontrol/index.ts'
import type { DateLike } from '../datetime-utils.ts'
import type { AuthorizationLike } from '../descriptors/index.ts'
import type { KnownHeader } from '../headers/header-name.ts'
import type { FormSource } from './encode-form.ts'

/**
 * Attributes that can be given when a request is made. The method and the type are set first, since what a body is depends
 * on them, the others in the order that they are given in.
 */
export interface RequestOptions<Vars = Record<string, string>> {
  readonly method?: string
  readonly scheme?: string
  readonly httpVersion?: string
  readonly host?: string
  readonly serverName?: string
  readonly serverPort?: number
  readonly scriptName?: string
  readonly pathInfo?: string
  readonly queryString?: string
  readonly remoteUser?: string
  readonly remoteAddr?: string
  readonly remoteHost?: string
  readonly urlvars?: Vars
  readonly urlargs?: readonly unknown[]
  readonly contentType?: string | null
  readonly contentLength?: number
  readonly body?: Uint8Array | null
  readonly text?: string
  readonly json?: unknown
  readonly jsonBody?: unknown
  readonly bodyFile?: InputStream | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
  readonly cookies?: Readonly<Record<string, string>> | Iterable<readonly [string, string]>
  readonly accept?: AcceptLike
  readonly acceptCharset?: AcceptLike
  readonly acceptEncoding?: AcceptLike
  readonly acceptLanguage?: AcceptLike
  readonly authorization?: AuthorizationLike
  readonly cacheControl?: CacheControl | string | Readonly<Record<string, DirectiveValue>>
  readonly date?: DateLike
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  readonly ifModifiedSince?: DateLike
  readonly ifUnmodifiedSince?: DateLike
  readonly ifRange?: string | Date
  readonly maxForwards?: number
  readonly pragma?: string
  readonly range?: string | readonly [start: number, end: number | null]
  readonly referer?: string
  readonly referrer?: string
  readonly userAgent?: string
  readonly urlEncoding?: string
  readonly charset?: string
}

/** What {@link BaseRequest.blank} takes besides attributes. */
export interface BlankOptions<Vars = Record<string, string>> extends RequestOptions<Vars> {
  /** Keys of the environ, over those of the URL. */
  readonly environ?: Readonly<Record<string, unknown>>
  /** Scheme, host and mount point. */
  readonly baseUrl?: string
  readonly headers?:
    | Readonly<Record<string, string> & Partial<Record<KnownHeader, string>>>
    | Iterable<readonly [string, string]>
  /** A form, text in ASCII or bytes: the method becomes POST unless it is POST or PUT. */
  readonly POST?: FormSource | null
}

type Settable = Record<string, unknown>

/**
 * Sets attributes of a request by their names, the method and the type first; `undefined` is none.
 *
 * @throws TypeError when a name is no attribute that can be set
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('/')
 * setAttributes(request, { text: 'caf\u00e9', contentType: 'text/plain; charset=latin-1', method: 'PUT' })
 * assert.equal(request.method, 'PUT')
 * assert.equal((await request.body()).length, 4)
 * assert.throws(() => setAttributes(request, { nothing: 1 }), TypeError)
 */
export function setAttributes<Vars>(request: object, options: RequestOptions<Vars>): void {
  const { method, contentType, ...rest } = options
  for (const [name, value] of Object.entries({ method, contentType, ...rest })) {
    if (value === undefined) continue
    const setter = (request as Settable)[`set${name.charAt(0).toUpperCase()}${name.slice(1)}`]
    if (typeof setter === 'function') setter.call(request, value)
    else if (isSettable(request, name)) (request as Settable)[name] = value
    else
      throw new TypeError(
        `Expected an attribute of a request that can be set, got the option ${JSON.stringify(name)}`,
      )
  }
}

function isSettable(request: object, name: string): boolean {
  for (let level = request; level !== Object.prototype; level = Object.getPrototypeOf(level) as object) {
    const property = Object.getOwnPropertyDescriptor(level, name)
    if (property) return property.set !== undefined
  }
  return false
}
