import { MessageSyntaxError } from '../../http/message-error.ts'

/**
 * Whether a request wants to hear 100 before it sends its content, RFC 9110 section 10.1.1. The field means nothing in
 * HTTP/1.0.
 *
 * @throws MessageSyntaxError with the status 417 for any other expectation
 * @example
 * assert.equal(expectsContinue('100-Continue', 'HTTP/1.1'), true)
 * assert.equal(expectsContinue('100-continue', 'HTTP/1.0'), false)
 * assert.throws(() => expectsContinue('tea', 'HTTP/1.1'), { status: 417 })
 */
export function expectsContinue(expect: string | undefined, version: string): boolean {
  if (expect === undefined || version !== 'HTTP/1.1') return false
  if (expect.toLowerCase() === '100-continue') return true
  throw new MessageSyntaxError(
    417,
    'ERR_EXPECTATION',
    'RFC 9110 section 10.1.1',
    'Expected no expectation but 100-continue',
  )
}
