import { foldLeadingSlashes } from '../environ.ts'
import type { Environ, ErrorStream, InputStream } from '../gateway.ts'
import { requestFraming } from '../http/framing.ts'
import { parseHost } from '../http/host.ts'
import { isMessageFault } from '../http/message-error.ts'
import { decodePercent } from '../http/percent.ts'
import { parseRequestTarget } from '../http/request-target.ts'
import { statusText } from '../status.ts'
import type { EnvironShapes } from './environ-shapes.ts'

/** A request's head, as a parser of HTTP/1.1 hands it over. */
export interface RequestHead {
  /** In the case it was sent in. */
  readonly method: string
  /** As it was sent. */
  readonly target: string
  /** `HTTP/1.1` or `HTTP/1.0`. */
  readonly protocol: string
  /** Names and values in turn, in the order and case they were sent in. */
  readonly fields: readonly string[]
}

/** What all requests of one connection have in common. */
export interface ConnectionFacts {
  readonly scheme: 'http' | 'https'
  /** The local address of the accepted socket, or `localhost` for a unix socket. */
  readonly serverName: string
  readonly serverPort: string
  readonly remoteAddr: string
  readonly remotePort: string
}

/**
 * A request that no application gets to see.
 *
 * @example
 * assert.equal(new BadRequest('Malformed Host field').status, '400 Bad Request')
 */
export class BadRequest extends SyntaxError {
  override readonly name = 'BadRequest'
  readonly code = 'ERR_BAD_REQUEST'
  /** What it is answered with. */
  readonly status: string

  constructor(message: string, status: string = '400 Bad Request') {
    super(message)
    this.status = status
  }
}

/**
 * Builds the environ of a request as every gateway must (PEP 3333, "environ Variables"): the target taken apart and
 * decoded, leading slashes folded, the authority of an absolute target in place of Host (RFC 9112 section 3.2.2),
 * repeated fields joined, fields that could pose as others left out.
 *
 * @throws BadRequest for a target outside RFC 9112 section 3.2 or of https without TLS, and for a Host that is missing,
 * repeated or malformed
 * @example
 * import { NO_INPUT } from '@triptych/raw/input'
 * import { EnvironShapes } from '@triptych/raw/gateways'
 * const head = { method: 'GET', target: '//a%20b?q', protocol: 'HTTP/1.1', fields: ['Host', 'x', 'Accept', 'a', 'accept', 'b'] }
 * const connection = { scheme: 'http', serverName: '127.0.0.1', serverPort: '80', remoteAddr: '::1', remotePort: '1' }
 * const environ = requestEnviron(new EnvironShapes(), head, connection, NO_INPUT, console)
 * assert.equal(environ.PATH_INFO, '/a b')
 * assert.equal(environ.HTTP_ACCEPT, 'a, b')
 * assert.throws(() => requestEnviron(new EnvironShapes(), { ...head, target: 'a' }, connection, NO_INPUT, console), BadRequest)
 */
export function requestEnviron(
  shapes: EnvironShapes,
  head: RequestHead,
  connection: ConnectionFacts,
  input: InputStream,
  errors: ErrorStream,
): Environ {
  const { method, target, protocol, fields } = head
  // node's parser lets HTTP/0.9 and HTTP/2.0 pass in a request line of this form, which neither has.
  if (protocol !== 'HTTP/1.1' && protocol !== 'HTTP/1.0') throw new BadRequest(`Invalid version: ${protocol}`)
  const { scheme, path, query, authority, problems } = parseRequestTarget(method, target)
  // A lone % and what browsers leave unescaped reach the application as they are; nothing else does.
  for (const { code } of problems) {
    if (code !== 'percent' && code !== 'unescaped') throw new BadRequest(`Invalid request target: ${code}`)
  }
  // RFC 9110 section 7.4: what is asked for under https must not be given away in the clear.
  if (scheme === 'https' && connection.scheme !== 'https') {
    throw new BadRequest('Expected no https target on a connection without TLS', statusText(421))
  }
  const shape = shapes.of(fields)
  const environ: Environ = { ...shape.template }
  environ.REQUEST_METHOD = method
  environ.PATH_INFO = foldLeadingSlashes(decodePercent(path))
  environ.QUERY_STRING = query ?? ''
  environ.REQUEST_URI = target
  environ.SERVER_PROTOCOL = protocol
  environ.SERVER_NAME = connection.serverName
  environ.SERVER_PORT = connection.serverPort
  environ.REMOTE_ADDR = connection.remoteAddr
  environ.REMOTE_PORT = connection.remotePort
  environ['wsgi.url_scheme'] = connection.scheme
  environ['wsgi.input'] = input
  environ['wsgi.errors'] = errors
  const { keys } = shape
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]
    if (key !== undefined) environ[key] = fields[2 * at + 1]
  }
  for (const [at, key] of shape.repeated) {
    environ[key] += (key === 'HTTP_COOKIE' ? '; ' : ', ') + fields[2 * at + 1]
  }
  if (shape.hosts !== 1 && (shape.hosts > 1 || protocol !== 'HTTP/1.0')) {
    throw new BadRequest(`Expected one Host field, got ${shape.hosts}`)
  }
  if (environ.HTTP_HOST !== undefined && parseHost(environ.HTTP_HOST) === undefined) {
    throw new BadRequest('Malformed Host field')
  }
  if (environ['HTTP_TRANSFER_ENCODING'] !== undefined) checkTransferCoding(fields, protocol)
  if (authority !== undefined) environ.HTTP_HOST = authority
  return environ
}

/** The input is what is left once `chunked` is taken off, so there must be no other coding. */
function checkTransferCoding(fields: readonly string[], version: 'HTTP/1.0' | 'HTTP/1.1'): void {
  try {
    requestFraming({ version, fields })
  } catch (error) {
    if (!isMessageFault(error)) throw error
    throw new BadRequest(error.message, statusText(error.status))
  }
}
