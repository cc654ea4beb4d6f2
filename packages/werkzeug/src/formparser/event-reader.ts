import type { InputStream } from '@triptych/raw/gateway'
import type { Data, Epilogue, Field, File, Preamble } from '../sansio/multipart/events.ts'
import { NEED_DATA } from '../sansio/multipart/events.ts'
import type { MultipartDecoder } from '../sansio/multipart/decoder.ts'

/** What comes out of a form; a decoder's need for bytes is met here. */
export type FormEvent = Preamble | Field | File | Data | Epilogue

/**
 * Reads a stream through a decoder, no faster than events are asked for. Events that need no more bytes come without a
 * promise: most forms come in one block.
 *
 * @example
 * import { blocksOf, Input } from '@triptych/raw/input'
 * import { MultipartDecoder } from '@triptych/werkzeug/sansio/multipart'
 * const stream = new Input(blocksOf(new TextEncoder().encode('--b--')))
 * const reader = new EventReader(stream, new MultipartDecoder('b'))
 * assert.equal((await reader.next()).type, 'preamble')
 * assert.equal((await reader.next()).type, 'epilogue')
 */
export class EventReader {
  readonly #blocks: AsyncIterator<Uint8Array>
  readonly #decoder: MultipartDecoder

  constructor(stream: InputStream, decoder: MultipartDecoder) {
    this.#blocks = stream[Symbol.asyncIterator]()
    this.#decoder = decoder
  }

  /**
   * The next event, the last of which is an `Epilogue`.
   *
   * @throws what the decoder and the stream throw
   */
  next(): FormEvent | Promise<FormEvent> {
    const event = this.#decoder.nextEvent()
    return event === NEED_DATA ? this.#more() : (event as FormEvent)
  }

  async #more(): Promise<FormEvent> {
    for (;;) {
      const { done, value } = await this.#blocks.next()
      this.#decoder.receiveData(done === true ? null : value)
      const event = this.#decoder.nextEvent()
      if (event !== NEED_DATA) return event as FormEvent
    }
  }

  /** Says that no more is read. */
  async close(): Promise<void> {
    await this.#blocks.return?.()
  }
}
