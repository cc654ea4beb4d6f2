import { FileWrapper, WSGI_VERSION, environKey, foldLeadingSlashes } from '../environ.ts'
import type { Environ, ErrorStream, FileLike, InputStream } from '../gateway.ts'
import { parseHost } from '../http/host.ts'
import { decodePercent } from '../http/percent.ts'
import { parseRequestTarget } from '../http/request-target.ts'

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

/** A request that no application gets to see: it is answered 400. */
export class BadRequest extends SyntaxError {
  override readonly name = 'BadRequest'
  readonly code = 'ERR_BAD_REQUEST'
}

/**
 * Builds the environ of a request as every gateway must (PEP 3333, "environ Variables"): the target taken apart and
 * decoded, leading slashes folded, the authority of an absolute target in place of Host (RFC 9112 section 3.2.2),
 * repeated fields joined, fields that could pose as others left out.
 *
 * @throws BadRequest for a target outside RFC 9112 section 3.2, and for a Host that is missing, repeated or malformed
 */
export function requestEnviron(
  head: RequestHead,
  connection: ConnectionFacts,
  input: InputStream,
  errors: ErrorStream,
): Environ {
  const { method, target, protocol, fields } = head
  const { path, query, authority, problems } = parseRequestTarget(method, target)
  // A lone % and what browsers leave unescaped reach the application as they are; nothing else does.
  for (const { code } of problems) {
    if (code !== 'percent' && code !== 'unescaped') throw new BadRequest(`Invalid request target: ${code}`)
  }
  const shape = shapeOf(fields)
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
  if (authority !== undefined) environ.HTTP_HOST = authority
  return environ
}

/**
 * What requests with the same sequence of field names have in common. Copying an object that already has all its keys
 * is one allocation; adding twenty keys to a new one is twenty changes of its hidden class.
 */
interface Shape {
  readonly fields: readonly string[]
  readonly template: Environ
  /** The key of each field; `undefined` where the field is left out or repeats one. */
  readonly keys: readonly (string | undefined)[]
  /** Index and key of the fields that repeat an earlier one. */
  readonly repeated: readonly (readonly [number, string])[]
  readonly hosts: number
}

/** Field names come from the network: enough for the clients of a busy server, little for a hostile one. */
const MAX_SHAPES = 64
const shapes = new Map<number, Shape[]>()
let known = 0
let last: Shape | undefined

function shapeOf(fields: readonly string[]): Shape {
  if (last !== undefined && sameNames(last.fields, fields)) return last
  const candidates = shapes.get(fields.length)
  for (const shape of candidates ?? []) if (sameNames(shape.fields, fields)) return (last = shape)
  const shape = makeShape(fields)
  if (known >= MAX_SHAPES) {
    shapes.clear()
    known = 0
  }
  known++
  const list = shapes.get(fields.length)
  if (list) list.push(shape)
  else shapes.set(fields.length, [shape])
  return (last = shape)
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 2) if (one[at] !== other[at]) return false
  return true
}

function makeShape(fields: readonly string[]): Shape {
  const template: Environ = {
    REQUEST_METHOD: '',
    SCRIPT_NAME: '',
    PATH_INFO: '',
    QUERY_STRING: '',
    REQUEST_URI: '',
    SERVER_PROTOCOL: '',
    SERVER_NAME: '',
    SERVER_PORT: '',
    REMOTE_ADDR: '',
    REMOTE_PORT: '',
    'wsgi.version': WSGI_VERSION,
    'wsgi.url_scheme': '',
    'wsgi.input': undefined as never,
    'wsgi.errors': undefined as never,
    'wsgi.multithread': false,
    'wsgi.multiprocess': false,
    'wsgi.run_once': false,
    'wsgi.input_terminated': true,
    'wsgi.file_wrapper': wrapFile,
  }
  const keys: (string | undefined)[] = []
  const repeated: [number, string][] = []
  let hosts = 0
  for (let at = 0; 2 * at < fields.length; at++) {
    const key = environKey(fields[2 * at]!)
    if (key === 'HTTP_HOST') hosts++
    const repeats = key !== undefined && Object.hasOwn(template, key)
    if (repeats) repeated.push([at, key])
    keys.push(repeats ? undefined : key)
    if (key !== undefined && !repeats) template[key] = ''
  }
  // The names alone are kept: the array that came holds the values of one client.
  const names = fields.map((text, at) => (at % 2 === 0 ? text : ''))
  return { fields: names, template, keys, repeated, hosts }
}

const wrapFile = (file: FileLike, blockSize?: number): FileWrapper => new FileWrapper(file, blockSize)
