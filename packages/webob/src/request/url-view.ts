import { parseForwarded, parseForwardedNode, trustedHop, encodePercent, PATH } from '@triptych/raw/http'
import { parseInt } from '../descriptors/index.ts'
import { relativeTo } from '../location.ts'
import { applicationUrl, hostUrl, pathUrl } from '../request-url.ts'
import { EnvironView } from './environ-view.ts'

/** What a request was matched to: names and their values. */
type RoutingArgs = readonly [args: unknown, vars: object]
const ROUTING = 'wsgiorg.routing_args'
const PASTE = 'paste.urlvars'

/**
 * Where a request goes, where it comes from, and what its URL was matched to.
 *
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('http://example.com/a/b?c=d')
 * assert.ok(request instanceof UrlView)
 * assert.equal(request.pathInfo, '/a/b')
 * assert.equal(request.url, 'http://example.com/a/b?c=d')
 */
export class UrlView<Vars = Record<string, string>> extends EnvironView {
  /** http or https. */
  get scheme(): string {
    return this._need('wsgi.url_scheme') as string
  }

  set scheme(value: string) {
    this._setNeed('wsgi.url_scheme', value)
  }

  /** The method; GET when there is none. */
  get method(): string {
    return this._text('REQUEST_METHOD') ?? 'GET'
  }

  set method(value: string | null) {
    this._setText('REQUEST_METHOD', value)
  }

  /** The version, such as HTTP/1.1. */
  get httpVersion(): string {
    return this._need('SERVER_PROTOCOL') as string
  }

  set httpVersion(value: string) {
    this._setNeed('SERVER_PROTOCOL', value)
  }

  /** The user that the server has found to be who they say. */
  get remoteUser(): string | null {
    return this._text('REMOTE_USER')
  }

  set remoteUser(value: string | null) {
    this._setText('REMOTE_USER', value)
  }

  /** The name of the client's host, where the server looks it up. */
  get remoteHost(): string | null {
    return this._text('REMOTE_HOST')
  }

  set remoteHost(value: string | null) {
    this._setText('REMOTE_HOST', value)
  }

  /** The address at the other end of the connection: the client's, or that of a proxy. */
  get remoteAddr(): string | null {
    return this._text('REMOTE_ADDR')
  }

  set remoteAddr(value: string | null) {
    this._setText('REMOTE_ADDR', value)
  }

  /** The query as it was sent. */
  get queryString(): string {
    return this._text('QUERY_STRING') ?? ''
  }

  set queryString(value: string | null) {
    this._setText('QUERY_STRING', value)
  }

  get serverName(): string {
    return this._need('SERVER_NAME') as string
  }

  set serverName(value: string) {
    this._setNeed('SERVER_NAME', value)
  }

  get serverPort(): number | null {
    return parseInt(this._need('SERVER_PORT') as string)
  }

  set serverPort(value: number) {
    this.environ.SERVER_PORT = String(value)
  }

  /** The mount point of the application, decoded. */
  get scriptName(): string {
    return this.encget('SCRIPT_NAME', '', 'urlEncoding')
  }

  set scriptName(value: string | null) {
    if (value === null) delete (this.environ as Partial<typeof this.environ>).SCRIPT_NAME
    else this.encset('SCRIPT_NAME', value, 'urlEncoding')
  }

  /** The path behind the mount point, decoded. */
  get pathInfo(): string {
    return this.encget('PATH_INFO', undefined, 'urlEncoding')
  }

  set pathInfo(value: string) {
    this.encset('PATH_INFO', value, 'urlEncoding')
  }

  /** Another name for {@link scriptName}. */
  get uscriptName(): string {
    return this.scriptName
  }

  set uscriptName(value: string | null) {
    this.scriptName = value
  }

  /** Another name for {@link pathInfo}. */
  get upathInfo(): string {
    return this.pathInfo
  }

  set upathInfo(value: string) {
    this.pathInfo = value
  }

  /** The bytes of the path behind the mount point, one character each: they may be no text at all. */
  get rawPathInfo(): string {
    return this._need('PATH_INFO') as string
  }

  /** The bytes of the mount point, one character each. */
  get rawScriptName(): string {
    return this._text('SCRIPT_NAME') ?? ''
  }

  /**
   * The first address of X-Forwarded-For, else {@link remoteAddr}. **Anybody can send that field**: use it for nothing that
   * matters, and {@link trustedClientAddr} behind proxies of your own.
   */
  get clientAddr(): string | null {
    const forwarded = this._text('HTTP_X_FORWARDED_FOR')
    return forwarded === null ? this.remoteAddr : forwarded.split(',')[0]!.trim()
  }

  /**
   * The address of the client as the outermost of so many proxies of your own saw it, by Forwarded (RFC 7239) or
   * X-Forwarded-For; {@link remoteAddr} when they did not say, or there are none.
   *
   * Say by `field` which of the two your proxies write, since a client can send the other one: without that, fields that
   * tell two addresses are not believed, and there is none.
   *
   * @throws RangeError unless the number is a whole one from 0 on
   */
  trustedClientAddr(options: {
    readonly hops: number
    readonly field?: 'forwarded' | 'x-forwarded-for'
  }): string | null {
    const { hops, field } = options
    const listed = this._text('HTTP_X_FORWARDED_FOR')
    const forwarded = this._text('HTTP_FORWARDED')
    const byList = trustedHop(listed ?? '', hops) ?? this.remoteAddr
    if (hops === 0 || field === 'x-forwarded-for') return byList
    if (field === undefined && forwarded === null) return byList
    const byForwarded = forwardedFor(forwarded ?? '', hops) ?? this.remoteAddr
    return field === 'forwarded' || listed === null || byList === byForwarded ? byForwarded : null
  }

  /** Host with its port as the client sent it, or the server's. */
  get host(): string {
    return (
      this.environ.HTTP_HOST ?? `${String(this._need('SERVER_NAME'))}:${String(this._need('SERVER_PORT'))}`
    )
  }

  set host(value: string | null) {
    this._setText('HTTP_HOST', value)
  }

  /** The host without its port. */
  get domain(): string {
    const { host } = this
    const colon = host.endsWith(']') ? -1 : host.lastIndexOf(':')
    return colon < 0 ? host : host.slice(0, colon)
  }

  /** The port as text: of the host, or the scheme's, or the server's when there is no host. */
  get hostPort(): string {
    const host = this.environ.HTTP_HOST
    if (host === undefined) return this._need('SERVER_PORT') as string
    if (host.includes(':') && !host.endsWith(']')) return host.slice(host.lastIndexOf(':') + 1)
    return this._need('wsgi.url_scheme') === 'https' ? '443' : '80'
  }

  /** Scheme and host, without the scheme's own port. */
  get hostUrl(): string {
    this._needHost()
    return hostUrl(this.environ)
  }

  /** @internal */
  _needHost(): void {
    this._need('wsgi.url_scheme')
    if (this.environ.HTTP_HOST === undefined) {
      this._need('SERVER_NAME')
    }
  }

  /** The URL of the application: where it is mounted. */
  get applicationUrl(): string {
    this._needHost()
    return applicationUrl(this.environ)
  }

  /** The URL without the query. */
  get pathUrl(): string {
    this._needHost()
    this._need('PATH_INFO')
    return pathUrl(this.environ)
  }

  /** The path, mount point included, quoted as in the URL. */
  get path(): string {
    return encodePercent((this.environ.SCRIPT_NAME ?? '') + (this._need('PATH_INFO') as string), PATH)
  }

  /** The path with the query. */
  get pathQs(): string {
    const query = this.environ.QUERY_STRING
    return query ? `${this.path}?${query}` : this.path
  }

  /** The whole URL. */
  get url(): string {
    const query = this.environ.QUERY_STRING
    return query ? `${this.pathUrl}?${query}` : this.pathUrl
  }

  /**
   * A URL relative to this request's (RFC 3986 section 5.2), or to the application's.
   *
   * @throws SyntaxError when it holds control characters, or blanks at its ends
   */
  relativeUrl(otherUrl: string, options: { readonly toApplication?: boolean } = {}): string {
    if (!options.toApplication) return relativeTo(this.pathUrl, otherUrl)
    const base = this.applicationUrl
    return relativeTo(base.endsWith('/') ? base : `${base}/`, otherUrl)
  }

  /**
   * Moves the next segment of the path to the mount point and gives it; null when there is none, or the pattern does not
   * match at its start.
   */
  pathInfoPop(pattern?: RegExp | string): string | null {
    const segment = this.pathInfoPeek()
    if (segment === null || (pattern !== undefined && !matchesStart(pattern, segment))) return null
    // The bytes move as they are.
    const raw = this.rawPathInfo
    const slash = raw.indexOf('/', leadingSlashes(raw))
    const end = slash < 0 ? raw.length : slash
    this.environ.SCRIPT_NAME = this.rawScriptName + raw.slice(0, end)
    this.environ.PATH_INFO = raw.slice(end)
    return segment
  }

  /** The next segment of the path, or null. Changes nothing. */
  pathInfoPeek(): string | null {
    const path = this.pathInfo
    return path === '' ? null : path.slice(leadingSlashes(path)).split('/', 1)[0]!
  }

  /** The named values that the URL was matched to. */
  get urlvars(): Vars {
    const { environ } = this
    if (PASTE in environ) return environ[PASTE] as Vars
    if (ROUTING in environ) return (environ[ROUTING] as RoutingArgs)[1] as Vars
    const vars = {} as Vars
    environ[ROUTING] = [[], vars]
    return vars
  }

  set urlvars(value: Vars | null) {
    const { environ } = this
    if (value === null) {
      delete environ[PASTE]
      const args = (environ[ROUTING] as RoutingArgs | undefined)?.[0]
      if (args === undefined || (args as readonly unknown[]).length === 0) delete environ[ROUTING]
      else environ[ROUTING] = [args, {}]
    } else if (ROUTING in environ) {
      environ[ROUTING] = [(environ[ROUTING] as RoutingArgs)[0], value]
      delete environ[PASTE]
    } else if (PASTE in environ) environ[PASTE] = value
    else environ[ROUTING] = [[], value]
  }

  /** The positional values that the URL was matched to. */
  get urlargs(): readonly unknown[] {
    return ((this.environ[ROUTING] as RoutingArgs | undefined)?.[0] as readonly unknown[] | undefined) ?? []
  }

  set urlargs(value: readonly unknown[] | null) {
    const { environ } = this
    const vars: object = (environ[ROUTING] as RoutingArgs | undefined)?.[1] ?? {}
    if (value !== null) {
      environ[ROUTING] = [value, environ[PASTE] ?? vars]
      delete environ[PASTE]
    } else if (ROUTING in environ) {
      if (Object.keys(vars).length === 0) delete environ[ROUTING]
      else environ[ROUTING] = [[], vars]
    }
  }
}

/** The address in the element that the outermost of so many proxies has added. */
function forwardedFor(text: string, hops: number): string | undefined {
  const { elements, problems } = parseForwarded(text)
  const node = problems.length === 0 ? parseForwardedNode(elements.at(-hops)?.for ?? '') : undefined
  return node?.kind === 'ipv4' || node?.kind === 'ipv6' ? node.name : undefined
}

/** Python's `re.match`. */
function matchesStart(pattern: RegExp | string, text: string): boolean {
  const { source, flags } = new RegExp(pattern)
  return new RegExp(source, `${flags.replaceAll(/[gy]/g, '')}y`).test(text)
}

function leadingSlashes(path: string): number {
  let at = 0
  while (path[at] === '/') at++
  return at
}
