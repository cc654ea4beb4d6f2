import {
  coalesceRanges,
  formatMultipartEnd,
  parseRange,
  randomBoundary,
  satisfiableRanges,
  type Span,
} from '@triptych/raw/http'
import { bytes } from '@triptych/raw/util'
import { Range } from '../datastructures/range.ts'
import { RequestedRangeNotSatisfiable } from '../exceptions/requested-range-not-satisfiable.ts'
import { type Block, closeBlocks, type ResponseBlocks, toBytes } from './response-blocks.ts'
import type { ResponseData } from './response-data.ts'

/** More ranges than this are not worth an answer of parts: the whole is sent (RFC 9110 section 17.15). */
const MAX_RANGES = 16

/** Bytes between two ranges that cost less than the head of another part. */
const GAP = 80

/**
 * Makes a response the part of itself that a Range header asks for.
 *
 * @param length of the whole body in bytes
 * @param multiRange whether several ranges may be answered, as multipart/byteranges; 416 otherwise
 * @returns false when the whole is to be sent
 * @throws RequestedRangeNotSatisfiable (416) when the header cannot be read, or nothing of it is there
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const response = new Response('0123456789')
 * assert.equal(cutRange(response, 'bytes=2-3', 10, false), true)
 * assert.equal(response.headers.get('Content-Range'), 'bytes 2-3/10')
 */
export function cutRange(
  response: ResponseData,
  field: string,
  length: number,
  multiRange: boolean,
): boolean {
  if (multiRange && field.includes(',')) {
    const asked = parseRange(field)
    const spans = satisfiableRanges(asked, length, { maxRanges: MAX_RANGES })
    if (spans === undefined) return false
    if (spans.length === 0) throw new RequestedRangeNotSatisfiable(length)
    // A client cannot rely on the order (RFC 9110 section 15.3.7.2), and a body that is read once is not kept for its sake.
    const sorted = coalesceRanges(
      spans.toSorted(([one], [other]) => one - other),
      GAP,
    )
    if (sorted.length > 1) manyParts(response, sorted, length)
    else onePart(response, sorted[0]!, `bytes ${sorted[0]![0]}-${sorted[0]![1] - 1}/${length}`)
    return true
  }
  const range = Range.fromHeader(field)
  const span = range?.rangeForLength(length) ?? null
  const contentRange = range?.toContentRangeHeader(length) ?? null
  if (span === null || contentRange === null) throw new RequestedRangeNotSatisfiable(length)
  onePart(response, span, contentRange)
  return true
}

function onePart(response: ResponseData, [start, stop]: Span, contentRange: string): void {
  response.contentLength = stop - start
  response.contentRange = contentRange
  response.statusCode = 206
  const blocks = response.response
  response.response = Array.isArray(blocks)
    ? slice(blocks as readonly Block[], start, stop)
    : closing(blocks, cut(blocks, [[start, stop]]))
}

/** Several pieces in one answer, multipart/byteranges (RFC 9110 section 14.6). */
function manyParts(response: ResponseData, spans: readonly Span[], length: number): void {
  const boundary = randomBoundary()
  const type = response.contentType ?? 'application/octet-stream'
  const heads = spans.map(([start, stop], at) =>
    bytes(
      `${at === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${type}\r\n` +
        `Content-Range: bytes ${start}-${stop - 1}/${length}\r\n\r\n`,
    ),
  )
  const end = bytes(formatMultipartEnd(boundary))
  const blocks = response.response
  response.contentLength = spans.reduce(
    (sum, [start, stop], at) => sum + heads[at]!.length + stop - start,
    end.length,
  )
  response.contentType = `multipart/byteranges; boundary=${boundary}`
  response.statusCode = 206
  response.response = closing(blocks, cut(blocks, spans, heads, end))
}

const closing = (blocks: ResponseBlocks, cutting: AsyncGenerator<Uint8Array, void>): ResponseBlocks =>
  Object.assign(cutting, { close: () => closeBlocks(blocks) })

function slice(blocks: readonly Block[], start: number, stop: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let position = 0
  for (const item of blocks) {
    const block = toBytes(item)
    const piece = block.subarray(Math.max(start - position, 0), Math.max(stop - position, 0))
    if (piece.length > 0) pieces.push(piece)
    position += block.length
  }
  return pieces
}

/** A body that can go to a position, as `FileWrapper` can. */
interface Seekable {
  seekable(): boolean
  seek(position: number): void | Promise<void>
}

const isSeekable = (blocks: ResponseBlocks & Partial<Seekable>): blocks is ResponseBlocks & Seekable =>
  typeof blocks.seekable === 'function' && typeof blocks.seek === 'function' && blocks.seekable()

/** The pieces, in ascending order, each behind its head; what lies between them is skipped. */
async function* cut(
  blocks: ResponseBlocks,
  spans: readonly Span[],
  heads: readonly Uint8Array[] = [],
  end?: Uint8Array,
): AsyncGenerator<Uint8Array, void> {
  const source = isSeekable(blocks) ? blocks : undefined
  const iterator = Symbol.iterator in blocks ? blocks[Symbol.iterator]() : blocks[Symbol.asyncIterator]()
  let block: Uint8Array = new Uint8Array(0)
  let position = 0
  try {
    for (const [at, [start, stop]] of spans.entries()) {
      if (heads[at]) yield heads[at]
      if (source && start > position + block.length) {
        await source.seek(start)
        position = start
        block = block.subarray(0, 0)
      }
      let from = start
      while (from < stop) {
        if (from < position + block.length) {
          const piece = block.subarray(from - position, stop - position)
          from += piece.length
          yield piece
        } else {
          position += block.length
          const step = await iterator.next()
          if (step.done === true) return
          block = toBytes(step.value)
        }
      }
    }
    if (end) yield end
  } finally {
    await iterator.return?.()
  }
}
