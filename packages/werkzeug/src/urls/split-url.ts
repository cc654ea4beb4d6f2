import { isAscii, parseIpv6 } from '@triptych/raw/http'

/** What {@link splitUrl} gives; absent parts are empty. */
export interface SplitUrl {
  /** In lower case. */
  scheme: string
  /** User information, host and port, as written. */
  netloc: string
  path: string
  query: string
  fragment: string
}

/** What stands in the authority of a URL. */
export interface Netloc {
  username: string
  password: string
  /** In lower case, without brackets. */
  hostname: string
  /** As written; digits, unless the check was left out. */
  port: string
}

/** How strictly a URL is read: `keep` takes what `strict` throws on. */
export type UrlErrors = 'strict' | 'keep'

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
/** Characters that the WHATWG URL standard drops wherever they stand. */
const DROPPED = /[\t\r\n]/g

/**
 * Takes a URL apart as Python's `urlsplit` does, which Werkzeug's URL functions are defined by: leading blanks and
 * controls go, tabs and line ends go wherever they stand, the scheme becomes lower case. Nothing is decoded, and no dot
 * segment is resolved, as it would be by `new URL`.
 *
 * @throws SyntaxError for brackets around something else than an IPv6 or future address, and for a host whose
 * compatibility forms hold a delimiter, unless `errors` is `keep`
 * @example
 * assert.deepEqual(splitUrl('HTTP://a:80/b?c#d'), { scheme: 'http', netloc: 'a:80', path: '/b', query: 'c', fragment: 'd' })
 * assert.equal(splitUrl('//host/x').netloc, 'host')
 * assert.throws(() => splitUrl('http://[::1/'), SyntaxError)
 */
export function splitUrl(url: string, errors: UrlErrors = 'strict'): SplitUrl {
  let rest = withoutLeadingBlanks(url).replace(DROPPED, '')
  let scheme = ''
  let netloc = ''
  const found = SCHEME.exec(rest)?.[0]
  if (found !== undefined) {
    scheme = found.slice(0, -1).toLowerCase()
    rest = rest.slice(found.length)
  }
  if (rest.startsWith('//')) {
    const end = /[/?#]/.exec(rest.slice(2))
    netloc = end ? rest.slice(2, end.index + 2) : rest.slice(2)
    rest = rest.slice(netloc.length + 2)
    if (errors === 'strict') checkNetloc(netloc, url)
  }
  const [beforeFragment, fragment] = cut(rest, '#')
  const [path, query] = cut(beforeFragment, '?')
  return { scheme, netloc, path, query, fragment }
}

/** Without the controls and spaces in front, which the WHATWG URL standard strips. */
function withoutLeadingBlanks(url: string): string {
  let at = 0
  while (url.charCodeAt(at) <= 0x20) at++
  return url.slice(at)
}

/** The parts before and after the first delimiter; the second is empty without one. */
function cut(text: string, delimiter: string): [string, string] {
  const at = text.indexOf(delimiter)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function checkNetloc(netloc: string, url: string): void {
  const opened = netloc.includes('[')
  if (opened !== netloc.includes(']') || (opened && !hasAddress(netloc))) {
    throw new SyntaxError(`Expected an IPv6 address in brackets, got ${shown(url)}`)
  }
  if (isAscii(netloc)) return
  const plain = netloc.replace(/[@:#?]/g, '')
  const normal = plain.normalize('NFKC')
  if (plain !== normal && /[/?#@:]/.test(normal)) {
    throw new SyntaxError(`Expected a host without characters that stand for delimiters, got ${shown(url)}`)
  }
}

/** Whether what stands where brackets may stand is an address that needs them. */
function hasAddress(netloc: string): boolean {
  const host = netloc.slice(netloc.lastIndexOf('@') + 1)
  const open = host.indexOf('[')
  let address = cut(host, ':')[0]
  if (open >= 0) {
    const [inner, port] = cut(host.slice(open + 1), ']')
    if (open > 0 || (port !== '' && !port.startsWith(':'))) return false
    address = inner
  }
  if (address.startsWith('v')) return /^v[a-f0-9]+\../i.test(address)
  const [ip, zone] = cut(address, '%')
  return parseIpv6(ip) !== undefined && (zone === '' ? !address.endsWith('%') : !zone.includes('%'))
}

/**
 * Takes an authority apart, as the attributes of Python's `SplitResult` do.
 *
 * @throws SyntaxError for a port that is no number, RangeError for one above 65535, unless `errors` is `keep`
 * @example
 * assert.deepEqual(splitNetloc('me:pw@[::1]:80'), { username: 'me', password: 'pw', hostname: '::1', port: '80' })
 * assert.deepEqual(splitNetloc('Example.com'), { username: '', password: '', hostname: 'example.com', port: '' })
 */
export function splitNetloc(netloc: string, errors: UrlErrors = 'strict'): Netloc {
  const at = netloc.lastIndexOf('@')
  const [username, password] = at < 0 ? ['', ''] : cut(netloc.slice(0, at), ':')
  const info = netloc.slice(at + 1)
  const open = info.indexOf('[')
  const [host, rest] = open < 0 ? cut(info, ':') : cut(info.slice(open + 1), ']')
  const port = open < 0 ? rest : cut(rest, ':')[1]
  if (errors === 'strict' && port !== '') {
    if (!/^[0-9]+$/.test(port)) throw new SyntaxError(`Expected a port of digits, got ${shown(port)}`)
    if (Number(port) > 65535) throw new RangeError(`Expected a port of at most 65535, got ${shown(port)}`)
  }
  // The zone of an address is the name of a network interface, whose case counts.
  const zone = host.indexOf('%')
  const hostname = zone < 0 ? host.toLowerCase() : host.slice(0, zone).toLowerCase() + host.slice(zone)
  return { username, password, hostname, port }
}

/** The schemes after which Python writes `//` also without an authority. */
const WITH_NETLOC = new Set(
  'ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss itms-services'.split(
    ' ',
  ),
)

/**
 * Puts the parts of a URL together, Python's `urlunsplit`.
 *
 * @example
 * assert.equal(joinUrl({ scheme: 'http', netloc: 'a', path: 'b', query: 'c', fragment: '' }), 'http://a/b?c')
 * assert.equal(joinUrl({ scheme: 'mailto', netloc: '', path: 'a@b', query: '', fragment: '' }), 'mailto:a@b')
 */
export function joinUrl({ scheme, netloc, path, query, fragment }: SplitUrl): string {
  let url = path
  if (netloc !== '' || (WITH_NETLOC.has(scheme) && !url.startsWith('//'))) {
    url = `//${netloc}${url !== '' && !url.startsWith('/') ? '/' : ''}${url}`
  }
  if (scheme !== '') url = `${scheme}:${url}`
  if (query !== '') url += `?${query}`
  return fragment === '' ? url : `${url}#${fragment}`
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 200))
