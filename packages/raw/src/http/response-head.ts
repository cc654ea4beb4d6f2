import { DIGIT, FIELD, skip } from './chars.ts'
import { formatFields } from './field-line.ts'
import { FieldError, isFieldValue } from './field.ts'
import { HeadLines } from './head-lines.ts'
import type { HeadOptions } from './head-lines.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'
import type { HttpVersion } from './request-head.ts'

/** A response without its content, as it stood on the wire. */
export interface ResponseHead {
  readonly version: HttpVersion
  /** 100 to 999: what it means beyond its first digit is for the recipient to know (RFC 9110 section 15). */
  readonly status: number
  /** One character for each byte; often empty, never of use to programs. */
  readonly reason: string
  /** Name, value, name, value and so on, in order, as node's `rawHeaders`. */
  readonly fields: readonly string[]
}

/** Limits and leniencies for responses. */
export interface ResponseHeadOptions extends HeadOptions {
  /** Take a status line that ends after the code, where the grammar has a space even before no reason. Default: false. */
  readonly bareStatus?: boolean
}

/**
 * Reads response heads from the blocks of a connection, RFC 9112 section 4:
 *
 *     status-line   = HTTP-version SP status-code SP [ reason-phrase ]
 *     status-code   = 3DIGIT
 *     reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
 *
 * Interim responses (1xx) are heads like others; the same parser goes on after them. All errors have the status 502.
 *
 * @example
 * const parser = new ResponseHeadParser()
 * const head = parser.push(new TextEncoder().encode('HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n'))
 * assert.deepEqual(head, { version: 'HTTP/1.1', status: 404, reason: 'Not Found', fields: ['A', 'b'] })
 */
export class ResponseHeadParser extends HeadLines<ResponseHead> {
  readonly #bareStatus: boolean
  #version: HttpVersion = 'HTTP/1.1'
  #status = 0
  #reason = ''

  constructor(options: ResponseHeadOptions = {}) {
    super(502, 502, options)
    this.#bareStatus = options.bareStatus === true
  }

  protected firstLine(text: string, start: number, end: number): void {
    const isNew = text.startsWith('HTTP/1.1 ', start)
    const code = start + 9
    const codeEnd = skip(text, code, DIGIT, Math.min(code + 3, end))
    const reason = codeEnd + 1
    const spaced = text.charCodeAt(codeEnd) === 0x20 && codeEnd < end
    if (
      (!isNew && !text.startsWith('HTTP/1.0 ', start)) ||
      codeEnd !== code + 3 ||
      text.charCodeAt(code) === 0x30 ||
      !(spaced || (this.#bareStatus && codeEnd === end)) ||
      skip(text, reason, FIELD, end) < end
    ) {
      throw new MessageSyntaxError(
        502,
        'ERR_STATUS_LINE',
        'RFC 9112 section 4',
        `Expected a status line such as "HTTP/1.1 200 OK", got ${excerpt(text.slice(start, end))}`,
      )
    }
    this.#version = isNew ? 'HTTP/1.1' : 'HTTP/1.0'
    this.#status = Number(text.slice(code, codeEnd))
    this.#reason = text.slice(reason, end)
  }

  protected tooLong(_text: string, limit: number): MessageLimitError {
    return new MessageLimitError(
      502,
      'ERR_STATUS_LINE_TOO_LONG',
      'RFC 9112 section 4',
      `Expected a status line of at most ${limit} bytes, got more`,
    )
  }

  protected finish(fields: string[]): ResponseHead {
    return { version: this.#version, status: this.#status, reason: this.#reason, fields }
  }
}

/**
 * Writes a status line with its line end.
 *
 * @param status 100 to 999
 * @throws RangeError for another status, FieldError for a reason with control characters or code points above U+00FF
 * @example
 * assert.equal(formatStatusLine(204, ''), 'HTTP/1.1 204 \r\n')
 */
export function formatStatusLine(status: number, reason: string, version: HttpVersion = 'HTTP/1.1'): string {
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw new RangeError(`Expected a status code from 100 to 999, got ${status}`)
  }
  if (!isFieldValue(reason)) {
    throw new FieldError(`Expected a reason without control characters, got ${JSON.stringify(reason)}`)
  }
  return `${version} ${status} ${reason}\r\n`
}

/**
 * Writes a response head with the empty line at its end, one character for each byte.
 *
 * @param fields pairs, in the order in which they are to be sent
 * @throws RangeError and FieldError as {@link formatStatusLine}, FieldError for a field that cannot be sent
 * @example
 * assert.equal(formatResponseHead(200, 'OK', [['A', 'b']]), 'HTTP/1.1 200 OK\r\nA: b\r\n\r\n')
 */
export function formatResponseHead(
  status: number,
  reason: string,
  fields: Iterable<readonly [name: string, value: string]>,
  version: HttpVersion = 'HTTP/1.1',
): string {
  return `${formatStatusLine(status, reason, version)}${formatFields(fields)}\r\n`
}
