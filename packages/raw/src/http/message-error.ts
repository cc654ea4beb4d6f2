/** What a server, client or proxy needs to know of a message that it refuses. */
export interface MessageFault {
  /** The status that answers it: 4xx or 5xx for a request, 502 (what a gateway says) for a response. */
  readonly status: number
  /** Stable name of the condition, such as `ERR_FIELD_NAME`. */
  readonly code: string
  /** The rule that was broken, such as `RFC 9112 section 5.1`. */
  readonly rule: string
  /** A sentence without a final stop that may be shown to the sender: it holds nothing but what the sender sent. */
  readonly message: string
}

/**
 * Bytes outside the grammar of a message. The parsers of whole messages throw, other than those of single fields,
 * because there is no message to go on with: the place where the next one begins is unknown.
 *
 * @example
 * const error = new MessageSyntaxError(400, 'ERR_FIELD_NAME', 'RFC 9112 section 5.1', 'Expected a field name')
 * assert.equal(error.status, 400)
 * assert.ok(error instanceof SyntaxError)
 */
export class MessageSyntaxError extends SyntaxError implements MessageFault {
  override readonly name: string = 'MessageSyntaxError'
  readonly status: number
  readonly code: string
  readonly rule: string

  constructor(status: number, code: string, rule: string, message: string) {
    super(message)
    this.status = status
    this.code = code
    this.rule = rule
  }
}

/**
 * A message, or a part of one, larger than the recipient is willing to read.
 *
 * @example
 * const error = new MessageLimitError(414, 'ERR_TARGET_TOO_LONG', 'RFC 9112 section 3', 'Expected less')
 * assert.equal(error.status, 414)
 * assert.ok(error instanceof RangeError)
 */
export class MessageLimitError extends RangeError implements MessageFault {
  override readonly name: string = 'MessageLimitError'
  readonly status: number
  readonly code: string
  readonly rule: string

  constructor(status: number, code: string, rule: string, message: string) {
    super(message)
    this.status = status
    this.code = code
    this.rule = rule
  }
}

/**
 * Whether something thrown is about a message from the network, and not about the program.
 *
 * @example
 * assert.equal(isMessageFault(new MessageLimitError(413, 'ERR_BODY_TOO_LARGE', 'RFC 9110 section 15.5.14', 'Too much')), true)
 * assert.equal(isMessageFault(new SyntaxError('Unexpected token')), false)
 */
export function isMessageFault(error: unknown): error is Error & MessageFault {
  return error instanceof MessageSyntaxError || error instanceof MessageLimitError
}

/**
 * A piece of what was sent, short enough for a message and with control characters made visible.
 *
 * @example
 * assert.equal(excerpt('a\rb'), '"a\\rb"')
 */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}\u2026` : text)
}
