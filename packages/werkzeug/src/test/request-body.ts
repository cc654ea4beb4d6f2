import type { InputStream } from '@triptych/raw/gateway'
import { Input, NO_INPUT, blocksOf } from '@triptych/raw/input'

/** The bytes behind inputs that were made here, so that a request can be sent again. */
const sources: WeakMap<InputStream, Uint8Array> = new WeakMap([[NO_INPUT, new Uint8Array(0)]])

/**
 * An input over bytes that can be had again.
 *
 * @example
 * const input = inputOf(new Uint8Array(3))
 * await input.read()
 * assert.equal(bytesOf(input).length, 3)
 */
export function inputOf(bytes: Uint8Array): InputStream {
  const input = new Input(blocksOf(bytes))
  sources.set(input, bytes)
  return input
}

/**
 * All the bytes of an input that was made of them; nothing for a stream, whose bytes are gone once read.
 *
 * @example
 * import { Input } from '@triptych/raw/input'
 * assert.equal(bytesOf(new Input(async () => undefined)), undefined)
 */
export function bytesOf(input: InputStream): Uint8Array | undefined {
  return sources.get(input)
}
