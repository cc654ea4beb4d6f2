import { Delimiter } from '@triptych/raw/http'
import { RequestEntityTooLarge } from '../../exceptions/client-errors.ts'
import { GrowingBuffer } from '../../growing-buffer.ts'
import { Data, Epilogue, NEED_DATA, Preamble } from './events.ts'
import type { MultipartEvent } from './events.ts'
import { readPartHead } from './part-head.ts'

/**
 * What a decoder or encoder stands at, `werkzeug.sansio.multipart.State`.
 *
 * @example
 * assert.equal(new MultipartDecoder('b').state, State.PREAMBLE)
 */
export const State: {
  readonly PREAMBLE: 'preamble'
  readonly PART: 'part'
  readonly DATA_START: 'data-start'
  readonly DATA: 'data'
  readonly EPILOGUE: 'epilogue'
  readonly COMPLETE: 'complete'
} = Object.freeze({
  PREAMBLE: 'preamble',
  PART: 'part',
  DATA_START: 'data-start',
  DATA: 'data',
  EPILOGUE: 'epilogue',
  COMPLETE: 'complete',
})

/** One of the states. */
export type State = (typeof State)[keyof typeof State]

/**
 * What ends a line: CR LF by RFC 7578, but Werkzeug takes each of the two alone as well. Python: `LINE_BREAK`.
 *
 * @example
 * assert.equal(LINE_BREAK.source, '\\r\\n|\\n|\\r')
 */
export const LINE_BREAK: RegExp = /\r\n|\n|\r/

/**
 * So many bytes before the end of what has come may be the beginning of what is looked for. Python: `SEARCH_EXTRA_LENGTH`.
 *
 * @example
 * assert.equal(SEARCH_EXTRA_LENGTH, 8)
 */
export const SEARCH_EXTRA_LENGTH = 8

/** Limits of {@link MultipartDecoder}. */
export interface MultipartDecoderOptions {
  /** The most bytes that may wait to be read at once, what is pushed included; `null` (the default) for no limit. */
  readonly maxFormMemorySize?: number | null
  /** The most parts; `null` (the default) for no limit. */
  readonly maxParts?: number | null
  /** The most bytes of the header of one part, before the first boundary, or behind the last. Default: 65536. */
  readonly maxHeldSize?: number
}

/** What a boundary, its blanks and its line ends can add to what is held. */
const LINE_SIZE = 512

const CR = 0x0d
const LF = 0x0a
/** What RFC 2046 calls transport padding, as Werkzeug takes it. */
const isPadding = (code: number | undefined): boolean =>
  code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c

const asciiOf = (boundary: Uint8Array | string): string =>
  typeof boundary === 'string' ? boundary : String.fromCharCode(...boundary.subarray(0, 201))

/**
 * Reads a multipart body without doing any input or output, `werkzeug.sansio.multipart.MultipartDecoder`: bytes go in by
 * {@link receiveData}, events come out of {@link nextEvent}. CR and LF alone end lines, too. How the body was cut into
 * blocks makes no difference to what comes out, but for how the content of a part is cut.
 *
 * @example
 * const decoder = new MultipartDecoder('b')
 * const body = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--b--\r\n'
 * decoder.receiveData(new TextEncoder().encode(body))
 * decoder.receiveData(null)
 * const types = []
 * do types.push(decoder.nextEvent().type)
 * while (types.at(-1) !== 'epilogue')
 * assert.deepEqual(types, ['preamble', 'field', 'data', 'epilogue'])
 */
export class MultipartDecoder {
  /** Whether all bytes have come. */
  complete = false
  /** Where the decoder stands. */
  state: State = State.PREAMBLE
  /** See {@link MultipartDecoderOptions}. */
  readonly maxFormMemorySize: number | null
  /** See {@link MultipartDecoderOptions}. */
  readonly maxParts: number | null
  readonly #maxHeldSize: number
  readonly #delimiter: Delimiter
  readonly #buffer = new GrowingBuffer()
  /** How many of the bytes that wait have been searched. */
  #searched = 0
  /** A line feed that comes next belongs to the carriage return before it. */
  #afterCr = false
  #parts = 0
  #headSize = 0

  /**
   * @param boundary as Content-Type names it
   * @throws TypeError unless it has 1 to 200 printable ASCII characters
   */
  constructor(boundary: Uint8Array | string, options: MultipartDecoderOptions = {}) {
    const text = asciiOf(boundary)
    if (!/^[ -~]{1,200}$/.test(text)) {
      throw new TypeError(
        `Expected a boundary of 1 to 200 printable ASCII characters, got ${JSON.stringify(text)}`,
      )
    }
    this.#delimiter = new Delimiter(text, true)
    this.maxFormMemorySize = options.maxFormMemorySize ?? null
    this.maxParts = options.maxParts ?? null
    this.#maxHeldSize = options.maxHeldSize ?? 65_536
  }

  /** Bytes of the header of the part that came last. */
  get headSize(): number {
    return this.#headSize
  }

  /**
   * Takes bytes, or `null` at the end of the body. The bytes are not copied where that can be avoided, and events are views
   * of them.
   *
   * @throws RequestEntityTooLarge (413) when more bytes wait than `maxFormMemorySize`
   */
  receiveData(data: Uint8Array | null): void {
    if (data === null) {
      this.complete = true
      return
    }
    const limit = this.maxFormMemorySize
    if (limit !== null && this.#buffer.waiting + data.length > limit) {
      throw tooLarge(`${limit} bytes at once`, 'maxFormMemorySize')
    }
    this.#buffer.push(data)
  }

  /**
   * What comes next; {@link NEED_DATA} when more bytes are needed to tell.
   *
   * @throws SyntaxError when a part cannot be read, or the body ends before its last boundary; RequestEntityTooLarge (413)
   * beyond the limits
   */
  nextEvent(): MultipartEvent {
    const event = this.#read()
    if (event === NEED_DATA && this.complete) {
      throw new SyntaxError(`Expected a closing boundary, got the end of the form (state: ${this.state})`)
    }
    return event
  }

  #read(): MultipartEvent {
    switch (this.state) {
      case State.DATA:
      case State.DATA_START:
        return this.#readData()
      case State.PART:
        return this.#readHead()
      case State.PREAMBLE:
        return this.#readPreamble()
      case State.EPILOGUE:
        return this.#readEpilogue()
      default:
        return NEED_DATA
    }
  }

  /** The first boundary may stand anywhere, also within a line. */
  #readPreamble(): MultipartEvent {
    const { bytes, at } = this.#buffer
    const delimiter = this.#delimiter
    let search = at + this.#searched
    for (;;) {
      const start = delimiter.find(bytes, search, false)
      const kind = start < 0 ? 'unknown' : delimiter.kind(bytes, start)
      if (kind === 'none') {
        search = start + 1
        continue
      }
      if (kind === 'unknown') {
        this.#hold(
          (start < 0 ? delimiter.tail(bytes, search, false) : start) - at,
          'before its first boundary',
        )
        return NEED_DATA
      }
      const until = start - delimiter.breakLength(bytes, at, start)
      if (until - at > this.#maxHeldSize)
        throw tooLarge(`${this.#maxHeldSize} bytes before its first boundary`, 'maxHeldSize')
      this.#leave(kind === 'close')
      return new Preamble(bytes.subarray(at, until))
    }
  }

  /** Remembers how far has been searched, and that not too much waits. */
  #hold(searched: number, where: string): void {
    this.#searched = searched
    if (this.#buffer.waiting > this.#maxHeldSize + LINE_SIZE)
      throw tooLarge(`${this.#maxHeldSize} bytes ${where}`, 'maxHeldSize')
  }

  /** Goes on behind the boundary that the delimiter has just found. */
  #leave(closes: boolean): void {
    this.#buffer.at = this.#delimiter.after
    this.#searched = 0
    this.#afterCr = !closes && this.#delimiter.afterCr
    this.state = closes ? State.EPILOGUE : State.PART
  }

  /** Whether more bytes are needed to see if a line feed comes after a carriage return. */
  #skipLineFeed(): boolean {
    const buffer = this.#buffer
    if (!this.#afterCr) return false
    if (buffer.waiting === 0) return true
    this.#afterCr = false
    if (buffer.bytes[buffer.at] === LF) buffer.at++
    return false
  }

  /**
   * The header ends with two line ends of the same kind. Without any field there is no Content-Disposition, so that it may
   * end at once.
   */
  #readHead(): MultipartEvent {
    if (this.#skipLineFeed()) return NEED_DATA
    const { bytes, at, end } = this.#buffer
    if (at < end && (bytes[at] === CR || bytes[at] === LF)) return readPartHead(bytes.subarray(at, at))
    let search = at + this.#searched
    for (; search < end; search++) {
      const code = bytes[search]
      if (code === LF ? bytes[search + 1] === LF : code === CR && doubled(bytes, search)) break
    }
    if (search >= end) {
      this.#hold(Math.max(0, end - at - SEARCH_EXTRA_LENGTH), 'in the header of a part')
      return NEED_DATA
    }
    this.#headSize = search - at
    if (this.#headSize > this.#maxHeldSize)
      throw tooLarge(`${this.#maxHeldSize} bytes in the header of a part`, 'maxHeldSize')
    const head = readPartHead(bytes.subarray(at, search))
    const isCrLf = bytes[search] === CR && bytes[search + 1] === LF
    this.#buffer.at = search + (isCrLf ? 4 : 2)
    this.#afterCr = !isCrLf && bytes[search] === CR
    this.#searched = 0
    this.state = State.DATA_START
    if (this.maxParts !== null && ++this.#parts > this.maxParts)
      throw tooLarge(`${this.maxParts} parts`, 'maxParts')
    return head
  }

  #readData(): MultipartEvent {
    if (this.#skipLineFeed()) return NEED_DATA
    const { bytes, at } = this.#buffer
    const delimiter = this.#delimiter
    let search = at
    for (;;) {
      let start = search
      // The empty line after the header may be the line end that belongs to the boundary.
      if (this.state === State.DATA) {
        start = delimiter.find(bytes, search)
        if (start < 0) return this.#content(delimiter.tail(bytes, search))
      }
      const until = start - delimiter.breakLength(bytes, at, start)
      const kind = delimiter.kind(bytes, start)
      if (kind === 'unknown') return this.#content(until)
      this.state = State.DATA
      if (kind !== 'none') {
        this.#leave(kind === 'close')
        return new Data(bytes.subarray(at, until), false)
      }
      search = start
    }
  }

  /** The content up to an index; what follows may belong to a boundary. */
  #content(until: number): MultipartEvent {
    const { bytes, at } = this.#buffer
    if (until === at) return NEED_DATA
    this.#buffer.at = until
    return new Data(bytes.subarray(at, until), true)
  }

  /** It is given out whole, without what still belongs to the line of the last boundary. */
  #readEpilogue(): MultipartEvent {
    const { bytes, at, end } = this.#buffer
    if (!this.complete) {
      this.#hold(0, 'behind its last boundary')
      return NEED_DATA
    }
    let start = at
    while (start < end && isPadding(bytes[start])) start++
    if (bytes[start] === CR && bytes[start + 1] === LF) start += 2
    else if (start < end && (bytes[start] === CR || bytes[start] === LF)) start++
    this.state = State.COMPLETE
    return new Epilogue(bytes.subarray(start, end))
  }
}

/** Whether the line end that begins with a carriage return comes twice: `\r\r` or `\r\n\r\n`. */
function doubled(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1]
  return next === CR || (next === LF && bytes[at + 2] === CR && bytes[at + 3] === LF)
}

function tooLarge(most: string, limit: string): RequestEntityTooLarge {
  return new RequestEntityTooLarge(`The form has more than ${most}, the most that is accepted (${limit}).`)
}
