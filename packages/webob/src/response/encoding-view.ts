import { RequestError } from '../errors.ts'
import { iterClose } from './app-iters.ts'
import { CookieView } from './cookie-view.ts'
import { codec, rawDeflate, type ContentCoding } from './codecs.ts'
import type { AppIter } from './response-state.ts'

/** Reads the blocks of a coding, at most so many bytes of them. */
async function limited(blocks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const block of blocks) {
    size += block.length
    if (size > limit) {
      throw new RequestError(
        413,
        'ERR_CONTENT_TOO_LARGE',
        `Expected at most ${limit} bytes when decoded, got more`,
      )
    }
    all.push(block)
  }
  return all
}

/** Codes block by block, and closes what it reads. */
async function* lazily(body: AppIter, coding: string): AsyncGenerator<Uint8Array, void> {
  try {
    yield* codec(coding).encode(body)
  } finally {
    await iterClose(body)
  }
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
   * Puts the body into a coding, unless it is in it already; `identity` takes it out of the one it is in. With `lazy` that
   * happens while it is sent, without a Content-Length.
   *
   * @throws RangeError when the coding is not known here
   */
  async encodeContent(
    encoding: ContentCoding | 'identity' = 'gzip',
    options: { readonly lazy?: boolean } = {},
  ): Promise<void> {
    if (encoding === 'identity') return this.decodeContent()
    const { encode } = codec(encoding)
    if (this.contentEncoding === encoding) return
    const body = this._appIter ?? []
    if (options.lazy) {
      this._appIter = lazily(body, encoding)
      this.contentLength = null
    } else {
      const blocks: Uint8Array[] = []
      for await (const block of encode(body)) blocks.push(block)
      await iterClose(body)
      this._appIter = blocks
      this.contentLength = this.bodyLength()
    }
    this.contentEncoding = encoding
  }

  /**
   * Takes the body out of its coding. `limit` in bytes guards against a small body that unpacks to a huge one.
   *
   * @throws RangeError when the coding is not known here
   * @throws RequestError (413) beyond the limit, 64 MiB unless said otherwise
   */
  async decodeContent(options: { readonly limit?: number } = {}): Promise<void> {
    const { limit = 64 * 1024 * 1024 } = options
    const coding = this.contentEncoding || 'identity'
    if (coding === 'identity') return
    const { decode } = codec(coding)
    const body = [await this.body()]
    let blocks: Uint8Array[]
    try {
      blocks = await limited(decode(body), limit)
    } catch (error) {
      if (coding !== 'deflate' || error instanceof RequestError) throw error
      blocks = await limited(rawDeflate.decode(body), limit)
    }
    this._appIter = blocks
    this.contentLength = this.bodyLength()
    this.contentEncoding = null
  }
}
