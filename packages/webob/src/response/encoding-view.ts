import { concat } from '../concat.ts'
import { iterClose } from './app-iters.ts'
import { CookieView } from './cookie-view.ts'
import { codec, rawDeflate, type Codec, type ContentCoding } from './codecs.ts'
import type { AppIter } from './response-state.ts'

/**
 * A body that unpacks to more than was allowed.
 *
 * @example
 * assert.equal(new DecodedSizeError(10).message, 'Expected at most 10 bytes when decoded, got more')
 * assert.equal(new DecodedSizeError(10).code, 'ERR_DECODED_SIZE')
 */
export class DecodedSizeError extends RangeError {
  override readonly name = 'DecodedSizeError'
  readonly code = 'ERR_DECODED_SIZE'

  constructor(limit: number) {
    super(`Expected at most ${limit} bytes when decoded, got more`)
  }
}

/** Reads the blocks of a coding, at most so many bytes of them. */
async function limited(blocks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const block of blocks) {
    size += block.length
    if (size > limit) throw new DecodedSizeError(limit)
    all.push(block)
  }
  return concat(all)
}

/** What is put into a coding while it is sent; closing it closes what it reads, also when nothing was read. */
class LazyBody implements AsyncIterable<Uint8Array> {
  readonly #body: AppIter
  readonly #codec: Codec

  constructor(body: AppIter, { encode, decode }: Codec) {
    this.#body = body
    this.#codec = { encode, decode }
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#codec.encode(this.#body)[Symbol.asyncIterator]()
  }

  async close(): Promise<void> {
    await iterClose(this.#body)
  }
}

/** A coding as Content-Encoding names it: in any case, gzip by its old name too (RFC 9110 section 8.4.1). */
function codingOf(contentEncoding: string | null): string {
  const coding = contentEncoding?.trim().toLowerCase() || 'identity'
  return coding === 'x-gzip' ? 'gzip' : coding
}

/**
 * Content codings of a response's body.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response('hello '.repeat(100))
 * assert.ok(response instanceof EncodingView)
 * await response.encodeContent('gzip')
 * assert.equal(response.contentEncoding, 'gzip')
 * await response.decodeContent()
 * assert.equal((await response.text()).length, 600)
 */
export class EncodingView extends CookieView {
  /**
   * Puts the body into a coding, unless it is in it already, and out of another one first; `identity` only takes it out.
   * With `lazy` that happens while it is sent, without a Content-Length.
   *
   * @throws RangeError when the coding is not known here
   */
  async encodeContent(
    encoding: ContentCoding | 'identity' = 'gzip',
    options: { readonly lazy?: boolean } = {},
  ): Promise<void> {
    if (encoding === 'identity') return this.decodeContent()
    const wanted = codec(encoding)
    if (codingOf(this.contentEncoding) === encoding) return
    await this.decodeContent()
    const body = this._appIter ?? []
    if (options.lazy) {
      this._appIter = new LazyBody(body, wanted)
      this.contentLength = null
    } else {
      const blocks: Uint8Array[] = []
      try {
        for await (const block of wanted.encode(body)) blocks.push(block)
      } finally {
        await iterClose(body)
      }
      this._appIter = blocks
      this.contentLength = this.bodyLength()
    }
    this.contentEncoding = encoding
  }

  /**
   * Takes the body out of its coding. `limit` in bytes guards against a small body that unpacks to a huge one.
   *
   * @throws RangeError when the coding is not known here
   * @throws DecodedSizeError beyond the limit, 64 MiB unless said otherwise
   */
  async decodeContent(options: { readonly limit?: number } = {}): Promise<void> {
    const { limit = 64 * 1024 * 1024 } = options
    const coding = codingOf(this.contentEncoding)
    if (coding === 'identity') return
    const { decode } = codec(coding)
    const body = [await this.body()]
    let decoded: Uint8Array
    try {
      decoded = await limited(decode(body), limit)
    } catch (error) {
      if (coding !== 'deflate' || error instanceof DecodedSizeError) throw error
      decoded = await limited(rawDeflate.decode(body), limit)
    }
    this.setBody(decoded)
    this.contentEncoding = null
  }
}
