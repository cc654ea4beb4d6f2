import { sha1 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { strip } from './strip.ts'

/**
 * Writes an entity tag. Python: `werkzeug.http.quote_etag`.
 *
 * @throws SyntaxError when it holds a quote
 * @example
 * assert.equal(quoteEtag('abc'), '"abc"')
 * assert.equal(quoteEtag('abc', true), 'W/"abc"')
 */
export function quoteEtag(etag: string, weak: boolean = false): string {
  if (etag.includes('"'))
    throw new SyntaxError(`Expected an entity tag without quotes, got ${JSON.stringify(etag)}`)
  return `${weak ? 'W/' : ''}"${etag}"`
}

/**
 * Reads an entity tag, with or without quotes. Python: `werkzeug.http.unquote_etag`.
 *
 * @example
 * assert.deepEqual(unquoteEtag('W/"abc"'), ['abc', true])
 * assert.deepEqual(unquoteEtag(null), [null, null])
 */
export function unquoteEtag(etag: string | null): [tag: string, weak: boolean] | [tag: null, weak: null] {
  if (!etag) return [null, null]
  let tag = strip(etag)
  const weak = tag.startsWith('W/') || tag.startsWith('w/')
  if (weak) tag = tag.slice(2)
  if (tag.startsWith('"') && tag.endsWith('"')) tag = tag.slice(1, -1)
  return [tag, weak]
}

/**
 * An entity tag of content: its SHA-1 in hexadecimal. Python: `werkzeug.http.generate_etag`.
 *
 * @example
 * assert.equal(generateEtag(new TextEncoder().encode('abc')), 'a9993e364706816aba3e25717850c26c9cd0d89d')
 */
export function generateEtag(data: Uint8Array): string {
  return bytesToHex(sha1(data))
}
