import { ALPHA, DIGIT, is } from '../chars.ts'
import { parseMediaType } from '../media-type.ts'

/**
 * Whether a text may part the parts of a multipart body, RFC 2046 section 5.1.1:
 *
 *     boundary      = 0*69bchars bcharsnospace
 *     bchars        = bcharsnospace / " "
 *     bcharsnospace = DIGIT / ALPHA / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" / ":" / "=" / "?"
 *
 * @example
 * assert.equal(isBoundary('----WebKitFormBoundary7MA4YWxkTrZu0gW'), true)
 * assert.equal(isBoundary('ends with a blank '), false)
 * assert.equal(isBoundary('a'.repeat(71)), false)
 */
export function isBoundary(text: string): boolean {
  const { length } = text
  if (length < 1 || length > 70 || text.endsWith(' ')) return false
  for (let at = 0; at < length; at++) {
    if (!is(text.charCodeAt(at), ALPHA | DIGIT) && !"'()+_,-./:=? ".includes(text[at]!)) return false
  }
  return true
}

/**
 * The boundary that a Content-Type names.
 *
 * @param contentType of any kind
 * @returns `undefined` when the type is not multipart, or has no boundary, or one that {@link isBoundary} refuses
 * @example
 * assert.equal(multipartBoundary('multipart/form-data; boundary="a b"'), 'a b')
 * assert.equal(multipartBoundary('multipart/form-data'), undefined)
 * assert.equal(multipartBoundary('text/plain; boundary=a'), undefined)
 */
export function multipartBoundary(contentType: string): string | undefined {
  const type = parseMediaType(contentType)
  const boundary = type?.type === 'multipart' ? type.parameters.get('boundary') : undefined
  return boundary !== undefined && isBoundary(boundary) ? boundary : undefined
}

/** Fills bytes with random numbers that nobody can foretell, as `crypto.getRandomValues` does. */
export type RandomFill = (bytes: Uint8Array<ArrayBuffer>) => void

const secureFill: RandomFill = (bytes) => {
  crypto.getRandomValues(bytes)
}

/**
 * A boundary that no content holds by chance or by intent: 128 random bits, so that nobody needs to look.
 *
 * @param fill another source of random numbers, for tests
 * @example
 * assert.equal(randomBoundary((bytes) => bytes.fill(0xab)), `----TriptychFormBoundary${'ab'.repeat(16)}`)
 * assert.notEqual(randomBoundary(), randomBoundary())
 */
export function randomBoundary(fill: RandomFill = secureFill): string {
  const bytes = new Uint8Array(16)
  fill(bytes)
  let text = '----TriptychFormBoundary'
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
