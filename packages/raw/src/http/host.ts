import { DIGIT, HEXDIG, is, skip } from './chars.ts'
import { parseIpv4, parseIpv6 } from './ip-address.ts'
import { REG_NAME, USERINFO } from './percent.ts'

/** A host with its port, as Host fields and URIs name them. */
export interface Host {
  /** As written, in its case; an IP literal keeps its brackets, so that host and port can be joined again. */
  readonly host: string
  /** 0 to 65535; `undefined` when there is none or when nothing follows the colon. */
  readonly port: number | undefined
  readonly kind: 'name' | 'ipv4' | 'ipv6' | 'ipvfuture'
}

/** The same few Host fields come with every request; the bound keeps hostile ones from growing it. */
let memo = new Map<string, Host>()
const MEMO_SIZE = 64

/**
 * Reads the value of a Host field, or the authority of an http URI:
 *
 *     Host        = uri-host [ ":" port ]                                RFC 9110 section 7.2
 *     uri-host    = IP-literal / IPv4address / reg-name                  RFC 3986 section 3.2.2
 *     IP-literal  = "[" ( IPv6address / IPvFuture ) "]"
 *     IPvFuture   = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
 *     reg-name    = *( unreserved / pct-encoded / sub-delims )
 *     port        = *DIGIT
 *
 * Stricter in two points: the host is not empty, as http URIs demand (RFC 9110 section 4.2.1), and holds no comma,
 * which is what two Host fields look like after somebody joined them.
 *
 * @returns `undefined` for anything else, user information and ports above 65535 included
 * @example
 * assert.deepEqual(parseHost('example.com:8000'), { host: 'example.com', port: 8000, kind: 'name' })
 * assert.deepEqual(parseHost('[::1]'), { host: '[::1]', port: undefined, kind: 'ipv6' })
 * assert.equal(parseHost('127.0.0.1:80:90'), undefined)
 */
export function parseHost(text: string): Host | undefined {
  const known = memo.get(text)
  if (known !== undefined) return known
  const host = readHost(text)
  if (host !== undefined && text.length < 256) {
    // Not cleared: V8 then keeps the table of a map that has grown old.
    if (memo.size >= MEMO_SIZE) memo = new Map()
    memo.set(text, Object.freeze(host))
  }
  return host
}

function readHost(text: string): Host | undefined {
  const literal = text.charCodeAt(0) === 0x5b
  const end = literal ? text.indexOf(']') + 1 : nameEnd(text)
  if (end <= 0) return undefined
  let port: number | undefined
  if (end < text.length) {
    if (text.charCodeAt(end) !== 0x3a || skip(text, end + 1, DIGIT) !== text.length) return undefined
    if (end + 1 < text.length) port = Number(text.slice(end + 1))
    if (port !== undefined && port > 65535) return undefined
  }
  const host = text.slice(0, end)
  if (!literal) return { host, port, kind: parseIpv4(host) ? 'ipv4' : 'name' }
  const inner = host.slice(1, -1)
  if (parseIpv6(inner)) return { host, port, kind: 'ipv6' }
  return isIpvFuture(inner) ? { host, port, kind: 'ipvfuture' } : undefined
}

/** The index after the registered name, or -1 when a character is met that neither belongs to it nor ends it. */
function nameEnd(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x3a) return at
    if (code === 0x25) {
      if (!is(text.charCodeAt(at + 1), HEXDIG) || !is(text.charCodeAt(at + 2), HEXDIG)) return -1
      at += 2
    } else if (code === 0x2c || REG_NAME[code] !== 1) return -1
  }
  return text.length
}

function isIpvFuture(text: string): boolean {
  if (text.charCodeAt(0) !== 0x76 && text.charCodeAt(0) !== 0x56) return false
  const dot = skip(text, 1, HEXDIG)
  if (dot === 1 || text.charCodeAt(dot) !== 0x2e || dot + 1 === text.length) return false
  for (let at = dot + 1; at < text.length; at++) {
    // The characters of user information happen to be just these.
    if (USERINFO[text.charCodeAt(at)] !== 1) return false
  }
  return true
}

/**
 * Writes host and port as an authority; an IPv6 address without brackets gets them.
 *
 * @throws TypeError when the result is no authority
 * @example
 * assert.equal(formatHost('::1', 8000), '[::1]:8000')
 * assert.equal(formatHost('example.com'), 'example.com')
 */
export function formatHost(host: string, port?: number): string {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const text = port === undefined ? name : `${name}:${port}`
  const parsed = parseHost(text)
  if (parsed === undefined || parsed.port !== port) {
    throw new TypeError(`Expected a host name or IP address and a port, got ${JSON.stringify(text)}`)
  }
  return text
}
