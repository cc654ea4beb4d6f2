import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { parseForwarded, parseForwardedNode } from '@triptych/raw/http'
import type { ForwardedElement } from '@triptych/raw/http'
import { parseListHeader } from '../http/list-header.ts'

/** How many proxies of yours set each field; 0 for none. A field that no proxy of yours sets comes from the client. */
export interface ProxyFixOptions {
  /** X-Forwarded-For, which sets REMOTE_ADDR. Default: 1. */
  readonly xFor?: number
  /** X-Forwarded-Proto, which sets `wsgi.url_scheme`. Default: 1. */
  readonly xProto?: number
  /** X-Forwarded-Host, which sets HTTP_HOST, SERVER_NAME and SERVER_PORT. Default: 0. */
  readonly xHost?: number
  /** X-Forwarded-Port, which sets SERVER_PORT and the port of HTTP_HOST. Default: 0. */
  readonly xPort?: number
  /** X-Forwarded-Prefix, which sets SCRIPT_NAME. Default: 0. */
  readonly xPrefix?: number
  /**
   * Forwarded (RFC 7239), which sets REMOTE_ADDR, `wsgi.url_scheme` and the host. A request that has the field is
   * described by it alone: its X-Forwarded-For, -Proto, -Host and -Port are not looked at. Default: 0.
   */
  readonly forwarded?: number
}

/** What a request was before, by environ key: `environ['werkzeug.proxy_fix.orig']`. */
export type ProxyFixOriginal = Readonly<Record<(typeof KEPT)[number], string | undefined>>

const KEPT = [
  'REMOTE_ADDR',
  'wsgi.url_scheme',
  'HTTP_HOST',
  'SERVER_NAME',
  'SERVER_PORT',
  'SCRIPT_NAME',
] as const

/**
 * Tells an application behind proxies who asked, and for which URL, from the fields that the proxies set. It must be told
 * how many of them set each field: values to the left of theirs come from the client and are worth nothing. What was there
 * before stands in `environ['werkzeug.proxy_fix.orig']`. Values are taken as they are: a proxy that passes on what it has
 * not checked needs `trustedHosts` behind it. Python: `werkzeug.middleware.proxy_fix.ProxyFix`; `forwarded` is ours.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { bytes } from '@triptych/raw'
 * const app = new ProxyFix((environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [bytes(`${environ.REMOTE_ADDR} ${environ['wsgi.url_scheme']}`)]
 * })
 * const headers: [string, string][] = [
 *   ['X-Forwarded-For', '6.6.6.6, 192.0.2.7'],
 *   ['X-Forwarded-Proto', 'https'],
 * ]
 * assert.equal((await call(app, { target: '/', headers })).text(), '192.0.2.7 https')
 */
export class ProxyFix {
  readonly app: Application
  readonly xFor: number
  readonly xProto: number
  readonly xHost: number
  readonly xPort: number
  readonly xPrefix: number
  readonly forwarded: number

  /** @throws TypeError when it is no application, RangeError for a number of proxies that is none */
  constructor(app: ApplicationLike, options: ProxyFixOptions = {}) {
    const { xFor = 1, xProto = 1, xHost = 0, xPort = 0, xPrefix = 0, forwarded = 0 } = options
    this.app = toApplication(app)
    this.xFor = hops(xFor)
    this.xProto = hops(xProto)
    this.xHost = hops(xHost)
    this.xPort = hops(xPort)
    this.xPrefix = hops(xPrefix)
    this.forwarded = hops(forwarded)
  }

  /** Corrects the environ and passes the request on. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    environ['werkzeug.proxy_fix.orig'] = Object.fromEntries(KEPT.map((key) => [key, environ[key]]))
    const forwarded = this.forwarded > 0 ? environ['HTTP_FORWARDED'] : undefined
    if (forwarded === undefined) this.#readXForwarded(environ)
    else readForwarded(environ, forwarded, this.forwarded)
    const prefix = valueOf(environ['HTTP_X_FORWARDED_PREFIX'], this.xPrefix)
    if (prefix) environ.SCRIPT_NAME = prefix
    return this.app(environ, startResponse)
  }

  #readXForwarded(environ: Environ): void {
    const client = valueOf(environ['HTTP_X_FORWARDED_FOR'], this.xFor)
    if (client) environ.REMOTE_ADDR = client
    const scheme = valueOf(environ['HTTP_X_FORWARDED_PROTO'], this.xProto)
    if (scheme) environ['wsgi.url_scheme'] = scheme
    const host = valueOf(environ['HTTP_X_FORWARDED_HOST'], this.xHost)
    if (host) setHost(environ, host)
    const port = valueOf(environ['HTTP_X_FORWARDED_PORT'], this.xPort)
    if (port) {
      if (environ.HTTP_HOST) environ.HTTP_HOST = `${splitPort(environ.HTTP_HOST)[0]}:${port}`
      environ.SERVER_PORT = port
    }
  }
}

function hops(count: number): number {
  if (Number.isInteger(count) && count >= 0) return count
  throw new RangeError(`Expected a number of proxies from 0 on, got ${count}`)
}

/** What the outermost of our proxies wrote; nothing when there are fewer values than proxies. */
function valueOf(field: string | undefined, trusted: number): string | undefined {
  return trusted === 0 || !field ? undefined : parseListHeader(field).at(-trusted)
}

/** The last colon begins the port, unless it is one of an IPv6 address without a port. */
function splitPort(host: string): [name: string, port: string | undefined] {
  const colon = host.endsWith(']') ? -1 : host.lastIndexOf(':')
  return colon < 0 ? [host, undefined] : [host.slice(0, colon), host.slice(colon + 1)]
}

function setHost(environ: Environ, host: string): void {
  const [name, port] = splitPort(host)
  environ.HTTP_HOST = host
  environ.SERVER_NAME = name
  if (port !== undefined) environ.SERVER_PORT = port
}

/** A field with a fault says nothing: where its elements begin is in doubt, and with it who wrote which. */
function readForwarded(environ: Environ, field: string, trusted: number): void {
  const { elements, problems } = parseForwarded(field)
  const element: ForwardedElement | undefined = problems.length > 0 ? undefined : elements.at(-trusted)
  if (!element) return
  if (element.for !== undefined) {
    const node = parseForwardedNode(element.for)
    if (node) environ.REMOTE_ADDR = node.name
  }
  if (element.proto !== undefined) environ['wsgi.url_scheme'] = element.proto.toLowerCase()
  if (element.host !== undefined) setHost(environ, element.host)
}
