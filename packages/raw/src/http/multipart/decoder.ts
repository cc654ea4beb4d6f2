import { latin1 } from '../latin1.ts'
import type { Latin1 } from '../latin1.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from '../message-error.ts'
import { isBoundary } from './boundary.ts'
import { Delimiter } from './delimiter.ts'
import { parsePartDisposition, readPartHeader } from './part-headers.ts'

/** The beginning of a part. */
export interface PartBegin {
  readonly type: 'part'
  /** Name and value pairs, one character for each byte. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Name of the field; `undefined` only with {@link MultipartLeniency.unnamedParts}. */
  readonly name: string | undefined
  /** Name of the file as sent, perhaps a path; `undefined` when the part is a plain field. */
  readonly filename: string | undefined
  /** Value of its Content-Type, `undefined` when there is none. */
  readonly contentType: string | undefined
}

/** Bytes of the part, or of what stands before and after all parts and means nothing; a view of the block, no copy. */
export interface MultipartData {
  readonly type: 'data' | 'preamble' | 'epilogue'
  readonly data: Uint8Array
}

/** The end of the part, or of all parts. */
export interface MultipartEnd {
  readonly type: 'part-end' | 'end'
}

/** What the decoder found, in order: `preamble`*, then for each part `part`, `data`*, `part-end`; `end`; `epilogue`*. */
export type MultipartEvent = PartBegin | MultipartData | MultipartEnd

/** How much is read before the body is refused. */
export interface MultipartLimits {
  /** Number of parts. Default: 1000. */
  readonly maxParts?: number
  /** Header lines of one part. Default: 32. */
  readonly maxHeaders?: number
  /** Bytes of the header lines of one part. Default: 16384. */
  readonly maxHeaderBytes?: number
  /** Bytes of the value of a part that is no file, and so is likely kept in memory. Default: 1048576. */
  readonly maxValueBytes?: number
  /** Bytes before the first boundary. Default: 65536. */
  readonly maxPreambleBytes?: number
  /** Bytes of the whole body. Default: no limit. */
  readonly maxBytes?: number
}

/** What may be forgiven; off unless asked for. */
export interface MultipartLeniency {
  /** Take LF alone and CR alone as line ends, as Werkzeug does. Default: false. */
  readonly bareLineEnds?: boolean
  /** Take header lines that are none (see `readPartHeader`). Default: false. */
  readonly looseHeaders?: boolean
  /** Take parts that are not `form-data` or have no name. Default: false. */
  readonly unnamedParts?: boolean
  /** Take a first boundary in the middle of a line. Default: false. */
  readonly unanchoredStart?: boolean
  /** Take up to 200 visible ASCII characters and blanks as boundary. Default: false. */
  readonly anyBoundary?: boolean
  /** Take the end of the body for the end of the last part. Default: false. */
  readonly missingEnd?: boolean
}

/** Limits, leniencies, and the decoder of header lines. */
export interface MultipartOptions extends MultipartLimits, MultipartLeniency {
  /** See `HeadOptions.latin1`. Default: portable code. */
  readonly latin1?: Latin1
}

const EMPTY = new Uint8Array(0)
const PART_END: MultipartEnd = Object.freeze({ type: 'part-end' })
const END: MultipartEnd = Object.freeze({ type: 'end' })
const CR = 0x0d
const LF = 0x0a

const DEFAULTS: Required<MultipartLimits> = {
  maxParts: 1000,
  maxHeaders: 32,
  maxHeaderBytes: 16_384,
  maxValueBytes: 1_048_576,
  maxPreambleBytes: 65_536,
  maxBytes: Number.POSITIVE_INFINITY,
}

type State = 'preamble' | 'headers' | 'data' | 'epilogue'

/**
 * Reads multipart/form-data (RFC 7578; RFC 2046 section 5.1.1) block by block:
 *
 *     multipart-body = [ preamble CRLF ] dash-boundary transport-padding CRLF body-part
 *                      *( delimiter body-part ) close-delimiter [ transport-padding CRLF epilogue ]
 *     body-part      = *( field-line CRLF ) [ CRLF *OCTET ]
 *
 * A line that begins with the boundary but goes on with anything else is content.
 *
 * @example
 * const decoder = new MultipartDecoder('b')
 * const body = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--b--\r\n'
 * const events = decoder.push(new TextEncoder().encode(body))
 * assert.deepEqual(events.map((event) => event.type), ['part', 'data', 'part-end', 'end', 'epilogue'])
 * assert.deepEqual(decoder.finish(), [])
 */
export class MultipartDecoder {
  readonly #delimiter: Delimiter
  readonly #options: MultipartOptions
  readonly #limits: Required<MultipartLimits>
  readonly #latin1: Latin1
  readonly #bare: boolean
  #state: State = 'preamble'
  /** Bytes that may be the beginning of a delimiter. */
  #carry: Uint8Array = EMPTY
  /** Whether the next byte is the first of a line although no line end stands before it in the content. */
  #lineStart = true
  /** Whether a line feed that comes next belongs to a carriage return which ended a line. */
  #afterCr = false
  /** An unfinished header line. */
  #pending = ''
  #fields: string[] = []
  #isFile = false
  #bytes = 0
  #preambleBytes = 0
  #parts = 0
  #headerBytes = 0
  #valueBytes = 0

  /**
   * @param boundary as Content-Type names it, see `multipartBoundary`
   * @throws TypeError for a boundary that cannot be one
   */
  constructor(boundary: string, options: MultipartOptions = {}) {
    const fits = options.anyBoundary === true ? /^[ -~]{0,199}[!-~]$/.test(boundary) : isBoundary(boundary)
    if (!fits)
      throw new TypeError(`Expected a boundary of 1 to 70 characters, got ${JSON.stringify(boundary)}`)
    this.#bare = options.bareLineEnds === true
    this.#delimiter = new Delimiter(boundary, this.#bare)
    this.#options = options
    this.#limits = { ...DEFAULTS, ...options }
    this.#latin1 = options.latin1 ?? latin1
  }

  /** Whether the last boundary has come. If the body ends before, it is cut short. */
  get complete(): boolean {
    return this.#state === 'epilogue'
  }

  /**
   * Reads on.
   *
   * @returns what was found; bytes are views of the block, so keep them only if the block is not written to again
   * @throws MessageLimitError (status 413) with the code `ERR_MULTIPART_BYTES`, `..._PARTS`, `..._HEADERS`, `..._VALUE` or
   * `..._PREAMBLE`; MessageSyntaxError (status 400) with `ERR_MULTIPART_NAME`, `ERR_BARE_LF` or one of `readFieldLine`
   */
  push(block: Uint8Array): MultipartEvent[] {
    this.#bytes += block.length
    if (this.#bytes > this.#limits.maxBytes) throw limitError('BYTES', this.#limits.maxBytes, 'bytes')
    const bytes = this.#carry.length === 0 ? block : joined(this.#carry, block)
    this.#carry = EMPTY
    const events: MultipartEvent[] = []
    let at = 0
    while (at < bytes.length) {
      if (this.#afterCr) {
        this.#afterCr = false
        if (bytes[at] === LF && ++at === bytes.length) break
      }
      if (this.#state === 'headers') at = this.#takeHeader(bytes, at, events)
      else if (this.#state === 'epilogue') {
        events.push({ type: 'epilogue', data: bytes.subarray(at) })
        at = bytes.length
      } else at = this.#takeContent(bytes, at, events)
    }
    return events
  }

  /**
   * Says that the body has ended.
   *
   * @returns the events of a last part without its boundary, with {@link MultipartLeniency.missingEnd}; else none
   * @throws MessageSyntaxError with the code `ERR_MULTIPART_TRUNCATED`
   */
  finish(): MultipartEvent[] {
    if (this.#state === 'epilogue') return []
    if (this.#state !== 'data' || this.#options.missingEnd !== true) {
      throw syntaxError('ERR_MULTIPART_TRUNCATED', 'Expected a closing boundary, got the end of the body')
    }
    const events: MultipartEvent[] = []
    this.#emit(this.#carry, 0, this.#carry.length, events)
    this.#carry = EMPTY
    this.#state = 'epilogue'
    events.push(PART_END, END)
    return events
  }

  /** Takes the content of a part, or the preamble, up to the next delimiter or to where one may begin. */
  #takeContent(bytes: Uint8Array, from: number, events: MultipartEvent[]): number {
    const delimiter = this.#delimiter
    const anchored = this.#state === 'data' || this.#options.unanchoredStart !== true
    let search = from
    for (;;) {
      let start = search
      if (!this.#lineStart) {
        start = delimiter.find(bytes, search, anchored)
        if (start < 0) return this.#hold(bytes, from, delimiter.tail(bytes, search, anchored), events)
      }
      const contentEnd = start - delimiter.breakLength(bytes, from, start)
      const kind = delimiter.kind(bytes, start)
      // At the start of a line `from` is kept, so that nothing is lost of what then turns out to be content.
      if (kind === 'unknown') return this.#hold(bytes, from, contentEnd, events)
      this.#lineStart = false
      if (kind !== 'none') {
        this.#emit(bytes, from, contentEnd, events)
        this.#leave(kind === 'close', events)
        return delimiter.after
      }
      // A boundary holds no line end, so the next delimiter can begin behind this one at the earliest.
      search = start
    }
  }

  /** Gives out the content before an index and keeps the rest until more has come. */
  #hold(bytes: Uint8Array, from: number, until: number, events: MultipartEvent[]): number {
    this.#emit(bytes, from, until, events)
    if (until < bytes.length) this.#carry = new Uint8Array(bytes.subarray(until))
    return bytes.length
  }

  #emit(bytes: Uint8Array, from: number, until: number, events: MultipartEvent[]): void {
    const size = until - from
    if (size === 0) return
    const isPreamble = this.#state === 'preamble'
    if (isPreamble) {
      this.#preambleBytes += size
      const { maxPreambleBytes } = this.#limits
      if (this.#preambleBytes > maxPreambleBytes)
        throw limitError('PREAMBLE', maxPreambleBytes, 'bytes before the first boundary')
    } else if (!this.#isFile) {
      this.#valueBytes += size
      const { maxValueBytes } = this.#limits
      if (this.#valueBytes > maxValueBytes) throw limitError('VALUE', maxValueBytes, 'bytes in a field')
    }
    const data = from === 0 && until === bytes.length ? bytes : bytes.subarray(from, until)
    events.push({ type: isPreamble ? 'preamble' : 'data', data })
  }

  #leave(closed: boolean, events: MultipartEvent[]): void {
    if (this.#state === 'data') events.push(PART_END)
    if (closed) {
      events.push(END)
      this.#state = 'epilogue'
      return
    }
    if (++this.#parts > this.#limits.maxParts) throw limitError('PARTS', this.#limits.maxParts, 'parts')
    this.#state = 'headers'
    this.#headerBytes = 0
    this.#fields = []
    this.#afterCr = this.#delimiter.afterCr
  }

  /** Takes one header line, or the part of it that has come. */
  #takeHeader(bytes: Uint8Array, start: number, events: MultipartEvent[]): number {
    const { maxHeaderBytes, maxHeaders } = this.#limits
    const limit = Math.min(bytes.length, start + maxHeaderBytes - this.#headerBytes + 1)
    let end = start
    while (end < limit && bytes[end] !== LF && !(this.#bare && bytes[end] === CR)) end++
    this.#headerBytes += end - start + 1
    if (this.#headerBytes > maxHeaderBytes + 1)
      throw limitError('HEADERS', maxHeaderBytes, 'bytes of headers in a part')
    let line = this.#latin1(bytes, start, end)
    if (this.#pending !== '') line = this.#pending + line
    if (end === bytes.length) {
      this.#headerBytes--
      this.#pending = line
      return end
    }
    this.#pending = ''
    if (bytes[end] === CR) this.#afterCr = true
    else if (line.charCodeAt(line.length - 1) === CR) line = line.slice(0, -1)
    else if (!this.#bare) {
      throw new MessageSyntaxError(
        400,
        'ERR_BARE_LF',
        'RFC 2046 section 4.1.1',
        `Expected CR LF at the end of the line, got LF alone after ${excerpt(line)}`,
      )
    }
    if (line === '') this.#begin(events)
    else {
      readPartHeader(line, this.#fields, this.#options.looseHeaders === true)
      if (this.#fields.length > 2 * maxHeaders) throw limitError('HEADERS', maxHeaders, 'headers in a part')
    }
    return end + 1
  }

  #begin(events: MultipartEvent[]): void {
    const fields = this.#fields
    const headers: [string, string][] = []
    let disposition: string | undefined
    let contentType: string | undefined
    for (let at = 0; at < fields.length; at += 2) {
      const name = fields[at]!
      const value = fields[at + 1]!
      headers.push([name, value])
      if (name.length === 19 && name.toLowerCase() === 'content-disposition') disposition ??= value
      else if (name.length === 12 && name.toLowerCase() === 'content-type') contentType ??= value
    }
    const { type, name, filename } = parsePartDisposition(disposition ?? '')
    if ((type !== 'form-data' || name === undefined) && this.#options.unnamedParts !== true) {
      const found = disposition === undefined ? 'none' : excerpt(disposition)
      throw syntaxError(
        'ERR_MULTIPART_NAME',
        `Expected a Content-Disposition of form-data with a name, got ${found}`,
      )
    }
    this.#state = 'data'
    this.#lineStart = true
    this.#isFile = filename !== undefined
    this.#valueBytes = 0
    events.push({ type: 'part', headers, name, filename, contentType })
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

function syntaxError(code: string, message: string): MessageSyntaxError {
  const rule = code === 'ERR_MULTIPART_NAME' ? 'RFC 7578 section 4.2' : 'RFC 2046 section 5.1.1'
  return new MessageSyntaxError(400, code, rule, message)
}

function limitError(what: string, limit: number, unit: string): MessageLimitError {
  const message = `Expected at most ${limit} ${unit}, got more`
  return new MessageLimitError(413, `ERR_MULTIPART_${what}`, 'RFC 9110 section 15.5.14', message)
}
