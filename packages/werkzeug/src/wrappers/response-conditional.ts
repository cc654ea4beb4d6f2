import type { Environ } from '@triptych/raw/gateway'
import { ETags } from '../datastructures/etags.ts'
import { httpDate } from '../http/date.ts'
import { isResourceModified } from '../http/is-resource-modified.ts'
import type { ResponseData } from './response-data.ts'
import { cutRange } from './response-ranges.ts'

/** How a response meets the conditions of a request. */
export interface ConditionalOptions {
  /** Whether parts may be asked for: true for `bytes`, or what Accept-Ranges is to say. Default: no. */
  readonly acceptRanges?: boolean | string | undefined
  /** The length of the whole body in bytes; without it no part is cut out. */
  readonly completeLength?: number | null | undefined
  /** Whether several parts in one answer are sent, as multipart/byteranges. Default: no, they are 416 as in the original. */
  readonly multiRange?: boolean | undefined
}

/**
 * Makes a response the answer to a request with conditions: see `Response.makeConditional`.
 *
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const response = new Response('Hello')
 * response.setEtag('v1')
 * meetConditions(response, { REQUEST_METHOD: 'GET', HTTP_IF_NONE_MATCH: '"v1"' }, {})
 * assert.equal(response.status, '304 NOT MODIFIED')
 */
export function meetConditions(response: ResponseData, environ: Environ, options: ConditionalOptions): void {
  if (environ.REQUEST_METHOD !== 'GET' && environ.REQUEST_METHOD !== 'HEAD') return
  const { headers } = response
  if (!headers.has('Date')) headers.set('Date', httpDate())
  if (!isCut(response, environ, options) && !isModified(response, environ, true)) {
    response.statusCode = ETags.fromHeader(environ['HTTP_IF_MATCH'] ?? null).isEmpty ? 304 : 412
  }
  const { automaticallySetContentLength } = response.constructor as typeof ResponseData
  if (!automaticallySetContentLength || headers.has('Content-Length')) return
  const length = response._lengthNow()
  if (length !== null) response.contentLength = length
}

function isCut(response: ResponseData, environ: Environ, options: ConditionalOptions): boolean {
  const { acceptRanges = false, completeLength = null, multiRange = false } = options
  if (!acceptRanges) return false
  response.acceptRanges = acceptRanges === true ? 'bytes' : acceptRanges
  const field = environ['HTTP_RANGE']
  if (!completeLength || field === undefined) return false
  if (environ['HTTP_IF_RANGE'] !== undefined && isModified(response, environ, false)) return false
  return cutRange(response, field, completeLength, multiRange)
}

function isModified({ headers }: ResponseData, environ: Environ, ignoreIfRange: boolean): boolean {
  return isResourceModified(environ, {
    etag: headers.get('ETag') ?? null,
    lastModified: headers.get('Last-Modified') ?? null,
    ignoreIfRange,
  })
}
