import { FIELD, is } from './chars.ts'
import { MAX_FIELDS, MAX_FIELD_BYTES, checkFieldLimits, readFieldLine } from './field-line.ts'
import type { FieldLeniency, FieldLimits } from './field-line.ts'
import { latin1 } from './latin1.ts'
import type { Latin1 } from './latin1.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'

/** Limits, leniencies and the text decoder that request and response heads have in common. */
export interface HeadOptions extends FieldLimits, FieldLeniency {
  /** Bytes of the first line without its line end. Default: 8192. */
  readonly maxLineBytes?: number
  /** Empty lines that may come before the first line (RFC 9112 section 2.2). Default: 1. */
  readonly maxLeadingLines?: number
  /**
   * A faster decoder where the platform has one; on Node `(block, start, end) => block.latin1Slice(start, end)` for
   * Buffers. Not `TextDecoder('latin1')`, which is windows-1252. Default: portable code.
   */
  readonly latin1?: Latin1
}

/** The default of {@link HeadOptions.maxLineBytes}, which RFC 9112 section 3 recommends as the least. */
export const MAX_LINE_BYTES = 8192

/** Decode so much at a time: most heads fit, and little of a body behind the head is decoded in vain. */
const WINDOW = 2048

/**
 * Cuts the blocks of a connection into the lines of a head. Each byte is looked at once wherever the blocks end: what
 * waits is only the last unfinished line. The subclass says what the first line is.
 *
 * @example
 * class Lines extends HeadLines<string> {
 *   #first = ''
 *   protected firstLine(text: string, start: number, end: number): void {
 *     this.#first = text.slice(start, end)
 *   }
 *   protected tooLong(): Error {
 *     return new RangeError('Too long')
 *   }
 *   protected finish(fields: string[]): string {
 *     return `${this.#first}|${fields.join()}`
 *   }
 * }
 * const bytes = new TextEncoder().encode('one\r\nA: b\r\n\r\nbody')
 * const lines = new Lines(400, 431)
 * assert.equal(lines.push(bytes), 'one|A,b')
 * assert.equal(lines.end, 13)
 */
export abstract class HeadLines<Head> {
  /** Index in the block last pushed at which the body begins; only of use when `push` has given a head. */
  end = 0
  readonly #status: number
  readonly #limitStatus: number
  readonly #options: HeadOptions
  readonly #latin1: Latin1
  readonly #maxLine: number
  readonly #maxFields: number
  readonly #maxFieldBytes: number
  /** An unfinished line. */
  #pending = ''
  #leading = 0
  #inFields = false
  #fieldLines = 0
  #fieldBytes = 0
  #fields: string[] = []

  /**
   * @param status of errors in the syntax
   * @param limitStatus of errors in the number and size of fields
   */
  constructor(status: number, limitStatus: number, options: HeadOptions = {}) {
    this.#status = status
    this.#limitStatus = limitStatus
    this.#options = options
    this.#latin1 = options.latin1 ?? latin1
    this.#maxLine = options.maxLineBytes ?? MAX_LINE_BYTES
    this.#maxFields = options.maxFields ?? MAX_FIELDS
    this.#maxFieldBytes = options.maxFieldBytes ?? MAX_FIELD_BYTES
  }

  /** Whether part of a head has come: at the end of the connection it is then a message cut short. */
  get started(): boolean {
    return this.#inFields || this.#pending !== '' || this.#leading > 0
  }

  /**
   * Reads on. After a head the same parser is ready for the next one.
   *
   * @param block what came from the network
   * @param start where to begin in it
   * @returns the head, once its empty line has come; then {@link end} says where the body begins
   * @throws MessageSyntaxError, MessageLimitError: the connection has no further use
   */
  push(block: Uint8Array, start: number = 0): Head | undefined {
    for (let from = start; from < block.length; from += WINDOW) {
      const to = Math.min(from + WINDOW, block.length)
      const used = this.#read(this.#latin1(block, from, to), hasNoControls(block, from, to))
      if (used < 0) continue
      this.end = from + used
      return this.#complete()
    }
    this.end = block.length
    return undefined
  }

  /** Takes the first line, without its line end. */
  protected abstract firstLine(text: string, start: number, end: number): void
  /** The error for a first line above its limit, of which `text` is the beginning. */
  protected abstract tooLong(text: string, limit: number): Error
  /** Makes the head of the first line and the fields. */
  protected abstract finish(fields: string[]): Head

  #complete(): Head {
    const fields = this.#fields
    this.#fields = []
    this.#inFields = false
    this.#leading = 0
    this.#fieldLines = 0
    this.#fieldBytes = 0
    return this.finish(fields)
  }

  /**
   * Takes the lines of a text; the index after the empty one that ends the head, or -1 when it has not come.
   *
   * @param clean whether CR and LF are the only bytes in it that no line may hold
   */
  #read(text: string, clean: boolean): number {
    let from = 0
    for (;;) {
      const lineFeed = text.indexOf('\n', from)
      if (lineFeed < 0) {
        if (from < text.length) this.#keep(text.slice(from))
        return -1
      }
      let done: boolean
      if (this.#pending === '') {
        done = this.#line(text, from, lineFeed, clean)
      } else {
        const line = this.#pending + text.slice(from, lineFeed)
        this.#pending = ''
        done = this.#line(line, 0, line.length, false)
      }
      from = lineFeed + 1
      if (done) return from
    }
  }

  #keep(rest: string): void {
    const before = this.#pending.length
    this.#pending += rest
    // The empty line at the end is no field.
    if (this.#pending === '\r') return
    // Lines that end with CR alone would be waited for until the end of the connection.
    const bare = this.#pending.indexOf('\r', Math.max(before - 1, 0))
    if (bare >= 0 && bare < this.#pending.length - 1) throw this.#bareCr(this.#pending, bare)
    if (this.#inFields) this.#checkFields(this.#fieldLines, this.#fieldBytes + this.#pending.length)
    // One more than the limit may still be the carriage return.
    else if (this.#pending.length > this.#maxLine + 1) throw this.tooLong(this.#pending, this.#maxLine)
  }

  /** Takes the line that the line feed at `end` closes; whether it was the last one. */
  #line(text: string, start: number, lineFeed: number, clean: boolean): boolean {
    let end = lineFeed
    if (end > start && text.charCodeAt(end - 1) === 0x0d) end--
    else if (this.#options.bareLf !== true) throw this.#bareLf(text, start, end)
    const carriageReturn = text.indexOf('\r', start)
    if (carriageReturn >= 0 && carriageReturn < end) throw this.#bareCr(text, carriageReturn)
    if (this.#inFields) return this.#fieldLine(text, start, end, lineFeed, clean)
    if (end === start) this.#skipLeading()
    else if (end - start > this.#maxLine) throw this.tooLong(text.slice(start, end), this.#maxLine)
    else {
      this.firstLine(text, start, end)
      this.#inFields = true
    }
    return false
  }

  #fieldLine(text: string, start: number, end: number, lineFeed: number, clean: boolean): boolean {
    if (end === start) return true
    this.#fieldBytes += lineFeed + 1 - start
    this.#checkFields(++this.#fieldLines, this.#fieldBytes)
    readFieldLine(text, start, end, this.#fields, this.#status, this.#options, clean)
    return false
  }

  #checkFields(count: number, size: number): void {
    if (count > this.#maxFields || size > this.#maxFieldBytes) {
      checkFieldLimits(count, size, this.#limitStatus, this.#options)
    }
  }

  /** Old user agents send an empty line after a body; RFC 9112 section 2.2 says to ignore at least one. */
  #skipLeading(): void {
    const { maxLeadingLines = 1 } = this.#options
    if (++this.#leading <= maxLeadingLines) return
    throw new MessageLimitError(
      this.#status,
      'ERR_EMPTY_LINES',
      'RFC 9112 section 2.2',
      `Expected at most ${maxLeadingLines} empty lines before the first line, got more`,
    )
  }

  #bareCr(text: string, at: number): MessageSyntaxError {
    return new MessageSyntaxError(
      this.#status,
      'ERR_BARE_CR',
      'RFC 9112 section 2.2',
      `Expected LF after CR, got ${excerpt(text.slice(at, at + 40))}`,
    )
  }

  #bareLf(text: string, start: number, end: number): MessageSyntaxError {
    return new MessageSyntaxError(
      this.#status,
      'ERR_BARE_LF',
      'RFC 9112 section 2.2',
      `Expected CR LF at the end of the line, got LF alone after ${excerpt(text.slice(start, end))}`,
    )
  }
}

/** 1 for the bytes that may stand nowhere in a head: control characters other than CR, LF and tab. */
const CONTROLS = new Uint8Array(256)
for (let byte = 0; byte < 0x100; byte++) {
  if (!is(byte, FIELD) && byte !== 0x0d && byte !== 0x0a) CONTROLS[byte] = 1
}

/** One test for a whole window, four bytes at a time, costs a third of one for each character of each line. */
function hasNoControls(block: Uint8Array, from: number, to: number): boolean {
  let at = from
  for (; at + 3 < to; at += 4) {
    const found =
      CONTROLS[block[at]!]! |
      CONTROLS[block[at + 1]!]! |
      CONTROLS[block[at + 2]!]! |
      CONTROLS[block[at + 3]!]!
    if (found !== 0) return false
  }
  for (; at < to; at++) if (CONTROLS[block[at]!] === 1) return false
  return true
}
