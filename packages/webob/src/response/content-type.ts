import type { HeaderPair } from '@triptych/raw'

/**
 * Whether a type of content says its charset in Content-Type.
 *
 * @example
 * assert.equal(hasCharset('text/plain'), true)
 * assert.equal(hasCharset('application/json'), false)
 */
export function hasCharset(contentType: string): boolean {
  return (
    contentType.startsWith('text/') ||
    contentType.startsWith('application/xml') ||
    (contentType.endsWith('+xml') &&
      (contentType.startsWith('application/') || contentType.startsWith('image/')))
  )
}

/**
 * Whether a type is JSON, whose text is UTF-8 (RFC 8259 section 8.1).
 *
 * @example
 * assert.equal(isJsonType('application/problem+json'), true)
 * assert.equal(isJsonType('text/json'), false)
 */
export const isJsonType = (contentType: string | null | undefined): boolean =>
  typeof contentType === 'string' && /^application\/(?:[^;]*\+)?json$/i.test(contentType)

/**
 * The charset parameter of a Content-Type, with its quotes if it has any; null when there is none.
 *
 * @example
 * assert.equal(charsetOf('text/plain; charset=utf-8'), 'utf-8')
 * assert.equal(charsetOf('text/plain'), null)
 */
export function charsetOf(contentType: string | undefined): string | null {
  if (contentType === undefined) return null
  let charset = CHARSETS.get(contentType)
  if (charset === undefined) {
    charset = /;\s*charset=([^;]*)/i.exec(contentType)?.[1] ?? null
    if (CHARSETS.size < 100 && contentType.length < 100) CHARSETS.set(contentType, charset)
  }
  return charset
}

/** What was found in types: a program has a handful, and they come again and again. */
const CHARSETS = new Map<string, string | null>()

/**
 * The last Content-Type of a list.
 *
 * @example
 * assert.equal(contentTypeIn([['Content-Type', 'text/css']]), 'text/css')
 */
export function contentTypeIn(list: readonly HeaderPair[]): string | undefined {
  for (let at = list.length - 1; at >= 0; at--) {
    if (list[at]![0].toLowerCase() === 'content-type') return list[at]![1]
  }
  return undefined
}
