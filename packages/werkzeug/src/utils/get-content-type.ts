/** Types that are text without saying so at their front. */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/ecmascript',
  'application/javascript',
  'application/sql',
  'application/xml',
  'application/xml-dtd',
  'application/xml-external-parsed-entity',
])

/**
 * The Content-Type of a media type: texts get the charset as a parameter, anything else stays as it is. JSON gets none, it
 * is always UTF-8 (RFC 8259 section 8.1). Python: `werkzeug.utils.get_content_type`.
 *
 * @example
 * assert.equal(getContentType('text/html', 'utf-8'), 'text/html; charset=utf-8')
 * assert.equal(getContentType('image/svg+xml', 'utf-8'), 'image/svg+xml; charset=utf-8')
 * assert.equal(getContentType('application/json', 'utf-8'), 'application/json')
 */
export function getContentType(mimetype: string, charset: string): string {
  return mimetype.startsWith('text/') || mimetype.endsWith('+xml') || TEXT_TYPES.has(mimetype)
    ? `${mimetype}; charset=${charset}`
    : mimetype
}
