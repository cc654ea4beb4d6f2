import type { Environ, HeaderPair, InputStream } from '../gateway.ts'
import { EnvironShapes } from '../gateways/environ-shapes.ts'
import { requestEnviron } from '../gateways/request-environ.ts'
import { splitUri } from '../http/uri.ts'
import { Input, NO_INPUT, blocksOf } from '../input.ts'
import type { BlockSource } from '../input.ts'
import { bytes } from '../util.ts'
import { ErrorLog } from './error-log.ts'

/** What a request body can be made of. */
export type RequestBody = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | InputStream

/** A request, as {@link buildEnviron} takes it. */
export interface RequestInit {
  /** GET by default, POST with a body. */
  readonly method?: string
  /** A path with or without query (`/a?b`), or a whole URL, which gives scheme and Host. Default `/`. */
  readonly target?: string
  readonly headers?: Readonly<Record<string, string>> | readonly HeaderPair[]
  /** Text goes as UTF-8. What is in memory gets a Content-Length, anything else counts as chunked. */
  readonly body?: RequestBody
  readonly scheme?: 'http' | 'https'
  /** The Host field; `127.0.0.1` by default, none with `null`. */
  readonly host?: string | null
  /** `HTTP/1.1` by default. */
  readonly protocol?: 'HTTP/1.1' | 'HTTP/1.0'
  readonly remoteAddr?: string
  /** Keys that replace or add to what was built. */
  readonly environ?: Partial<Environ>
}

const shapes = new EnvironShapes()

/**
 * Builds the environ that a server would build for this request, with an error stream that can be read.
 *
 * @param request a target, or everything about the request
 * @throws BadRequest for a request that a server would refuse
 * @example
 * const environ = buildEnviron({ target: 'http://example.com/a%20b?q=1', body: 'hi' })
 * assert.equal(environ.REQUEST_METHOD, 'POST')
 * assert.equal(environ.PATH_INFO, '/a b')
 * assert.equal(environ.HTTP_HOST, 'example.com')
 * assert.equal(environ.CONTENT_LENGTH, '2')
 */
export function buildEnviron(request: string | RequestInit = {}): Environ {
  const init: RequestInit = typeof request === 'string' ? { target: request } : request
  const url = splitUri(init.target ?? '/')
  const whole = url.scheme !== undefined && url.authority !== undefined
  const scheme = init.scheme ?? (whole && url.scheme === 'https' ? 'https' : 'http')
  const target = whole
    ? `${url.path || '/'}${url.query === undefined ? '' : `?${url.query}`}`
    : (init.target ?? '/')
  const given = init.headers ?? []
  const pairs: readonly HeaderPair[] = isPairs(given) ? given : Object.entries(given)
  const fields = pairs.flat()
  const has = (name: string): boolean => pairs.some((pair) => pair[0].toLowerCase() === name)
  const host = init.host === undefined ? (url.authority ?? '127.0.0.1') : init.host
  if (host !== null && !has('host')) fields.unshift('Host', host)
  const { source, length } = sourceOf(init.body)
  if (length !== undefined && !has('content-length')) fields.push('Content-Length', String(length))
  const connection = {
    scheme,
    serverName: '127.0.0.1',
    serverPort: scheme === 'https' ? '443' : '80',
    remoteAddr: init.remoteAddr ?? '127.0.0.1',
    remotePort: '50000',
  }
  const method = init.method ?? (init.body === undefined ? 'GET' : 'POST')
  const head = { method, target, protocol: init.protocol ?? 'HTTP/1.1', fields }
  const environ = requestEnviron(shapes, head, connection, source, new ErrorLog())
  return Object.assign(environ, init.environ)
}

function sourceOf(body: RequestBody | undefined): { source: InputStream; length: number | undefined } {
  if (body === undefined) return { source: NO_INPUT, length: undefined }
  const block = typeof body === 'string' ? bytes(body) : body
  if (block instanceof Uint8Array) return { source: new Input(blocksOf(block)), length: block.length }
  if (isInput(block)) return { source: block, length: undefined }
  return { source: new Input(pull(block)), length: undefined }
}

function pull(blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): BlockSource {
  const iterator = Symbol.asyncIterator in blocks ? blocks[Symbol.asyncIterator]() : blocks[Symbol.iterator]()
  return async () => {
    const step = await iterator.next()
    return step.done ? undefined : step.value
  }
}

function isInput(body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): body is InputStream {
  return 'readline' in body
}

function isPairs(headers: NonNullable<RequestInit['headers']>): headers is readonly HeaderPair[] {
  return Array.isArray(headers)
}
