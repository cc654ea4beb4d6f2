import type { HeaderPair } from '../gateway.ts'
import { digitsAt } from '../http/digits.ts'
import { FieldError } from '../http/field.ts'
import { formatRequestHead } from '../http/request-head.ts'
import type { ResponseHead } from '../http/response-head.ts'

/** Content to send: bytes, or blocks of them as they come. */
export type RequestBody = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** What to ask a server. */
export interface ClientRequest {
  /** Default: GET. */
  readonly method?: string
  /** Sent as it is: `/path?query`, `*`, an absolute URI for a proxy, `host:port` for CONNECT. Default: `/`. */
  readonly target?: string
  /**
   * Sent in this order and case. Host comes first when it is missing. Content-Length and Transfer-Encoding follow from the
   * body: the first may be given for blocks of a known length, the second never.
   */
  readonly headers?: Iterable<readonly [name: string, value: string]>
  /** Default: none. */
  readonly body?: RequestBody | null | undefined
  /** Ask for `100 Continue` and wait so many milliseconds for it before the body is sent. Default: do not ask. */
  readonly expectContinue?: number
  /** Ends the exchange: the connection is cut, what waits fails with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** Is called with each response before the last: 100, 102, 103. */
  readonly onInformational?: (head: ResponseHead) => void
}

/** A request as it goes on the wire. */
export interface PreparedRequest {
  readonly method: string
  /** The head, one character for each byte. */
  readonly head: string
  readonly body: RequestBody | undefined
  /** The declared length; undefined when there is no body or it goes out in chunks. */
  readonly length: number | undefined
  /** Whether this request lets the connection live on. */
  readonly keepsAlive: boolean
  readonly asksUpgrade: boolean
}

/** Methods whose requests say that they have no content (RFC 9110 section 8.6). */
const EXPECT_CONTENT: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Writes the head of a request and decides how its body is framed, RFC 9112 section 6.
 *
 * @param host the value of Host when the request has none
 * @throws FieldError for a method, target or field that cannot be sent, and for fields that contradict the body
 * @example
 * const { head } = prepareRequest({ target: '/a', body: new Uint8Array(3) }, 'example.com')
 * assert.equal(head, 'GET /a HTTP/1.1\r\nHost: example.com\r\nContent-Length: 3\r\n\r\n')
 */
export function prepareRequest(request: ClientRequest, host: string): PreparedRequest {
  const { method = 'GET', target = '/', body } = request
  const headers = [...(request.headers ?? [])] as HeaderPair[]
  const has = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  if (has.has('transfer-encoding')) {
    throw new FieldError('Expected no Transfer-Encoding field, it follows from the body')
  }
  if (!has.has('host')) headers.unshift(['Host', host])
  const declared = declaredLength(headers)
  const length = body instanceof Uint8Array ? body.length : body ? declared : undefined
  if (declared !== undefined && declared !== (length ?? 0)) {
    throw new FieldError(`Expected the Content-Length of the body, ${length ?? 0}, got ${declared}`)
  }
  if (body && length === undefined) headers.push(['Transfer-Encoding', 'chunked'])
  else if (declared === undefined && (body || EXPECT_CONTENT.has(method))) {
    headers.push(['Content-Length', String(length ?? 0)])
  }
  if (request.expectContinue !== undefined && body && !has.has('expect'))
    headers.push(['Expect', '100-continue'])
  return {
    method,
    head: formatRequestHead(method, target, headers),
    body: body ?? undefined,
    length,
    keepsAlive: !/(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(has.get('connection') ?? ''),
    asksUpgrade: has.has('upgrade'),
  }
}

function declaredLength(headers: readonly HeaderPair[]): number | undefined {
  const values = headers.filter(([name]) => name.toLowerCase() === 'content-length')
  if (values.length === 0) return undefined
  const [[, text]] = values as [HeaderPair]
  const length = digitsAt(text, 0)
  if (values.length > 1 || length < 0) {
    throw new FieldError(`Expected one Content-Length of digits, got ${JSON.stringify(text)}`)
  }
  return length
}
