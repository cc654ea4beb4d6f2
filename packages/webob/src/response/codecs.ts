import type { AppIter } from './response-state.ts'

/** The content codings that a response can be put into and taken out of. */
export type ContentCoding = 'gzip' | 'deflate' | 'br'

/** Both ways of a coding, in blocks. What cannot be read throws. */
export interface Codec {
  readonly encode: (blocks: AppIter) => AsyncIterable<Uint8Array>
  readonly decode: (blocks: AppIter) => AsyncIterable<Uint8Array>
}

/** Blocks through a platform's transform stream. */
async function* through(
  blocks: AppIter,
  transform: { readable: ReadableStream<Uint8Array>; writable: WritableStream<BufferSource> },
): AsyncGenerator<Uint8Array, void> {
  const writer = transform.writable.getWriter()
  const fed = (async () => {
    for await (const block of blocks) await writer.write(block as Uint8Array<ArrayBuffer>)
    await writer.close()
  })()
  // Its failure is the reader's too: awaited at the end, and no unhandled rejection before.
  fed.catch((error: unknown) => writer.abort(error).catch(() => undefined))
  const reader = transform.readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    await fed
  } finally {
    // Whoever stops early lets the blocks go too: what is being written fails, and with it the loop above.
    await reader.cancel().catch(() => undefined)
  }
}

const platform = (format: CompressionFormat): Codec => ({
  encode: (blocks) => through(blocks, new CompressionStream(format)),
  decode: (blocks) => through(blocks, new DecompressionStream(format)),
})

/**
 * The codings of the platform: gzip and deflate by Compression Streams. `br` needs `@triptych/webob/encoding-node`,
 * whose `useNodeCodecs()` puts node:zlib in the place of all three.
 */
export const codecs: Map<ContentCoding, Codec> = new Map([
  ['gzip', platform('gzip')],
  ['deflate', platform('deflate')],
])

/** Deflate without its zlib wrapper, which some servers send in spite of RFC 9110 section 8.4.1.2. */
export const rawDeflate: Codec = platform('deflate-raw')

/**
 * A coding by its name.
 *
 * @throws RangeError when this platform lacks it
 * @example
 * assert.equal(typeof codec('gzip').encode, 'function')
 * assert.throws(() => codec('zip'), RangeError)
 */
export function codec(coding: string): Codec {
  const found = codecs.get(coding as ContentCoding)
  if (found) return found
  const hint = coding === 'br' ? ': call useNodeCodecs() of @triptych/webob/encoding-node' : ''
  throw new RangeError(
    `Expected one of ${[...codecs.keys()].join(', ')} as coding, got ${JSON.stringify(coding)}${hint}`,
  )
}

/**
 * A body in gzip, block by block. Python: `webob.response.gzip_app_iter`.
 *
 * @example
 * let size = 0
 * for await (const block of gzipAppIter([new Uint8Array(1000)])) size += block.length
 * assert.ok(size > 0 && size < 100)
 */
export function gzipAppIter(body: AppIter): AsyncIterable<Uint8Array> {
  return codec('gzip').encode(body)
}
