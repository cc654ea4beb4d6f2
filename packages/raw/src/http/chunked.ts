import { HEXDIG, WS, skip } from './chars.ts'
import { checkFieldLimits, formatFields, readFieldLine } from './field-line.ts'
import type { FieldLimits } from './field-line.ts'
import { FieldError } from './field.ts'
import { latin1 } from './latin1.ts'
import type { Latin1 } from './latin1.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'
import { readQuoted } from './quoted-string.ts'
import { tokenEnd } from './token.ts'
import { mayBeTrailer } from './trailer.ts'
import { toBytes } from './utf8.ts'

/** Limits of the decoder; those of the fields are about the trailer section. */
export interface ChunkedOptions extends FieldLimits {
  /** Bytes of content, known from the sizes before they come. Default: no limit. */
  readonly maxBytes?: number
  /** Digits of one size, leading zeros included. Default: 16. */
  readonly maxSizeDigits?: number
  /** Bytes of all chunk extensions of the message together. Default: 16384. */
  readonly maxExtensionBytes?: number
  /** Status of syntax errors: 400 in a request (limits then have 413 and 431), 502 in a response. Default: 400. */
  readonly status?: 400 | 502
  /** See `HeadOptions.latin1`. Default: portable code. */
  readonly latin1?: Latin1
}

/** The default of {@link ChunkedOptions.maxExtensionBytes}. */
export const MAX_EXTENSION_BYTES = 16_384

const CR = 0x0d
const LF = 0x0a

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done'

/**
 * Reads content in chunked coding from the blocks of a connection, RFC 9112 section 7.1:
 *
 *     chunked-body    = *chunk last-chunk trailer-section CRLF
 *     chunk           = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 *     chunk-size      = 1*HEXDIG
 *     last-chunk      = 1*( "0" ) [ chunk-ext ] CRLF
 *     trailer-section = *( field-line CRLF )
 *
 * Nothing is forgiven: who reads a size, a line end or an extension another way than the next recipient smuggles.
 *
 * @example
 * const decoder = new ChunkedDecoder()
 * const bytes = new TextEncoder().encode('5;x=1\r\nhello\r\n0\r\nA: b\r\n\r\nGET')
 * const [data] = decoder.push(bytes)
 * assert.equal(new TextDecoder().decode(data), 'hello')
 * assert.equal(decoder.done, true)
 * assert.deepEqual(decoder.trailers, ['A', 'b'])
 * assert.equal(bytes.length - decoder.end, 3)
 */
export class ChunkedDecoder {
  /** Index in the block last pushed after the content; the length of the block as long as it is not {@link done}. */
  end = 0
  /** Name, value, name, value and so on of the trailer section; complete when {@link done}. */
  readonly trailers: string[] = []
  readonly #status: 400 | 502
  readonly #options: ChunkedOptions
  readonly #latin1: Latin1
  readonly #maxBytes: number
  readonly #maxLine: number
  #state: State = 'size'
  /** Bytes of the current chunk that are still to come; in `data-end` those of its line end. */
  #left = 0
  #total = 0
  #extensionBytes = 0
  #trailerBytes = 0
  /** An unfinished line. */
  #pending = ''

  constructor(options: ChunkedOptions = {}) {
    const { maxExtensionBytes = MAX_EXTENSION_BYTES, maxSizeDigits = 16 } = options
    this.#status = options.status ?? 400
    this.#options = options
    this.#latin1 = options.latin1 ?? latin1
    this.#maxBytes = options.maxBytes ?? Number.MAX_SAFE_INTEGER
    this.#maxLine = maxSizeDigits + maxExtensionBytes + 2
  }

  /** Whether the last line has come. If the connection ends before, the content is cut short. */
  get done(): boolean {
    return this.#state === 'done'
  }

  /**
   * Reads on.
   *
   * @param start where to begin in the block
   * @returns the content in it: views of the block, not copies
   * @throws MessageSyntaxError with the code `ERR_CHUNK_SIZE`, `ERR_CHUNK_EXTENSION`, `ERR_CHUNK_END` or `ERR_BARE_LF`, or
   * one of `readFieldLine`; MessageLimitError with `ERR_BODY_TOO_LARGE`, `ERR_CHUNK_HEADER_TOO_LARGE` or one of
   * `checkFieldLimits`. The connection has no further use then.
   */
  push(block: Uint8Array, start: number = 0): Uint8Array[] {
    const data: Uint8Array[] = []
    let at = start
    while (at < block.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const to = Math.min(at + this.#left, block.length)
        data.push(block.subarray(at, to))
        this.#left -= to - at
        at = to
        if (this.#left === 0) this.#endData()
      } else if (this.#state === 'data-end') {
        if (block[at] !== (this.#left === 2 ? CR : LF)) {
          throw this.#syntaxError(
            'ERR_CHUNK_END',
            '7.1',
            'Expected CR LF after the data of a chunk, got another byte',
          )
        }
        at++
        if (--this.#left === 0) this.#state = 'size'
      } else {
        at = this.#takeLine(block, at)
      }
    }
    this.end = at
    return data
  }

  #endData(): void {
    this.#state = 'data-end'
    this.#left = 2
  }

  /** Takes a line of sizes or trailers, or the part of it that has come. */
  #takeLine(block: Uint8Array, start: number): number {
    let end = start
    while (end < block.length && block[end] !== LF) end++
    const size = this.#pending.length + end - start
    // One byte may be the empty line at the end, which is no trailer.
    if (this.#state === 'trailer') this.#checkTrailers(size > 1 ? size : 0)
    else if (size > this.#maxLine) throw this.#headerTooLarge()
    const text = this.#pending + this.#latin1(block, start, end)
    if (end === block.length) {
      this.#pending = text
      return end
    }
    this.#pending = ''
    if (text.charCodeAt(text.length - 1) !== CR) {
      throw this.#syntaxError(
        'ERR_BARE_LF',
        '2.2',
        `Expected CR LF at the end of the line, got LF alone after ${excerpt(text)}`,
      )
    }
    if (this.#state === 'size') this.#sizeLine(text, text.length - 1)
    else this.#trailerLine(text, text.length - 1)
    return end + 1
  }

  #sizeLine(text: string, end: number): void {
    const { maxSizeDigits = 16, maxExtensionBytes = MAX_EXTENSION_BYTES } = this.#options
    const digits = skip(text, 0, HEXDIG, end)
    if (digits === 0 || (digits < end && !startsExtension(text, digits))) {
      throw this.#syntaxError(
        'ERR_CHUNK_SIZE',
        '7.1',
        `Expected a size of hexadecimal digits, got ${excerpt(text)}`,
      )
    }
    if (digits > maxSizeDigits) throw this.#headerTooLarge()
    if (digits < end) {
      this.#extensionBytes += end - digits
      if (this.#extensionBytes > maxExtensionBytes) throw this.#headerTooLarge()
      if (!isExtensions(text, digits, end)) {
        throw this.#syntaxError(
          'ERR_CHUNK_EXTENSION',
          '7.1.1',
          `Expected chunk extensions, got ${excerpt(text.slice(digits))}`,
        )
      }
    }
    this.#begin(Number.parseInt(text.slice(0, digits), 16))
  }

  #begin(size: number): void {
    if (size === 0) {
      this.#state = 'trailer'
      return
    }
    this.#total += size
    // Sums beyond what a number holds exactly are beyond every limit.
    if (this.#total > this.#maxBytes) {
      throw new MessageLimitError(
        this.#status === 400 ? 413 : 502,
        'ERR_BODY_TOO_LARGE',
        'RFC 9110 section 15.5.14',
        `Expected at most ${this.#maxBytes} bytes of content, got more`,
      )
    }
    this.#state = 'data'
    this.#left = size
  }

  #trailerLine(text: string, end: number): void {
    if (end === 0) {
      this.#state = 'done'
      return
    }
    this.#trailerBytes += end + 2
    readFieldLine(text, 0, end, this.trailers, this.#status, {})
    this.#checkTrailers(0)
  }

  #checkTrailers(size: number): void {
    const status = this.#status === 400 ? 431 : 502
    checkFieldLimits(this.trailers.length / 2, this.#trailerBytes + size, status, this.#options)
  }

  #syntaxError(code: string, section: string, message: string): MessageSyntaxError {
    return new MessageSyntaxError(this.#status, code, `RFC 9112 section ${section}`, message)
  }

  #headerTooLarge(): MessageLimitError {
    const { maxSizeDigits = 16, maxExtensionBytes = MAX_EXTENSION_BYTES } = this.#options
    return new MessageLimitError(
      this.#status === 400 ? 413 : 502,
      'ERR_CHUNK_HEADER_TOO_LARGE',
      'RFC 9112 section 7.1.1',
      `Expected sizes of at most ${maxSizeDigits} digits and ${maxExtensionBytes} bytes of extensions in all, got more`,
    )
  }
}

function startsExtension(text: string, at: number): boolean {
  return text.charCodeAt(skip(text, at, WS)) === 0x3b
}

/**
 * RFC 9112 section 7.1.1: `chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )`, the name a token,
 * the value a token or a quoted string. No blank may stand at the end.
 */
function isExtensions(text: string, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    at = skip(text, at, WS, end)
    if (at === end || text.charCodeAt(at) !== 0x3b) return false
    const name = skip(text, at + 1, WS, end)
    at = tokenEnd(text, name)
    if (at === name) return false
    const equals = skip(text, at, WS, end)
    if (text.charCodeAt(equals) !== 0x3d) continue
    const value = skip(text, equals + 1, WS, end)
    const quoted = text.charCodeAt(value) === 0x22
    at = quoted ? (readQuoted(text, value)?.end ?? value) : tokenEnd(text, value)
    if (at === value) return false
  }
  return true
}

/**
 * Writes the line before the data of a chunk, one character for each byte. The data and CR LF follow it.
 *
 * @param size bytes of the data; not 0, which would end the content
 * @throws RangeError for another size
 * @example
 * assert.equal(formatChunkSize(255), 'ff\r\n')
 */
export function formatChunkSize(size: number): string {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError(`Expected a size of at least 1, got ${size}`)
  return `${size.toString(16)}\r\n`
}

/** What follows the last chunk of content without trailers. */
export const LAST_CHUNK = '0\r\n\r\n'

/**
 * Writes the end of chunked content, one character for each byte.
 *
 * @param trailers pairs
 * @throws FieldError for a field that cannot be sent, or not there, such as Content-Length
 * @example
 * assert.equal(formatLastChunk([['Digest', 'a']]), '0\r\nDigest: a\r\n\r\n')
 */
export function formatLastChunk(trailers: Iterable<readonly [name: string, value: string]>): string {
  const fields = [...trailers]
  const misplaced = fields.find(([name]) => !mayBeTrailer(name))
  if (misplaced) throw new FieldError(`Expected a field that may follow the content, got ${misplaced[0]}`)
  return `0\r\n${formatFields(fields)}\r\n`
}

/**
 * A block of content as a chunk, in one piece; nothing for an empty block, which would end the content.
 *
 * @example
 * assert.equal(new TextDecoder().decode(encodeChunk(new TextEncoder().encode('hello'))), '5\r\nhello\r\n')
 */
export function encodeChunk(data: Uint8Array): Uint8Array {
  if (data.length === 0) return data
  const size = toBytes(formatChunkSize(data.length))
  const chunk = new Uint8Array(size.length + data.length + 2)
  chunk.set(size)
  chunk.set(data, size.length)
  chunk[chunk.length - 2] = CR
  chunk[chunk.length - 1] = LF
  return chunk
}
