import { DIGIT, TCHAR, is, skip } from './chars.ts'
import { formatFields } from './field-line.ts'
import { FieldError } from './field.ts'
import { HeadLines } from './head-lines.ts'
import type { HeadOptions } from './head-lines.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'
import { isToken } from './token.ts'

/** The two versions that are spoken here, as SERVER_PROTOCOL has them. */
export type HttpVersion = 'HTTP/1.0' | 'HTTP/1.1'

/** A request without its content, as it stood on the wire. */
export interface RequestHead {
  /** A token, in the case it was sent in. */
  readonly method: string
  /** As sent; `parseRequestTarget` takes it apart. Visible ASCII characters only. */
  readonly target: string
  readonly version: HttpVersion
  /**
   * Name, value, name, value and so on, in order, as node's `rawHeaders`. Names as sent, values without the
   * whitespace around them, one character for each byte.
   */
  readonly fields: readonly string[]
}

/** Limits and leniencies for requests. */
export interface RequestHeadOptions extends HeadOptions {
  /** Take bytes above 0x7F in the target, which must be escaped (RFC 3986 section 2). Default: false. */
  readonly obsTextInTarget?: boolean
}

/**
 * Reads request heads from the blocks of a connection, RFC 9112 sections 2.1 and 3:
 *
 *     HTTP-message   = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]
 *     request-line   = method SP request-target SP HTTP-version
 *     method         = token
 *     HTTP-version   = HTTP-name "/" DIGIT "." DIGIT         ; HTTP-name = %s"HTTP"
 *
 * Errors have the status that answers them: 400, 414 (target), 431 (fields), 501 (method too long), 505 (version).
 *
 * @example
 * const parser = new RequestHeadParser()
 * const bytes = new TextEncoder().encode('POST /a HTTP/1.1\r\nHost: b\r\n\r\nbody')
 * assert.equal(parser.push(bytes.subarray(0, 10)), undefined)
 * assert.deepEqual(parser.push(bytes, 10), {
 *   method: 'POST',
 *   target: '/a',
 *   version: 'HTTP/1.1',
 *   fields: ['Host', 'b'],
 * })
 * assert.equal(bytes.length - parser.end, 4)
 */
export class RequestHeadParser extends HeadLines<RequestHead> {
  readonly #lastTargetCode: number
  #method = ''
  #target = ''
  #version: HttpVersion = 'HTTP/1.1'

  constructor(options: RequestHeadOptions = {}) {
    super(400, 431, options)
    this.#lastTargetCode = options.obsTextInTarget === true ? 0xff : 0x7e
  }

  protected firstLine(text: string, start: number, end: number): void {
    const methodEnd = skip(text, start, TCHAR, end)
    if (methodEnd === start || methodEnd === end || text.charCodeAt(methodEnd) !== 0x20) {
      throw badLine('ERR_METHOD', 'RFC 9110 section 9.1', 'a token as method and a space', text, start, end)
    }
    const targetStart = methodEnd + 1
    let targetEnd = targetStart
    for (; targetEnd < end; targetEnd++) {
      const code = text.charCodeAt(targetEnd)
      if (code <= 0x20 || code === 0x7f || code > this.#lastTargetCode) break
    }
    if (targetEnd === targetStart || targetEnd === end || text.charCodeAt(targetEnd) !== 0x20) {
      const what = 'a target of visible ASCII characters between single spaces'
      throw badLine('ERR_TARGET', 'RFC 9112 section 3', what, text, targetStart, end)
    }
    this.#version = readVersion(text, targetEnd + 1, end)
    this.#method = text.slice(start, methodEnd)
    this.#target = text.slice(targetStart, targetEnd)
  }

  protected tooLong(text: string, limit: number): MessageLimitError {
    // The line is longer than its limit, so a method without end is longer than any that is known.
    const isMethod = skip(text, 0, TCHAR) >= limit
    return new MessageLimitError(
      isMethod ? 501 : 414,
      isMethod ? 'ERR_METHOD_TOO_LONG' : 'ERR_TARGET_TOO_LONG',
      'RFC 9112 section 3',
      `Expected a request line of at most ${limit} bytes, got more`,
    )
  }

  protected finish(fields: string[]): RequestHead {
    return { method: this.#method, target: this.#target, version: this.#version, fields }
  }
}

function badLine(
  code: string,
  rule: string,
  expected: string,
  text: string,
  start: number,
  end: number,
): MessageSyntaxError {
  return new MessageSyntaxError(
    400,
    code,
    rule,
    `Expected ${expected}, got ${excerpt(text.slice(start, end))}`,
  )
}

/** Another version is 505, what only looks like one is 400. */
function readVersion(text: string, start: number, end: number): HttpVersion {
  const hasForm =
    end - start === 8 &&
    text.startsWith('HTTP/', start) &&
    is(text.charCodeAt(start + 5), DIGIT) &&
    text.charCodeAt(start + 6) === 0x2e &&
    is(text.charCodeAt(start + 7), DIGIT)
  if (!hasForm) {
    throw badLine('ERR_VERSION', 'RFC 9112 section 2.3', 'HTTP/1.1 or HTTP/1.0', text, start, end)
  }
  if (text.charCodeAt(start + 5) === 0x31) {
    // A higher minor version is spoken to as the highest that is known here (RFC 9110 section 2.5).
    return text.charCodeAt(start + 7) === 0x30 ? 'HTTP/1.0' : 'HTTP/1.1'
  }
  throw new MessageSyntaxError(
    505,
    'ERR_VERSION_NOT_SUPPORTED',
    'RFC 9110 section 15.6.6',
    `Expected HTTP/1.1 or HTTP/1.0, got ${excerpt(text.slice(start, end))}`,
  )
}

/**
 * Writes a request head with the empty line at its end, one character for each byte.
 *
 * @param fields pairs, in the order in which they are to be sent
 * @throws TypeError for a method that is no token, a target with blanks or characters outside ASCII, and (FieldError)
 * for a field that cannot be sent
 * @example
 * assert.equal(formatRequestHead('GET', '/', [['Host', 'a']]), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
 * assert.throws(() => formatRequestHead('GET', '/a b', []), TypeError)
 */
export function formatRequestHead(
  method: string,
  target: string,
  fields: Iterable<readonly [name: string, value: string]>,
  version: HttpVersion = 'HTTP/1.1',
): string {
  if (!isToken(method)) throw new FieldError(`Expected a token as method, got ${JSON.stringify(method)}`)
  if (!/^[!-~]+$/.test(target)) {
    throw new FieldError(`Expected a target of visible ASCII characters, got ${JSON.stringify(target)}`)
  }
  return `${method} ${target} ${version}\r\n${formatFields(fields)}\r\n`
}
