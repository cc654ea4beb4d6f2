import type { Environ, HeaderPair } from '@triptych/raw'
import {
  coalesceRanges,
  formatMultipartEnd,
  parseRange,
  randomBoundary,
  satisfiableRanges,
  toBytes,
  type Span,
} from '@triptych/raw/http'
import { bytes } from '@triptych/raw/util'
import { ContentRange, Range } from '../byterange/index.ts'
import { parseDate } from '../datetime-utils.ts'
import { AnyETag, ETagMatcher, IfRange, type Validators } from '../etag/index.ts'
import { EmptyResponse, filterHeaders, iterClose } from './app-iters.ts'
import { contentTypeIn } from './content-type.ts'
import type { AppIter } from './response-state.ts'

/** What a conditional answer is made of: a response that can cut ranges. */
export interface Conditional extends Validators {
  readonly status: string
  readonly statusCode: number
  readonly etag: string | null
  readonly contentLength: number | null
  readonly contentRange: unknown
  _appIter: AppIter | null
  appIterRange(start: number, stop: number | null): AppIter
}

/** Status, fields and body to send in place of the response's own. */
export interface Answer {
  readonly status: string
  readonly headers: HeaderPair[]
  readonly body: AppIter
}

/** More ranges than this are not worth an answer of parts: the whole is sent (RFC 9110 section 17.15). */
const MAX_RANGES = 16

/** Whether the client has it already (RFC 9110 section 13.2.2): If-None-Match stands before If-Modified-Since. */
function isNotModified(response: Conditional, environ: Environ): boolean {
  const match = environ['HTTP_IF_NONE_MATCH']
  if (match) {
    const tags = ETagMatcher.parse(match, false)
    // `*` asks whether there is anything at all, and there is.
    if (tags === AnyETag) return true
    const { etag } = response
    if (etag) return tags.has(etag)
  }
  const since = environ['HTTP_IF_MODIFIED_SINCE']
  if (!since) return false
  const { lastModified } = response
  const date = parseDate(since)
  return lastModified !== null && date !== null && lastModified.getTime() <= date.getTime()
}

/** Whether a range may be cut out of the response. */
function allowsRange(response: Conditional, environ: Environ): boolean {
  return (
    response.statusCode === 200 &&
    response.contentLength !== null &&
    response.contentRange === null &&
    IfRange.parse(environ['HTTP_IF_RANGE']).has(response)
  )
}

/** The pieces asked for: undefined to send the whole, none for 416. One range is read as WebOb reads it. */
function spansOf(field: string, length: number): readonly Span[] | undefined {
  const ranges = parseRange(field)
  if (ranges && ranges.ranges.length > 1) {
    const spans = satisfiableRanges(ranges, length, { maxRanges: MAX_RANGES })
    if (spans) return coalesceRanges(spans, 80)
    if (ranges.ranges.length > MAX_RANGES) return undefined
  }
  const range = Range.parse(field)
  if (!range) return undefined
  const span = range.rangeForLength(length)
  return span ? [span] : []
}

/**
 * The answer to a request with conditions or a range, GET and HEAD only: 304, 206, 416, or `undefined` when the response
 * goes out as it is. `headers` are those that it would go out with.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * import { buildEnviron } from '@triptych/raw/testing'
 * const response = new Response('hello', { etag: 'v1' })
 * const environ = buildEnviron({ headers: { 'If-None-Match': '"v1"' } })
 * assert.equal(conditionalAnswer(response, environ, response.headerlist)?.status, '304 Not Modified')
 */
export function conditionalAnswer(
  response: Conditional,
  environ: Environ,
  headers: readonly HeaderPair[],
): Answer | undefined {
  const method = environ.REQUEST_METHOD
  if (method !== 'GET' && method !== 'HEAD') return undefined
  // Section 13.2.1: conditions are no matter when the answer is an error or a redirection anyway.
  if (response.statusCode < 200 || response.statusCode > 299) return undefined
  if (isNotModified(response, environ)) {
    return {
      status: '304 Not Modified',
      headers: filterHeaders(headers),
      body: new EmptyResponse(response._appIter),
    }
  }
  const field = environ['HTTP_RANGE']
  if (!field || !allowsRange(response, environ)) return undefined
  const length = response.contentLength!
  const spans = spansOf(field, length)
  if (!spans) return undefined
  if (spans.length === 0) return unsatisfiable(response, field, headers)
  if (spans.length > 1) return manyParts(response, spans, headers)
  const [start, stop] = spans[0]!
  return {
    status: '206 Partial Content',
    headers: [
      ['Content-Length', String(stop - start)],
      ['Content-Range', String(new ContentRange(start, stop, length))],
      ...filterHeaders(headers, ['content-length']),
    ],
    body: response.appIterRange(start, stop),
  }
}

/** The first range as it was understood, its numbers as they were sent. */
function shown(field: string): string {
  const range = Range.parse(field)
  const isExact = range !== null && Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end ?? 0)
  return isExact ? String(range) : field.replaceAll(' ', '').toLowerCase()
}

function unsatisfiable(response: Conditional, field: string, headers: readonly HeaderPair[]): Answer {
  const text = bytes(`Requested range not satisfiable: ${shown(field)}`)
  const whole = response._appIter
  return {
    status: '416 Requested Range Not Satisfiable',
    headers: [
      ['Content-Length', String(text.length)],
      ['Content-Range', String(new ContentRange(null, null, response.contentLength))],
      ['Content-Type', 'text/plain'],
      ...filterHeaders(headers),
    ],
    body: Object.assign([text], { close: () => iterClose(whole) }),
  }
}

/** Several pieces in one answer, multipart/byteranges (RFC 9110 section 14.6). */
function manyParts(response: Conditional, asked: readonly Span[], headers: readonly HeaderPair[]): Answer {
  const boundary = randomBoundary()
  const total = response.contentLength!
  const type = contentTypeIn(headers) ?? 'application/octet-stream'
  const body = response._appIter ?? []
  const isRanged = Array.isArray(body) || 'appIterRange' in body
  // A client cannot rely on the order (section 15.3.7.2), and a body that is read once is not kept for its sake.
  const spans = isRanged ? asked : asked.toSorted(([one], [other]) => one - other)
  const heads = spans.map(([start, stop], at) =>
    toBytes(
      `${at === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${type}\r\n` +
        `Content-Range: ${String(new ContentRange(start, stop, total))}\r\n\r\n`,
    ),
  )
  const end = bytes(formatMultipartEnd(boundary))
  const size = spans.reduce((sum, [start, stop], at) => sum + heads[at]!.length + stop - start, end.length)
  const parts = isRanged ? cutParts(response, spans, heads, end) : passedParts(body, spans, heads, end)
  return {
    status: '206 Partial Content',
    headers: [
      ['Content-Length', String(size)],
      ['Content-Type', `multipart/byteranges; boundary=${boundary}`],
      ...filterHeaders(headers),
    ],
    body: Object.assign(parts, { close: () => iterClose(body) }),
  }
}

/** The parts of a body that gives any range of itself. */
async function* cutParts(
  response: Conditional,
  spans: readonly Span[],
  heads: readonly Uint8Array[],
  end: Uint8Array,
): AsyncGenerator<Uint8Array, void> {
  for (const [at, [start, stop]] of spans.entries()) {
    yield heads[at]!
    yield* response.appIterRange(start, stop)
  }
  yield end
}

/** The parts of a body that is read once, in its order, from its start to the end of the last one. */
async function* passedParts(
  body: AppIter,
  spans: readonly Span[],
  heads: readonly Uint8Array[],
  end: Uint8Array,
): AsyncGenerator<Uint8Array, void> {
  let part = 0
  let position = 0
  for await (const block of body) {
    const after = position + block.length
    while (part < spans.length && spans[part]![0] < after) {
      const [start, stop] = spans[part]!
      if (start >= position) yield heads[part]!
      yield block.subarray(Math.max(start - position, 0), Math.min(stop, after) - position)
      if (stop > after) break
      part++
    }
    position = after
    if (part === spans.length) break
  }
  yield end
}
