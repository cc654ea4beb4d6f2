import mime from 'mime'

/** Gives the media type of an extension (lower case, without the dot), or `undefined`. */
export type MediaTypes = (extension: string) => string | undefined

/**
 * The extension of a path: what follows the last dot of its last name, in lower case. A name that begins with its only
 * dot (`.profile`) has none.
 *
 * @example
 * assert.equal(extensionOf('/www/a.tar.GZ'), 'gz')
 * assert.equal(extensionOf('/www.d/.profile'), '')
 */
export function extensionOf(path: string): string {
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
  const dot = path.lastIndexOf('.')
  return dot > start ? path.slice(dot + 1).toLowerCase() : ''
}

/**
 * The media type of a file by its extension; `undefined` when the extension is unknown: better no type than a wrong one.
 *
 * @param own a table that is asked first
 * @example
 * assert.equal(mediaTypeOf('/www/app.mjs'), 'text/javascript')
 * assert.equal(mediaTypeOf('/www/LICENSE'), undefined)
 * assert.equal(mediaTypeOf('a.md', (extension) => (extension === 'md' ? 'text/x-notes' : undefined)), 'text/x-notes')
 */
export function mediaTypeOf(path: string, own?: MediaTypes): string | undefined {
  const extension = extensionOf(path)
  return extension === '' ? undefined : (own?.(extension) ?? mime.getType(extension) ?? undefined)
}

/**
 * The type with a charset parameter when it is a type of text that takes one: `text/*`, and XML under any name.
 *
 * @example
 * assert.equal(withCharset('text/css', 'utf-8'), 'text/css; charset=utf-8')
 * assert.equal(withCharset('image/png', 'utf-8'), 'image/png')
 * assert.equal(withCharset('text/css', undefined), 'text/css')
 */
export function withCharset(type: string, charset: string | undefined): string {
  const isText = type.startsWith('text/') || type === 'application/xml' || type.endsWith('+xml')
  return charset !== undefined && isText && !type.includes(';') ? `${type}; charset=${charset}` : type
}
