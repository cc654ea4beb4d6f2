import { trimOws } from './chars.ts'
import { digitsAt } from './digits.ts'
import { MessageLimitError, MessageSyntaxError, excerpt } from './message-error.ts'
import type { RequestHead } from './request-head.ts'
import type { ResponseHead } from './response-head.ts'
import { parseTokenList } from './token-list.ts'

/** Where the content of a message ends. */
export type Framing =
  /** There is none. */
  | { readonly kind: 'none' }
  /** After so many bytes. */
  | { readonly kind: 'length'; readonly length: number }
  /** Where the chunked coding says. */
  | { readonly kind: 'chunked' }
  /** Where the connection ends; responses only. */
  | { readonly kind: 'close' }

/** What may be forgiven; off unless asked for. */
export interface FramingOptions {
  /** Take Content-Length fields and lists that say the same number more than once. Default: false. */
  readonly repeatedLength?: boolean
}

const NONE: Framing = Object.freeze({ kind: 'none' })
const CHUNKED: Framing = Object.freeze({ kind: 'chunked' })
const CLOSE: Framing = Object.freeze({ kind: 'close' })

/** The fields that decide: each with all its lines joined by a comma, `undefined` where there is none. */
interface Fields {
  length: string | undefined
  coding: string | undefined
}

const CONTENT_LENGTH = 'content-length'
const TRANSFER_ENCODING = 'transfer-encoding'

function framingFields(fields: readonly string[]): Fields {
  let length: string | undefined
  let coding: string | undefined
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!
    // Names of other lengths, which is nearly all, are not even lower-cased.
    if (name.length === CONTENT_LENGTH.length && name.toLowerCase() === CONTENT_LENGTH) {
      length = length === undefined ? fields[at + 1]! : `${length},${fields[at + 1]!}`
    } else if (name.length === TRANSFER_ENCODING.length && name.toLowerCase() === TRANSFER_ENCODING) {
      coding = coding === undefined ? fields[at + 1]! : `${coding},${fields[at + 1]!}`
    }
  }
  return { length, coding }
}

/**
 * Decides where the content of a request ends, RFC 9112 section 6.3, in the order of its rules:
 *
 *     Transfer-Encoding, HTTP/1.0         400, section 6.1
 *     Transfer-Encoding, Content-Length   400: two recipients could disagree (request smuggling)
 *     Transfer-Encoding: chunked          chunked; another coding before it 501; not chunked at the end 400
 *     Content-Length: 1*DIGIT             that length; anything else 400, more than a number holds 413
 *     neither                             none
 *
 * @throws MessageSyntaxError with the code `ERR_TRANSFER_ENCODING`, `ERR_TRANSFER_CODING` (501) or `ERR_CONTENT_LENGTH`;
 * MessageLimitError with the code `ERR_BODY_TOO_LARGE`
 * @example
 * assert.deepEqual(requestFraming({ version: 'HTTP/1.1', fields: ['Content-Length', '5'] }), { kind: 'length', length: 5 })
 * assert.throws(
 *   () => requestFraming({ version: 'HTTP/1.1', fields: ['Content-Length', '5', 'Transfer-Encoding', 'chunked'] }),
 *   { code: 'ERR_TRANSFER_ENCODING', status: 400 },
 * )
 */
export function requestFraming(
  head: Pick<RequestHead, 'version' | 'fields'>,
  options: FramingOptions = {},
): Framing {
  const { length, coding } = framingFields(head.fields)
  if (coding !== undefined) return codedFraming(coding, length, head.version, 400)
  return length === undefined ? NONE : lengthFraming(length, 400, options)
}

/**
 * Decides where the content of a response ends, RFC 9112 section 6.3. As for requests, but: none by definition in
 * answers to HEAD, in 1xx, 204 and 304, and in 2xx to CONNECT, after which the tunnel begins; up to the end of the
 * connection when no field says; and all errors have the status 502.
 *
 * @param method of the request
 * @throws as {@link requestFraming}
 * @example
 * const head = { version: 'HTTP/1.1', status: 200, fields: ['Transfer-Encoding', 'chunked'] } as const
 * assert.deepEqual(responseFraming(head, 'GET'), { kind: 'chunked' })
 * assert.deepEqual(responseFraming(head, 'HEAD'), { kind: 'none' })
 */
export function responseFraming(
  head: Pick<ResponseHead, 'version' | 'status' | 'fields'>,
  method: string,
  options: FramingOptions = {},
): Framing {
  const { status } = head
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return NONE
  if (method === 'CONNECT' && status < 300) return NONE
  const { length, coding } = framingFields(head.fields)
  if (coding !== undefined) return codedFraming(coding, length, head.version, 502)
  return length === undefined ? CLOSE : lengthFraming(length, 502, options)
}

function codedFraming(coding: string, length: string | undefined, version: string, status: number): Framing {
  if (version !== 'HTTP/1.1') {
    throw codingError(
      status,
      'ERR_TRANSFER_ENCODING',
      '6.1',
      `Expected no Transfer-Encoding in ${version}`,
      coding,
    )
  }
  if (length !== undefined) {
    const message = 'Expected either Content-Length or Transfer-Encoding, got both'
    throw new MessageSyntaxError(status, 'ERR_TRANSFER_ENCODING', 'RFC 9112 section 6.1', message)
  }
  if (coding.length === 7 && coding.toLowerCase() === 'chunked') return CHUNKED
  const { tokens, problems } = parseTokenList(coding)
  const first = tokens.indexOf('chunked')
  if (problems.length === 0 && tokens.length > 1 && first === tokens.length - 1) {
    throw codingError(
      status === 400 ? 501 : status,
      'ERR_TRANSFER_CODING',
      '6.1',
      'Expected chunked alone',
      coding,
    )
  }
  throw codingError(status, 'ERR_TRANSFER_ENCODING', '6.3', 'Expected chunked, once and at the end', coding)
}

function codingError(
  status: number,
  code: string,
  section: string,
  expected: string,
  coding: string,
): MessageSyntaxError {
  return new MessageSyntaxError(
    status,
    code,
    `RFC 9112 section ${section}`,
    `${expected}, got ${excerpt(coding)}`,
  )
}

/** `Content-Length = 1*DIGIT`, RFC 9110 section 8.6; a list of equal numbers only where that is forgiven. */
function lengthFraming(text: string, status: number, options: FramingOptions): Framing {
  let single = text
  if (options.repeatedLength === true && text.includes(',')) {
    const [first = '', ...others] = text.split(',').map(trimOws)
    if (others.every((other) => other === first)) single = first
  }
  const length = digitsAt(single, 0)
  if (length < 0) {
    throw new MessageSyntaxError(
      status,
      'ERR_CONTENT_LENGTH',
      'RFC 9110 section 8.6',
      `Expected one Content-Length of digits, got ${excerpt(text)}`,
    )
  }
  if (length === Number.MAX_SAFE_INTEGER) {
    throw new MessageLimitError(
      status === 400 ? 413 : status,
      'ERR_BODY_TOO_LARGE',
      'RFC 9110 section 8.6',
      `Expected a Content-Length below ${Number.MAX_SAFE_INTEGER}, got ${excerpt(text)}`,
    )
  }
  return length === 0 ? NONE : { kind: 'length', length }
}
