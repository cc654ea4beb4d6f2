/** Gives the media type of an extension (lower case, without the dot), or `undefined`. */
export type MediaTypes = (extension: string) => string | undefined

/** What web servers are commonly asked for, by type (IANA's registry; text/javascript by RFC 9239). */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/epub+zip': 'epub',
  'application/gzip': 'gz',
  'application/json': 'json map',
  'application/ld+json': 'jsonld',
  'application/manifest+json': 'webmanifest',
  'application/msword': 'doc',
  'application/octet-stream': 'bin dll exe iso img dmg msi',
  'application/pdf': 'pdf',
  'application/rtf': 'rtf',
  'application/sql': 'sql',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/wasm': 'wasm',
  'application/x-tar': 'tar',
  'application/xhtml+xml': 'xhtml',
  'application/xml': 'xsl xsd',
  'application/yaml': 'yaml yml',
  'application/zip': 'zip',
  'application/zstd': 'zst',
  'application/atom+xml': 'atom',
  'application/rss+xml': 'rss',
  'application/rdf+xml': 'rdf',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/midi': 'mid midi',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'oga ogg opus',
  'audio/wav': 'wav',
  'font/otf': 'otf',
  'font/ttf': 'ttf',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
  'image/apng': 'apng',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/jpeg': 'jpeg jpg jpe',
  'image/jxl': 'jxl',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/vnd.microsoft.icon': 'ico',
  'image/webp': 'webp',
  'model/gltf+json': 'gltf',
  'model/gltf-binary': 'glb',
  'text/calendar': 'ics',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html htm',
  'text/javascript': 'js mjs cjs',
  'text/markdown': 'md markdown',
  'text/plain': 'txt text log conf ini',
  'text/tab-separated-values': 'tsv',
  'text/vcard': 'vcf',
  'text/vtt': 'vtt',
  'text/xml': 'xml',
  'video/mp2t': 'ts',
  'video/mp4': 'mp4 m4v',
  'video/mpeg': 'mpeg mpg',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/x-msvideo': 'avi',
}

/**
 * Turns rows of a type and its extensions into a map from extension to type.
 *
 * @example
 * assert.equal(typesByExtension({ 'text/html': 'html htm' }).get('htm'), 'text/html')
 */
export function typesByExtension(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(rows).flatMap(([type, extensions]) =>
      extensions.split(' ').map((extension): [string, string] => [extension, type]),
    ),
  )
}

const types = typesByExtension(EXTENSIONS)

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
  return extension === '' ? undefined : (own?.(extension) ?? types.get(extension))
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
