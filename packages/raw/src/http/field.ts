import { FIELD, skip } from './chars.ts'
import { isToken } from './token.ts'

/**
 * A header field, status or reason that may not go on the wire, refused before anything is sent.
 *
 * @example
 * assert.equal(new FieldError('Expected a field name, got "a b"').code, 'ERR_INVALID_FIELD')
 */
export class FieldError extends TypeError {
  override readonly name = 'FieldError'
  readonly code = 'ERR_INVALID_FIELD'
}

/**
 * Whether the text can be a field value, RFC 9110 section 5.5: no control characters but tab, and nothing above
 * U+00FF (it would be cut to another byte).
 *
 * @example
 * assert.equal(isFieldValue('text/plain; charset=utf-8'), true)
 * assert.equal(isFieldValue('a\r\nSet-Cookie: b'), false)
 */
export function isFieldValue(text: string): boolean {
  return skip(text, 0, FIELD) === text.length
}

/**
 * Refuses a header field that is no text, has a name that is no token, or a value with control characters.
 *
 * @throws FieldError (`code` is `ERR_INVALID_FIELD`), with the offending text
 * @example
 * checkField('X-Trace', 'abc')
 * assert.throws(() => checkField('X-Trace', 'a\nb'), /ERR|control/)
 */
export function checkField(name: string, value: string): void {
  if (typeof name !== 'string' || !isToken(name)) {
    throw new FieldError(`Expected a token as header name, got ${JSON.stringify(name)}`)
  }
  if (typeof value !== 'string' || !isFieldValue(value)) {
    throw new FieldError(
      `Expected a value without control characters or code points above U+00FF for ${name}, got ${JSON.stringify(value)}`,
    )
  }
}
