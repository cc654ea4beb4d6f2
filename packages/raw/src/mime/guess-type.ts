import { mediaTypeOf } from './media-type.ts'
import type { MediaTypes } from './media-type.ts'

/** The table of CPython's `mimetypes` (3.11), by type. */
const CPYTHON = typesByExtension({
  'application/javascript': 'mjs',
  'application/json': 'json',
  'application/manifest+json': 'webmanifest',
  'application/msword': 'doc dot wiz',
  'application/n-quads': 'nq',
  'application/n-triples': 'nt',
  'application/octet-stream': 'a bin dll exe o obj so',
  'application/oda': 'oda',
  'application/pdf': 'pdf',
  'application/pkcs7-mime': 'p7c',
  'application/postscript': 'ai eps ps',
  'application/trig': 'trig',
  'application/vnd.apple.mpegurl': 'm3u m3u8',
  'application/vnd.ms-excel': 'xlb xls',
  'application/vnd.ms-powerpoint': 'pot ppa pps ppt pwz',
  'application/wasm': 'wasm',
  'application/x-bcpio': 'bcpio',
  'application/x-cpio': 'cpio',
  'application/x-csh': 'csh',
  'application/x-dvi': 'dvi',
  'application/x-gtar': 'gtar',
  'application/x-hdf': 'hdf',
  'application/x-hdf5': 'h5',
  'application/x-latex': 'latex',
  'application/x-mif': 'mif',
  'application/x-netcdf': 'cdf nc',
  'application/x-pkcs12': 'p12 pfx',
  'application/x-pn-realaudio': 'ram',
  'application/x-python-code': 'pyc pyo',
  'application/x-sh': 'sh',
  'application/x-shar': 'shar',
  'application/x-shockwave-flash': 'swf',
  'application/x-sv4cpio': 'sv4cpio',
  'application/x-sv4crc': 'sv4crc',
  'application/x-tar': 'tar',
  'application/x-tcl': 'tcl',
  'application/x-tex': 'tex',
  'application/x-texinfo': 'texi texinfo',
  'application/x-troff': 'roff t tr',
  'application/x-troff-man': 'man',
  'application/x-troff-me': 'me',
  'application/x-troff-ms': 'ms',
  'application/x-ustar': 'ustar',
  'application/x-wais-source': 'src',
  'application/xml': 'rdf wsdl xpdl xsl',
  'application/zip': 'zip',
  'audio/3gpp': '3gp 3gpp',
  'audio/3gpp2': '3g2 3gpp2',
  'audio/aac': 'aac adts ass loas',
  'audio/basic': 'au snd',
  'audio/mpeg': 'mp2 mp3',
  'audio/opus': 'opus',
  'audio/x-aiff': 'aif aifc aiff',
  'audio/x-pn-realaudio': 'ra',
  'audio/x-wav': 'wav',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/ief': 'ief',
  'image/jpeg': 'jpe jpeg jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/vnd.microsoft.icon': 'ico',
  'image/x-cmu-raster': 'ras',
  'image/x-portable-anymap': 'pnm',
  'image/x-portable-bitmap': 'pbm',
  'image/x-portable-graymap': 'pgm',
  'image/x-portable-pixmap': 'ppm',
  'image/x-rgb': 'rgb',
  'image/x-xbitmap': 'xbm',
  'image/x-xpixmap': 'xpm',
  'image/x-xwindowdump': 'xwd',
  'message/rfc822': 'eml mht mhtml nws',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'htm html',
  'text/javascript': 'js',
  'text/n3': 'n3',
  'text/plain': 'bat c h ksh pl srt txt',
  'text/richtext': 'rtx',
  'text/tab-separated-values': 'tsv',
  'text/vtt': 'vtt',
  'text/x-python': 'py',
  'text/x-setext': 'etx',
  'text/x-sgml': 'sgm sgml',
  'text/x-vcard': 'vcf',
  'text/xml': 'xml',
  'video/mp4': 'mp4',
  'video/mpeg': 'm1v mpa mpe mpeg mpg',
  'video/quicktime': 'mov qt',
  'video/webm': 'webm',
  'video/x-msvideo': 'avi',
  'video/x-sgi-movie': 'movie',
})

/** Extensions that stand for two. */
const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['.svgz', '.svg.gz'],
  ['.tgz', '.tar.gz'],
  ['.taz', '.tar.gz'],
  ['.tz', '.tar.gz'],
  ['.tbz2', '.tar.bz2'],
  ['.txz', '.tar.xz'],
])

/** Extensions of content codings. Case counts. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['.gz', 'gzip'],
  ['.Z', 'compress'],
  ['.bz2', 'bzip2'],
  ['.xz', 'xz'],
  ['.br', 'br'],
])

/** The name without its extension, and the extension with its dot. Dots at the start of a name begin none. */
function splitExtension(path: string): [base: string, extension: string] {
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
  const dot = path.lastIndexOf('.')
  let first = start
  while (path[first] === '.') first++
  return dot > first ? [path.slice(0, dot), path.slice(dot)] : [path, '']
}

/**
 * The media type and content coding of a file by its name, as CPython guesses them; what its table does not know
 * (fonts, new formats of pictures) is looked up as {@link mediaTypeOf} does. Python: `mimetypes.guess_type`.
 *
 * @param own a table that is asked first
 * @example
 * assert.deepEqual(guessType('/www/app.js'), ['text/javascript', null])
 * assert.deepEqual(guessType('/www/site.tgz'), ['application/x-tar', 'gzip'])
 * assert.deepEqual(guessType('/www/font.woff2'), ['font/woff2', null])
 * assert.deepEqual(guessType('/www/LICENSE'), [null, null])
 */
export function guessType(
  filename: string,
  own?: MediaTypes,
): [type: string | null, encoding: string | null] {
  let [base, extension] = splitExtension(filename)
  const both = SUFFIXES.get(extension.toLowerCase())
  if (both !== undefined) [base, extension] = splitExtension(base + both)
  const encoding = ENCODINGS.get(extension) ?? null
  if (encoding !== null) [base, extension] = splitExtension(base)
  if (extension === '') return [null, encoding]
  const known = extension.slice(1).toLowerCase()
  const type = own?.(known) ?? CPYTHON.get(known) ?? mediaTypeOf(base + extension)
  return [type ?? null, encoding]
}

function typesByExtension(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(rows).flatMap(([type, extensions]) =>
      extensions.split(' ').map((extension): [string, string] => [extension, type]),
    ),
  )
}
