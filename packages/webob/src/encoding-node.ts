import { Readable } from 'node:stream'
import type { Transform } from 'node:stream'
import {
  constants,
  createBrotliCompress,
  createBrotliDecompress,
  createDeflate,
  createGunzip,
  createGzip,
  createInflate,
} from 'node:zlib'
import { codecs, type Codec } from './response/codecs.ts'

const through = (encoder: () => Transform, decoder: () => Transform): Codec => ({
  encode: (blocks) => pipe(blocks, encoder()),
  decode: (blocks) => pipe(blocks, decoder()),
})

/** Blocks through a transform of Node's; an error of either side is thrown, and both are closed. */
async function* pipe(
  blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array, void> {
  const source = Readable.from(blocks, { objectMode: true })
  source.on('error', (error) => transform.destroy(error))
  source.pipe(transform)
  try {
    for await (const block of transform) yield block as Uint8Array
  } finally {
    source.destroy()
    transform.destroy()
  }
}

/**
 * Puts gzip, deflate and br of node:zlib in the place of the platform's codings, for every response of the process: faster,
 * and the only one of the two with br.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * useNodeCodecs()
 * const response = new Response('a'.repeat(1000))
 * await response.encodeContent('br')
 * assert.equal(response.contentEncoding, 'br')
 * await response.decodeContent()
 * assert.equal((await response.text()).length, 1000)
 */
export function useNodeCodecs(): void {
  codecs.set('gzip', through(createGzip, createGunzip))
  codecs.set('deflate', through(createDeflate, createInflate))
  // Quality 11 is Node's default and a hundred times slower; 5 is what servers use for what they make on the way.
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  codecs.set(
    'br',
    through(
      () => createBrotliCompress(quality),
      () => createBrotliDecompress(),
    ),
  )
}
