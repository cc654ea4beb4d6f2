import { BadRequest } from '../../gateways/request-environ.ts'
import { isMessageFault } from '../../http/message-error.ts'
import { STATUS_PHRASES } from '../../status.ts'
import { formatResponse } from './response-text.ts'

/** Why a request is answered without an application. */
export interface Refusal {
  readonly status: number
  readonly code: string
  /** What was expected and what came, with the rule; nothing in it but what the client sent. */
  readonly message: string
}

/**
 * The refusal that an error of a parser stands for; `undefined` for an error of the program.
 *
 * @example
 * import { MessageSyntaxError } from '@triptych/raw/http'
 * const error = new MessageSyntaxError(400, 'ERR_FIELD_NAME', 'RFC 9112 section 5.1', 'Expected a field name')
 * assert.deepEqual(refusalOf(error), { status: 400, code: 'ERR_FIELD_NAME', message: 'Expected a field name (RFC 9112 section 5.1)' })
 * assert.equal(refusalOf(new Error('x')), undefined)
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (isMessageFault(error)) {
    return { status: error.status, code: error.code, message: `${error.message} (${error.rule})` }
  }
  if (!(error instanceof BadRequest)) return undefined
  return { status: Number(error.status.slice(0, 3)), code: error.code, message: error.message }
}

/**
 * The whole answer to a refused request: small, plain, and the last one of its connection. The text is one character a
 * byte and ASCII: `excerpt` in the messages leaves the client's own bytes escaped.
 *
 * @example
 * assert.match(formatRefusal({ status: 400, code: 'ERR_METHOD', message: 'Expected a method' }), /\r\nConnection: close\r\n\r\n400 Bad Request: Expected a method\n$/)
 */
export function formatRefusal({ status, message }: Refusal): string {
  const reason = STATUS_PHRASES.get(status) ?? 'Bad Request'
  const text = `${status} ${reason}: ${message.replace(/[^\n -~]/g, escape)}\n`
  const headers: [string, string][] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(text.length)],
  ]
  return formatResponse(status, reason, headers, { framing: 'known', connection: 'close' }) + text
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
