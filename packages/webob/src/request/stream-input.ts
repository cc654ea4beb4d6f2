import { Input } from '@triptych/raw/input'

/**
 * A stream of blocks as the input of an environ; nothing is read before the input is.
 *
 * @example
 * const input = streamInput(new Blob(['hello']).stream())
 * assert.equal(new TextDecoder().decode(await input.read(4)), 'hell')
 */
export function streamInput(blocks: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): Input {
  // Every platform that this runs on can iterate its streams; the types of the DOM do not say so yet.
  const iterator = (blocks as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  return new Input(async () => {
    const { done, value } = await iterator.next()
    return done ? undefined : value
  })
}
