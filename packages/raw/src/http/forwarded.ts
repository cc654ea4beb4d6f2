import { ALPHA, DIGIT, WS, is, skip } from './chars.ts'
import { parseHost } from './host.ts'
import { formatIpAddress, parseIpv4, parseIpv6 } from './ip-address.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { quoteUnlessToken, readQuoted } from './quoted-string.ts'
import { checkToken, tokenEnd } from './token.ts'

/** What one proxy says of the request it received. */
export interface ForwardedElement {
  /** Who sent the request: a node. */
  readonly for?: string | undefined
  /** The interface it came in by: a node. */
  readonly by?: string | undefined
  /** Its Host field. */
  readonly host?: string | undefined
  /** Its scheme. */
  readonly proto?: string | undefined
  /** Parameters that RFC 7239 does not define, names in lower case. */
  readonly extensions?: readonly (readonly [name: string, value: string])[] | undefined
}

/** The elements of a Forwarded field; the last one comes from the proxy next to us. */
export interface Forwarded {
  readonly elements: readonly ForwardedElement[]
  /**
   * `pair` (not `token "=" value`), `repeated-parameter` (the first counts), `node`, `host` and `proto` (values that do
   * not fit their parameter; they are kept).
   */
  readonly problems: readonly Problem[]
}

type Draft = { -readonly [Key in 'for' | 'by' | 'host' | 'proto']?: string } & {
  extensions?: [name: string, value: string][]
}

/**
 * Reads a Forwarded field, RFC 7239 section 4. White space is allowed around semicolons, as in other fields.
 *
 *     Forwarded         = 1#forwarded-element
 *     forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
 *     forwarded-pair    = token "=" value
 *     value             = token / quoted-string
 *
 * Anybody can send one: only the elements that trusted proxies appended are worth something, counted from the end.
 * Where `problems` is not empty, even that count may be wrong: refuse the field.
 *
 * @example
 * const { elements } = parseForwarded('for=192.0.2.43, For="[2001:db8::17]:4711";proto=https')
 * assert.deepEqual(elements, [{ for: '192.0.2.43' }, { for: '[2001:db8::17]:4711', proto: 'https' }])
 * assert.deepEqual(parseForwarded('for=[::1]').problems, [{ code: 'pair', at: 0 }])
 */
export function parseForwarded(text: string): Forwarded {
  const elements: ForwardedElement[] = []
  const problems: Problem[] = []
  let element: Draft | undefined
  for (let at = 0; at < text.length; at++) {
    const start = skip(text, at, WS)
    at = start
    const nameEnd = tokenEnd(text, start)
    if (nameEnd > start && text.charCodeAt(nameEnd) === 0x3d) {
      const quoted = text.charCodeAt(nameEnd + 1) === 0x22
      const end = tokenEnd(text, nameEnd + 1)
      const read = quoted ? readQuoted(text, nameEnd + 1) : { value: text.slice(nameEnd + 1, end), end }
      at = skip(text, read?.end ?? text.length, WS)
      if (read === undefined || (read.value === '' && !quoted) || !isDelimiter(text, at)) {
        problems.push({ code: 'pair', at: start })
        element ??= {}
        at = read === undefined ? text.length : nextDelimiter(text, at)
      } else {
        setParameter((element ??= {}), text.slice(start, nameEnd).toLowerCase(), read.value, start, problems)
      }
    } else if (!isDelimiter(text, at)) {
      problems.push({ code: 'pair', at: start })
      element ??= {}
      at = nextDelimiter(text, at)
    }
    if (text.charCodeAt(at) !== 0x3b) {
      if (element !== undefined) elements.push(element)
      element = undefined
    }
  }
  // A semicolon at the very end leaves its element open.
  if (element !== undefined) elements.push(element)
  return { elements, problems: problems.length === 0 ? NO_PROBLEMS : problems }
}

function isDelimiter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return at >= text.length || code === 0x2c || code === 0x3b
}

/** The next comma or semicolon; a quote where none belongs hides nothing. */
function nextDelimiter(text: string, start: number): number {
  let at = start
  while (!isDelimiter(text, at)) at++
  return at
}

function setParameter(element: Draft, name: string, value: string, at: number, problems: Problem[]): void {
  if (name !== 'for' && name !== 'by' && name !== 'host' && name !== 'proto') {
    ;(element.extensions ??= []).push([name, value])
    return
  }
  if (element[name] !== undefined) {
    problems.push({ code: 'repeated-parameter', at })
    return
  }
  element[name] = value
  if (name === 'host' ? parseHost(value) === undefined : name === 'proto' && !isScheme(value)) {
    problems.push({ code: name, at })
  } else if ((name === 'for' || name === 'by') && !isForwardedNode(value)) problems.push({ code: 'node', at })
}

/** `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`, RFC 3986 section 3.1 */
function isScheme(text: string): boolean {
  if (!is(text.charCodeAt(0), ALPHA)) return false
  for (let at = 1; at < text.length; at++) {
    if (!is(text.charCodeAt(at), ALPHA | DIGIT) && !'+-.'.includes(text[at]!)) return false
  }
  return true
}

/** Who is at one end of a connection. */
export interface ForwardedNode {
  readonly kind: 'ipv4' | 'ipv6' | 'unknown' | 'obfuscated'
  /** The address in canonical form without brackets, `unknown`, or the name with its underscore. */
  readonly name: string
  /** A number from 0 to 65535 in digits, or a name with its underscore. */
  readonly port: string | undefined
}

/**
 * Reads a node, RFC 7239 section 6; also an IPv6 address without brackets, as X-Forwarded-For has them.
 *
 *     node     = nodename [ ":" node-port ]
 *     nodename = IPv4address / "[" IPv6address "]" / "unknown" / obfnode
 *     obfnode  = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )        ; obfport likewise
 *
 * @example
 * assert.deepEqual(parseForwardedNode('[2001:DB8::17]:4711'), { kind: 'ipv6', name: '2001:db8::17', port: '4711' })
 * assert.deepEqual(parseForwardedNode('::1'), { kind: 'ipv6', name: '::1', port: undefined })
 * assert.equal(parseForwardedNode('example.com'), undefined)
 */
export function parseForwardedNode(text: string): ForwardedNode | undefined {
  const bare = parseIpv6(text)
  if (bare) return { kind: 'ipv6', name: formatIpAddress(bare), port: undefined }
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1
  const colon = text.indexOf(':', bracket + 1)
  const end = colon < 0 ? text.length : colon
  const port = colon < 0 ? undefined : text.slice(colon + 1)
  if (port !== undefined && !isPort(port)) return undefined
  const name = text.slice(0, end)
  if (bracket >= 0) {
    const address = bracket === end - 1 ? parseIpv6(text.slice(1, bracket)) : undefined
    return address && { kind: 'ipv6', name: formatIpAddress(address), port }
  }
  if (parseIpv4(name)) return { kind: 'ipv4', name, port }
  if (name.toLowerCase() === 'unknown') return { kind: 'unknown', name: 'unknown', port }
  return isObfuscated(name) ? { kind: 'obfuscated', name, port } : undefined
}

function isForwardedNode(text: string): boolean {
  // Without brackets, an IPv6 address cannot be told from an address with port.
  return (
    (text.startsWith('[') || text.indexOf(':') === text.lastIndexOf(':')) &&
    parseForwardedNode(text) !== undefined
  )
}

function isPort(text: string): boolean {
  const digits = text.length > 0 && text.length <= 5 && skip(text, 0, DIGIT) === text.length
  return digits ? Number(text) <= 65535 : isObfuscated(text)
}

function isObfuscated(text: string): boolean {
  if (text.length < 2 || text.charCodeAt(0) !== 0x5f) return false
  for (let at = 1; at < text.length; at++) {
    if (!is(text.charCodeAt(at), ALPHA | DIGIT) && !'._-'.includes(text[at]!)) return false
  }
  return true
}

/**
 * Writes a node for `for` or `by`: an IPv6 address gets brackets.
 *
 * @throws TypeError when it is no node
 * @example
 * assert.equal(formatForwardedNode('2001:db8::17', 4711), '[2001:db8::17]:4711')
 * assert.equal(formatForwardedNode('_proxy7'), '_proxy7')
 */
export function formatForwardedNode(name: string, port?: number | string): string {
  const node = (parseIpv6(name) ? `[${name}]` : name) + (port === undefined ? '' : `:${port}`)
  if (!isForwardedNode(node))
    throw new TypeError(`Expected an address or name of a node, got ${JSON.stringify(node)}`)
  return node
}

/**
 * Writes a Forwarded field, or the element that a proxy appends to one.
 *
 * @throws TypeError when a value does not fit its parameter, or an element has no parameter
 * @example
 * assert.equal(formatForwarded([{ for: '[::1]', proto: 'http' }]), 'for="[::1]";proto=http')
 */
export function formatForwarded(elements: readonly ForwardedElement[]): string {
  return elements.map(formatElement).join(', ')
}

function formatElement(element: ForwardedElement): string {
  const pairs: string[] = []
  for (const name of ['for', 'by', 'host', 'proto'] as const) {
    const value = element[name]
    if (value === undefined) continue
    const fits =
      name === 'host' ? parseHost(value) : name === 'proto' ? isScheme(value) : isForwardedNode(value)
    if (!fits) throw new TypeError(`Expected a value that fits ${name}=, got ${JSON.stringify(value)}`)
    pairs.push(`${name}=${quoteUnlessToken(value)}`)
  }
  for (const [name, value] of element.extensions ?? [])
    pairs.push(`${checkToken(name)}=${quoteUnlessToken(value)}`)
  if (pairs.length === 0) throw new TypeError('Expected a parameter in each element of Forwarded, got none')
  return pairs.join(';')
}
