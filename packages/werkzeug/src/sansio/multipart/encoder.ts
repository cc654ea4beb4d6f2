import { formatFormDataDisposition, toBytes } from '@triptych/raw/http'
import type { MultipartEvent } from './events.ts'
import { State } from './decoder.ts'

const text = new TextEncoder()

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/**
 * Writes a multipart body event by event, `werkzeug.sansio.multipart.MultipartEncoder`. Names and file names go out as
 * browsers send them, with `%22`, `%0D` and `%0A` for what would end them (the original writes them as they are).
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * import { Data, Epilogue, Field, Preamble } from '@triptych/werkzeug/sansio/multipart'
 * const encoder = new MultipartEncoder('b')
 * const write = (event) => new TextDecoder().decode(encoder.sendEvent(event))
 * assert.equal(write(new Preamble(new Uint8Array(0))), '')
 * assert.equal(
 *   write(new Field('a"b', new Headers())),
 *   '\r\n--b\r\nContent-Disposition: form-data; name="a%22b"\r\n',
 * )
 * assert.equal(write(new Data(new TextEncoder().encode('1'), false)), '\r\n1')
 * assert.equal(write(new Epilogue(new Uint8Array(0))), '\r\n--b--\r\n')
 */
export class MultipartEncoder {
  /** What parts the parts, one character for each byte. */
  readonly boundary: string
  /** Where the encoder stands. */
  state: State = State.PREAMBLE
  /** Whether the empty line after the header is still to be written. */
  #atHead = false

  constructor(boundary: Uint8Array | string) {
    this.boundary = typeof boundary === 'string' ? boundary : String.fromCharCode(...boundary)
  }

  /**
   * The bytes of an event.
   *
   * @throws SyntaxError when the event cannot come here; TypeError for a name with NUL
   */
  sendEvent(event: MultipartEvent): Uint8Array {
    const { state } = this
    switch (event.type) {
      case 'preamble':
        if (state !== State.PREAMBLE) break
        this.state = State.PART
        return event.data
      case 'field':
      case 'file': {
        if (state !== State.PREAMBLE && state !== State.PART && state !== State.DATA) break
        const filename = event.type === 'file' ? event.filename : undefined
        const disposition = formatFormDataDisposition(event.name ?? '', filename)
        let fields = ''
        for (const [name, value] of event.headers) {
          if (name.toLowerCase() !== 'content-disposition') fields += `${name}: ${value}\r\n`
        }
        this.state = State.DATA_START
        this.#atHead = true
        const head = toBytes(`\r\n--${this.boundary}\r\nContent-Disposition: ${disposition}\r\n`)
        return joined(head, text.encode(fields))
      }
      case 'data':
        if (state !== State.DATA && state !== State.DATA_START) break
        this.state = State.DATA
        // The line end of an empty part is that of the boundary.
        if (!this.#atHead || event.data.length === 0) return event.data
        this.#atHead = false
        return joined(Uint8Array.of(0x0d, 0x0a), event.data)
      case 'epilogue':
        this.state = State.COMPLETE
        return joined(toBytes(`\r\n--${this.boundary}--\r\n`), event.data)
      case 'need-data':
    }
    throw new SyntaxError(`Expected an event that may follow ${state}, got ${event.type}`)
  }
}
