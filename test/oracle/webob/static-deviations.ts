/** Where the static applications here answer otherwise than WebOb's, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Pair = [string, string]

const isStatic = (vector: Vector): boolean => vector['new'] === 'FileApp' || vector['new'] === 'DirectoryApp'
const environ = (vector: Vector): Json => (vector['environ'] ?? {}) as Json
const kwargs = (vector: Vector): Json => (vector['kwargs'] ?? {}) as Json
const wireOf = (vector: Vector): Json => (vector['wire'] ?? {}) as Json
const method = (vector: Vector): string => textOf(environ(vector)['REQUEST_METHOD'])
const isRead = (vector: Vector): boolean => method(vector) === 'GET' || method(vector) === 'HEAD'
const status = (vector: Vector): string => textOf(wireOf(vector)['status'])
const fields = (vector: Vector): Pair[] => (wireOf(vector)['headers'] ?? []) as Pair[]
const pathInfo = (vector: Vector): string => textOf(environ(vector)['PATH_INFO'])
const textOf = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise)
const base64 = (text: string | Uint8Array): Json => ({ $bytes: Buffer.from(text).toString('base64') })
const content = (body: unknown): Buffer => Buffer.from((body as { $bytes: string }).$bytes, 'base64')

/** The page of an error, in HTML for who accepts it, else plain. */
function page(vector: Vector, line: string, explanation: string): Vector {
  const isHtml = /text\/html|\*\/\*/.test(textOf(environ(vector)['HTTP_ACCEPT']))
  const text = isHtml
    ? `<html>\n <head>\n  <title>${line}</title>\n </head>\n <body>\n  <h1>${line}</h1>\n  ${explanation}<br /><br />\n\n\n\n </body>\n</html>`
    : `${line}\n\n${explanation}\n\n   `
  const headers: Pair[] =
    method(vector) === 'HEAD'
      ? [
          ['Content-Type', 'text/html; charset=UTF-8'],
          ['Content-Length', '0'],
        ]
      : [
          ['Content-Length', String(text.length)],
          ['Content-Type', `text/${isHtml ? 'html' : 'plain'}; charset=UTF-8`],
        ]
  return { ...vector, wire: { status: line, headers, body: base64(method(vector) === 'HEAD' ? '' : text) } }
}

const forbidden = (vector: Vector): Vector =>
  page(vector, '403 Forbidden', 'Access was denied to this resource.')

/** Whether a path leaves its root at any point. */
function climbs(path: string): boolean {
  let depth = 0
  for (const segment of path.split('/')) {
    if (segment === '..') depth--
    else if (segment !== '' && segment !== '.') depth++
    if (depth < 0) return true
  }
  return false
}

const isUndecodable = (text: string): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
    return false
  } catch {
    return true
  }
}

/** The bytes of the file that a FileApp serves. */
const fileOf = (vector: Vector): Buffer | undefined => {
  const file = (vector['files'] as Json | undefined)?.[textOf(vector['target'])]
  return vector['new'] === 'FileApp' && isJson(file) ? content(file) : undefined
}

/** The spans of a Range field that the RFC's grammar admits, from the first byte to after the last. */
function spans(field: string, length: number): [number, number][] | undefined {
  if (!/^bytes=\s*(?:\d+-\d*|-\d+)\s*(?:,\s*(?:\d+-\d*|-\d+)\s*)*$/i.test(field)) return undefined
  return field
    .slice(field.indexOf('=') + 1)
    .split(',')
    .flatMap((text): [number, number][] => {
      const [, first = '', last = ''] = /^\s*(\d*)-(\d*)\s*$/.exec(text) ?? []
      if (first === '') return Number(last) === 0 ? [] : [[Math.max(0, length - Number(last)), length]]
      const stop = last === '' ? length : Math.min(length, Number(last) + 1)
      return Number(first) < length ? [[Number(first), stop]] : []
    })
}

const TYPES: Record<string, string> = {
  txt: 'text/plain; charset=UTF-8',
  html: 'text/html; charset=UTF-8',
  js: 'text/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
  png: 'image/png',
  bin: 'application/octet-stream',
}

const rangeOf = (vector: Vector): string => textOf(environ(vector)['HTTP_RANGE'])

export const staticDeviations: Deviation[] = [
  {
    name: 'static-climbing-is-forbidden',
    reason:
      "A path that climbs out of its root is 403 even when it would come back: that would tell the root's own name, and look at the file system outside of it (security.static).",
    applies: (vector) =>
      vector['new'] === 'DirectoryApp' && climbs(pathInfo(vector)) && !status(vector).startsWith('403'),
    expected: forbidden,
  },
  {
    name: 'static-undecodable-is-400',
    reason: 'A path that is no UTF-8 is a fault of the client: 400, where the original fails (issue 161).',
    applies: (vector) => vector['new'] === 'DirectoryApp' && isUndecodable(pathInfo(vector)),
    expected: (vector) =>
      page(
        vector,
        '400 Bad Request',
        'The server could not comply with the request since it is either malformed or otherwise incorrect.',
      ),
  },
  {
    name: 'static-pages-tell-no-path',
    reason: 'Pages of errors do not tell where files lie (own finding 2; FORMAT.md, "Static").',
    applies: (vector) => isStatic(vector) && wireOf(vector)['root_masked'] === true,
    expected(vector) {
      const { root_masked: _, ...wire } = wireOf(vector)
      const recorded = content(wire['body']).toString('utf8')
      const body = recorded
        .replace(/<!-- (?:(?! -->)[^])*? -->/, '')
        .replace(/ \(\[Errno [^]*?\{ROOT\}[^)]*\)/, '')
        .replace(/ {3}(?:Can't open '|\{ROOT\})[^]*$/, '   ')
      const length: Pair = ['Content-Length', String(Buffer.byteLength(body))]
      return { ...vector, wire: { ...wire, headers: [length, ...fields(vector)], body: base64(body) } }
    },
  },
  {
    name: 'static-405-says-what-is-allowed',
    reason: 'A 405 must have Allow (RFC 9110 section 15.5.6).',
    applies: (vector) =>
      isStatic(vector) &&
      status(vector).startsWith('405') &&
      !fields(vector).some(([name]) => name === 'Allow'),
    expected: (vector) => ({
      ...vector,
      wire: { ...wireOf(vector), headers: [['Allow', 'GET, HEAD'], ...fields(vector)] },
    }),
  },
  {
    name: 'static-index-redirect-arrives',
    reason:
      'Hiding the index page, the original redirects /index.html/ to itself, for ever; slashes behind the name go first here.',
    applies: (vector) =>
      vector['new'] === 'DirectoryApp' &&
      kwargs(vector)['hide_index_with_redirect'] === true &&
      status(vector).startsWith('301') &&
      pathInfo(vector).endsWith('/') &&
      pathInfo(vector)
        .replace(/\/+$/, '')
        .endsWith(`/${textOf(kwargs(vector)['index_page'], 'index.html')}`),
    expected: (vector) => ({
      ...vector,
      wire: {
        ...wireOf(vector),
        headers: fields(vector).map(([name, value]): Pair => {
          if (name !== 'Location') return [name, value]
          const [url, ...query] = value.split('?')
          return [name, [url!.replace(/[^/]*\/+$/, ''), ...query].join('?')]
        }),
      },
    }),
  },
  {
    name: 'ranges-by-the-rfc',
    reason:
      'All ranges of a field count, those that lie close together in one part, and a long suffix is everything (RFC 9110 sections 14.1.2 and 15.3.7.2); the original serves the first range only.',
    applies: (vector) =>
      fileOf(vector) !== undefined &&
      /^(?:206|416)/.test(status(vector)) &&
      /,|=\s*-/.test(rangeOf(vector)) &&
      fileOf(vector)!.length > 0 &&
      (spans(rangeOf(vector), fileOf(vector)!.length)?.length ?? 0) > 0,
    expected(vector) {
      const file = fileOf(vector)!
      const found = spans(rangeOf(vector), file.length)!
      const start = Math.min(...found.map(([first]) => first))
      const stop = Math.max(...found.map(([, last]) => last))
      const rest = fields(vector).filter(([name]) => !/^content-(?:length|range)$/i.test(name))
      return {
        ...vector,
        wire: {
          status: '206 Partial Content',
          headers: [
            ['Content-Length', String(stop - start)],
            ['Content-Range', `bytes ${start}-${stop - 1}/${file.length}`],
            ...rest,
          ],
          body: base64(method(vector) === 'HEAD' ? '' : file.subarray(start, stop)),
        },
      }
    },
  },
  {
    name: 'range-without-numbers',
    reason:
      '`bytes=-` is no range (security.range/0001); the original fails with ValueError and so answers 500.',
    applies: (vector) =>
      fileOf(vector) !== undefined &&
      wireOf(vector)['implicit'] === true &&
      /^\s*bytes\s*=\s*-\s*(?:,|$)/i.test(rangeOf(vector)),
    expected(vector) {
      const file = fileOf(vector)!
      const extension = textOf(vector['target']).split('.').at(-1)!
      const headers: Pair[] = [
        ['Content-Type', TYPES[extension] ?? 'text/html; charset=UTF-8'],
        ['Content-Length', String(file.length)],
        ['Last-Modified', new Date(Number(vector['mtime']) * 1000).toUTCString()],
        ['Accept-Ranges', 'bytes'],
      ]
      const body = base64(method(vector) === 'HEAD' ? '' : file)
      return { ...vector, wire: { status: '200 OK', headers, body } }
    },
  },
  {
    name: 'if-none-match-star',
    reason:
      'If-None-Match: * is false when there is a representation at all (RFC 9110 section 13.1.2); the original takes it for no condition.',
    applies: (vector) =>
      isStatic(vector) &&
      isRead(vector) &&
      environ(vector)['HTTP_IF_NONE_MATCH'] === '*' &&
      /^(?:200|206|416)/.test(status(vector)),
    expected: (vector) => ({
      ...vector,
      wire: {
        status: '304 Not Modified',
        headers: fields(vector).filter(([name]) => !/^content-(?:length|type|range)$/i.test(name)),
        body: base64(''),
      },
    }),
  },
  {
    name: 'static-if-match-is-honoured',
    reason:
      'If-Match and If-Unmodified-Since that do not hold are 412 (RFC 9110 sections 13.1.1 and 13.1.4); the original does not look at them.',
    applies(vector) {
      const { HTTP_IF_MATCH: match, HTTP_IF_UNMODIFIED_SINCE: since } = environ(vector)
      const isSent = isStatic(vector) && isRead(vector) && /^(?:200|206|304|416)/.test(status(vector))
      if (typeof match === 'string' && match !== '') return isSent && match.trim() !== '*'
      const date = typeof since === 'string' && since.endsWith(' GMT') ? Date.parse(since) : Number.NaN
      return isSent && Math.floor(Number(vector['mtime'])) * 1000 > date
    },
    expected: (vector) => page(vector, '412 Precondition Failed', 'Request precondition failed.'),
  },
]
