import { parseTokenList } from './token-list.ts'

/**
 * The fields that are about one connection and end there, in lower case: those of RFC 9110 section 7.6.1 and of
 * Python's `wsgiref.util`. An application must not send them, a proxy must not pass them on.
 */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailers',
  'transfer-encoding',
  'upgrade',
])

/** Bit n is set when a name of n characters is in the set: most fields are ruled out without touching their text. */
const LENGTHS = [...HOP_BY_HOP].reduce((bits, name) => bits | (1 << name.length), 0)

/**
 * Whether a field belongs to one connection only, `wsgiref.util.is_hop_by_hop`.
 *
 * @example
 * assert.equal(isHopByHop('Transfer-Encoding'), true)
 * assert.equal(isHopByHop('Content-Length'), false)
 */
export function isHopByHop(name: string): boolean {
  const { length } = name
  return length < 32 && (LENGTHS & (1 << length)) !== 0 && HOP_BY_HOP.has(name.toLowerCase())
}

/**
 * Fields that a Connection option cannot take out of a message, in lower case: they are about its framing, its
 * routing, or the reason why somebody upstream trusts it (`Connection: X-Forwarded-For`, CVE-2022-31813).
 */
const KEPT: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'content-length',
  'content-type',
  'cookie',
  'forwarded',
  'host',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
])

/**
 * The fields that a Connection field nominates as its own, in lower case, to be removed before a message is passed
 * on (RFC 9110 section 7.6.1). The option `close` is no field; fields that every recipient needs are left out, since
 * a sender must not nominate those.
 *
 * @example
 * assert.deepEqual(nominatedFields('close, X-Trace, Host'), ['x-trace'])
 */
export function nominatedFields(connection: string): string[] {
  return parseTokenList(connection).tokens.filter((name) => name !== 'close' && !KEPT.has(name))
}

/**
 * Whether the connection can serve another message after this one, RFC 9112 section 9.3: `close` ends it, HTTP/1.1
 * keeps it, HTTP/1.0 keeps it only by `keep-alive`.
 *
 * @param protocol the version of the message, as in SERVER_PROTOCOL
 * @param connection the value of its Connection field, empty when it has none
 * @example
 * assert.equal(isPersistent('HTTP/1.1', ''), true)
 * assert.equal(isPersistent('HTTP/1.1', 'TE, Close'), false)
 * assert.equal(isPersistent('HTTP/1.0', 'keep-alive'), true)
 */
export function isPersistent(protocol: string, connection: string): boolean {
  if (connection === '') return protocol === 'HTTP/1.1'
  const { tokens } = parseTokenList(connection)
  if (tokens.includes('close')) return false
  return protocol === 'HTTP/1.1' || (protocol === 'HTTP/1.0' && tokens.includes('keep-alive'))
}
