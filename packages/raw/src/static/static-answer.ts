import type { Body, Environ, HeaderPair } from '../gateway.ts'
import { formatContentRange } from '../http/content-range.ts'
import { formatHttpDate } from '../http/date.ts'
import { formatEntityTag } from '../http/entity-tag.ts'
import { formatMultipartEnd } from '../http/multipart/encoder.ts'
import { randomBoundary } from '../http/multipart/boundary.ts'
import { coalesceRanges, parseRange, satisfiableRanges } from '../http/range.ts'
import type { Span } from '../http/range.ts'
import { bytes } from '../util.ts'
import { fileTag, judgeConditions, rangeIsCurrent } from './conditions.ts'
import { BLOCK_SIZE, FileBody, fileLike } from './file-body.ts'
import type { Piece } from './file-body.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { mediaTypeOf, withCharset } from '../mime/media-type.ts'
import type { MediaTypes } from '../mime/media-type.ts'
import { nodeFileSystem } from './node-file-system.ts'
import { openVariant } from './open-variant.ts'
import type { Variant } from './open-variant.ts'

/** An answer as data: whoever asked for it puts its own face on it. The body has to be closed on every path. */
export interface StaticAnswer {
  readonly status: string
  readonly headers: HeaderPair[]
  readonly body: Body
}

/** How {@link answerFile} answers. */
export interface AnswerOptions {
  /** The disk by default. */
  readonly fileSystem?: FileSystem | undefined
  /** Content-Type; by the extension when it is not given. `null` sends none. */
  readonly contentType?: string | null | undefined
  /** Types for extensions, asked before the built-in table. */
  readonly mediaTypes?: MediaTypes | undefined
  /** Content-Type of an extension that nobody knows. Default: application/octet-stream. */
  readonly defaultType?: string | undefined
  /** The charset parameter of texts. None by default: the bytes are sent as they are, and only you know what they are. */
  readonly charset?: string | undefined
  /** Whether to send an ETag. Default: true. */
  readonly etag?: boolean | undefined
  /** Codings of compressed copies to look for beside the file, the best first: `['br', 'gzip']`. */
  readonly precompressed?: readonly string[] | undefined
  /** Sent with 200, 206 and 304: Cache-Control and the like. */
  readonly headers?: readonly Readonly<HeaderPair>[] | undefined
  /** More ranges than this are ignored (RFC 9110 section 17.15). Default: 16. */
  readonly maxRanges?: number | undefined
  /** The folder that compressed copies may not lead out of by a link. */
  readonly root?: string | undefined
}

const NO_OPTIONS: AnswerOptions = Object.freeze({})

/** Bytes between two ranges that cost less than the head of another part. */
const GAP = 80

const NOTHING: Body = Object.freeze([])

/**
 * Answers GET or HEAD with a file: 200, 206 (one range, or several as multipart/byteranges), 304, 412 or 416, with the
 * conditions in the order of RFC 9110 section 13.2.2. Content is read while it is sent.
 *
 * @param path absolute, and judged before: see `resolveInside`
 * @throws FileAccessError when the file is missing or may not be read
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/a.txt': '0123456789' })
 * const answer = await answerFile('/a.txt', { REQUEST_METHOD: 'GET', HTTP_RANGE: 'bytes=2-3' }, { fileSystem })
 * assert.equal(answer.status, '206 Partial Content')
 * assert.deepEqual(answer.headers.find(([name]) => name === 'Content-Range'), ['Content-Range', 'bytes 2-3/10'])
 * await answer.body.close?.()
 */
export async function answerFile(
  path: string,
  environ: Readonly<Partial<Environ>>,
  options: AnswerOptions = NO_OPTIONS,
): Promise<StaticAnswer> {
  const { fileSystem = nodeFileSystem, precompressed, root } = options
  const acceptEncoding = environ['HTTP_ACCEPT_ENCODING']
  const variant = await openVariant(path, { fileSystem, precompressed, root, acceptEncoding })
  try {
    const answer = answerVariant(path, variant, environ, options)
    if (answer.body !== NOTHING && environ.REQUEST_METHOD !== 'HEAD') return answer
    await variant.file.close()
    return { ...answer, body: NOTHING }
  } catch (error) {
    await variant.file.close()
    throw error
  }
}

function answerVariant(
  path: string,
  { file, coding }: Variant,
  environ: Readonly<Partial<Environ>>,
  options: AnswerOptions,
): StaticAnswer {
  const { size, modified } = file.stat
  const tag = options.etag === false ? undefined : fileTag(file.stat, coding)
  const state = { tag, lastModified: modified }
  const lastModified: HeaderPair = ['Last-Modified', formatHttpDate(modified)]
  // What a 304 and a 412 say too (RFC 9110 section 15.4.5); Last-Modified there only in place of an ETag.
  const cached: HeaderPair[] = (options.headers ?? []).map(([name, value]) => [name, value])
  if (options.precompressed?.length) cached.push(['Vary', 'Accept-Encoding'])
  if (tag) cached.unshift(['ETag', formatEntityTag(tag)])
  const condition = judgeConditions(environ, state)
  if (condition === 'not-modified') {
    return { status: '304 Not Modified', headers: tag ? cached : [lastModified, ...cached], body: NOTHING }
  }
  if (condition === 'failed') {
    return { status: '412 Precondition Failed', headers: [['Content-Length', '0'], ...cached], body: NOTHING }
  }
  const type = contentTypeOf(path, options)
  const headers: HeaderPair[] = [lastModified, ['Accept-Ranges', 'bytes'], ...cached]
  if (coding !== undefined) headers.push(['Content-Encoding', coding])
  const spans = spansOf(environ, size, options.maxRanges ?? 16, () => rangeIsCurrent(environ, state))
  if (!spans) {
    return {
      status: '200 OK',
      headers: [...typed(type), ['Content-Length', String(size)], ...headers],
      body: wholeBody(file, environ),
    }
  }
  if (spans.length === 0) {
    const unsatisfied = formatContentRange({ unit: 'bytes', start: undefined, end: undefined, length: size })
    return {
      status: '416 Range Not Satisfiable',
      headers: [
        ['Content-Length', '0'],
        ['Content-Range', unsatisfied],
        ['Accept-Ranges', 'bytes'],
        ...cached,
      ],
      body: NOTHING,
    }
  }
  const one = spans.length === 1 ? spans[0] : undefined
  if (!one) return manyParts(file, spans, type, headers)
  return {
    status: '206 Partial Content',
    headers: [
      ...typed(type),
      ['Content-Length', String(one[1] - one[0])],
      ['Content-Range', contentRange(one, size)],
      ...headers,
    ],
    body: new FileBody(file, [one]),
  }
}

const typed = (type: string | undefined): HeaderPair[] => (type === undefined ? [] : [['Content-Type', type]])

const contentRange = ([start, end]: Span, length: number): string =>
  formatContentRange({ unit: 'bytes', start, end, length })

function contentTypeOf(path: string, options: AnswerOptions): string | undefined {
  const { contentType, mediaTypes, defaultType = 'application/octet-stream', charset } = options
  if (contentType !== undefined) return contentType ?? undefined
  return withCharset(mediaTypeOf(path, mediaTypes) ?? defaultType, charset)
}

/** The pieces to send; `undefined` for the whole. Range is defined for GET alone (RFC 9110 section 14.2). */
function spansOf(
  environ: Readonly<Partial<Environ>>,
  size: number,
  maxRanges: number,
  isCurrent: () => boolean,
): readonly Span[] | undefined {
  const field = environ['HTTP_RANGE']
  if (!field || environ.REQUEST_METHOD !== 'GET' || !isCurrent()) return undefined
  const spans = satisfiableRanges(parseRange(field), size, { maxRanges })
  return spans && coalesceRanges(spans, GAP)
}

function wholeBody(file: OpenFile, environ: Readonly<Partial<Environ>>): Body {
  const wrapper = environ['wsgi.file_wrapper']
  return wrapper ? wrapper(fileLike(file), BLOCK_SIZE) : new FileBody(file)
}

/** Several pieces as multipart/byteranges (RFC 9110 section 14.6). */
function manyParts(
  file: OpenFile,
  spans: readonly Span[],
  type: string | undefined,
  headers: HeaderPair[],
): StaticAnswer {
  const boundary = randomBoundary()
  const pieces: Piece[] = []
  let size = 0
  for (const span of spans) {
    const head = bytes(
      `${pieces.length === 0 ? '' : '\r\n'}--${boundary}\r\n` +
        (type === undefined ? '' : `Content-Type: ${type}\r\n`) +
        `Content-Range: ${contentRange(span, file.stat.size)}\r\n\r\n`,
    )
    pieces.push(head, span)
    size += head.length + span[1] - span[0]
  }
  const end = bytes(formatMultipartEnd(boundary))
  pieces.push(end)
  return {
    status: '206 Partial Content',
    headers: [
      ['Content-Type', `multipart/byteranges; boundary=${boundary}`],
      ['Content-Length', String(size + end.length)],
      ...headers,
    ],
    body: new FileBody(file, pieces),
  }
}
