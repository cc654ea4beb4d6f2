import type { ApplicationLike, Environ } from '@triptych/raw/gateway'
import { dumpCookie } from '../http/dump-cookie.ts'
import type { DumpCookieOptions } from '../http/dump-cookie.ts'
import { splitUrl } from '../urls/split-url.ts'
import { Request } from '../wrappers/request.ts'
import { runApplication } from '../wrappers/run-application.ts'
import { getCurrentUrl } from '../wsgi/get-current-url.ts'
import { ClientRedirectError } from './client-redirect-error.ts'
import { CookieJar } from './cookie-jar.ts'
import { Cookie } from './cookie.ts'
import { EnvironBuilder } from './environ-builder.ts'
import type { EnvironBuilderOptions } from './builder-options.ts'
import { redirected } from './redirected.ts'
import { Releases } from './releases.ts'
import { TestResponse } from './test-response.ts'

/** How a client works. */
export interface ClientOptions<Answer extends TestResponse = TestResponse> {
  /** The class of answers. */
  readonly responseWrapper?: (new (...args: ConstructorParameters<typeof TestResponse>) => Answer) | null
  /** Keep cookies and send them; on by default. */
  readonly useCookies?: boolean
  /** Follow redirects to subdomains of the server. */
  readonly allowSubdomainRedirects?: boolean
}

/** How one request is sent. */
export interface OpenOptions {
  /** Read the whole body at once, and close it. */
  readonly buffered?: boolean
  /** Go on to where redirects lead; the answers on the way are in `history`. */
  readonly followRedirects?: boolean
}

/** What is asked for: a path, or a whole request. */
export type OpenTarget = string | EnvironBuilder | Environ | Request

/** Of which host and path a cookie is. */
export interface CookiePlace {
  /** `localhost` by default. */
  readonly domain?: string
  /** `/` by default. */
  readonly path?: string
}

/** How a cookie is set by hand. */
export type SetCookieOptions = CookiePlace &
  Omit<DumpCookieOptions, 'domain' | 'path'> & {
    /** Not for hosts below the domain; on by default. */
    readonly originOnly?: boolean
  }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 305, 307, 308])

/**
 * Asks an application, without a server: any application of the gateway, whatever it was written with. Errors of the
 * application come through. Cookies are kept and sent again. Python: `werkzeug.test.Client`.
 *
 * @example
 * import { Request, Response } from '@triptych/werkzeug'
 * const app = Request.application(async (request) => {
 *   if (request.method === 'GET') return new Response(`hello ${request.cookies.get('name')}`)
 *   const response = new Response('', { status: 303, headers: { Location: '/' } })
 *   response.setCookie('name', (await request.form()).get('name'))
 *   return response
 * })
 * const client = new Client(app)
 * const response = await client.post('/', { data: { name: 'ada' }, followRedirects: true })
 * assert.equal(await response.text(), 'hello ada')
 * assert.deepEqual(response.history.map(({ statusCode }) => statusCode), [303])
 */
export class Client<Answer extends TestResponse = TestResponse> {
  readonly application: ApplicationLike
  readonly allowSubdomainRedirects: boolean
  /** The class of answers. */
  readonly responseWrapper: new (...args: ConstructorParameters<typeof TestResponse>) => Answer
  readonly #jar: CookieJar | null

  constructor(application: ApplicationLike, options: ClientOptions<Answer> = {}) {
    this.application = application
    this.responseWrapper =
      options.responseWrapper ??
      (TestResponse as unknown as new (...args: ConstructorParameters<typeof TestResponse>) => Answer)
    this.allowSubdomainRedirects = options.allowSubdomainRedirects ?? false
    this.#jar = (options.useCookies ?? true) ? new CookieJar() : null
  }

  /**
   * Sends a request.
   *
   * @param target with a path, the options are those of {@link EnvironBuilder} too
   * @throws ClientRedirectError for redirects that go in a circle, leave the server or need a body that is gone; whatever
   * the application throws
   */
  async open(target: OpenTarget = '/', options: OpenOptions & EnvironBuilderOptions = {}): Promise<Answer> {
    const { buffered = false, followRedirects = false, ...request } = options
    let response = await this.send(await requestOf(target, request), buffered)
    if (!followRedirects) return response
    const seen = new Set<string>()
    const history: Answer[] = []
    while (REDIRECTS.has(response.statusCode) && response.location !== null) {
      const step = `${response.statusCode} ${response.location}`
      if (seen.has(step)) throw new ClientRedirectError(`Expected redirects to end, got ${step} twice`)
      seen.add(step)
      // What waits for the end of the body is not to wait for ever.
      await response.makeSequence()
      await response.close()
      response.history = [...history]
      history.push(response)
      response = await this.resolveRedirect(response, buffered)
    }
    response.history = [...history]
    return response
  }

  async get(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'GET' })
  }

  async post(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'POST' })
  }

  async put(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'PUT' })
  }

  async patch(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'PATCH' })
  }

  async delete(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'DELETE' })
  }

  async head(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'HEAD' })
  }

  async options(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'OPTIONS' })
  }

  async trace(target?: OpenTarget, options?: OpenOptions & EnvironBuilderOptions): Promise<Answer> {
    return this.open(target, { ...options, method: 'TRACE' })
  }

  /**
   * Follows the redirect of an answer.
   *
   * @throws ClientRedirectError when it leaves the server, or needs a body that is gone
   */
  async resolveRedirect(response: TestResponse, buffered: boolean = false): Promise<Answer> {
    const builder = redirected(response, this.allowSubdomainRedirects)
    return this.send(await builder.getRequest(), buffered)
  }

  /**
   * A cookie that the client keeps; `null` when it has none of that name.
   *
   * @throws TypeError for a client without cookies
   */
  getCookie(key: string, { domain = 'localhost', path = '/' }: CookiePlace = {}): Cookie | null {
    return this.jar.get(key, domain, path) ?? null
  }

  /**
   * Gives the client a cookie; one without time is taken away.
   *
   * @throws TypeError for a client without cookies, and for what cannot be written as a cookie
   */
  setCookie(key: string, value: string = '', options: SetCookieOptions = {}): void {
    const { domain = 'localhost', path = '/', originOnly = true, ...attributes } = options
    const cookie = Cookie.fromResponseHeader(
      domain,
      '/',
      dumpCookie(key, value, { ...attributes, domain, path }),
    )
    if (cookie === null) throw new TypeError(`Expected the name of a cookie, got ${JSON.stringify(key)}`)
    cookie.originOnly = originOnly
    this.jar.put(cookie)
  }

  /**
   * Takes a cookie away.
   *
   * @throws TypeError for a client without cookies
   */
  deleteCookie(key: string, { domain = 'localhost', path = '/' }: CookiePlace = {}): void {
    this.jar.delete(key, domain, path)
  }

  private get jar(): CookieJar {
    if (this.#jar) return this.#jar
    throw new TypeError('Expected a client with cookies, got one with useCookies: false')
  }

  private async send(request: Request, buffered: boolean): Promise<Answer> {
    const { environ } = request
    const { hostname, path } = placeOf(environ)
    if (this.#jar) {
      const cookies = this.#jar.headerFor(hostname, path)
      if (cookies === '') delete environ.HTTP_COOKIE
      else environ.HTTP_COOKIE = cookies
    }
    const releases = new Releases(environ)
    const answer = await releases.during(
      runApplication(this.application, releases.environ, buffered),
      buffered,
    )
    const response = new this.responseWrapper(answer.body, { status: answer.status, headers: answer.headers })
    response.request = request
    response.callOnClose(() => releases.run())
    for (const field of response.headers.getlist('Set-Cookie')) {
      const cookie = Cookie.fromResponseHeader(hostname, path, field)
      if (cookie !== null) this.#jar?.put(cookie)
    }
    return response
  }
}

async function requestOf(target: OpenTarget, options: EnvironBuilderOptions): Promise<Request> {
  if (target instanceof Request) return target
  if (target instanceof EnvironBuilder) return target.getRequest()
  if (typeof target !== 'string') return EnvironBuilder.fromEnviron(target).getRequest()
  const builder = new EnvironBuilder(target, options)
  try {
    return await builder.getRequest()
  } finally {
    await builder.close()
  }
}

/** For which host and path a request is. */
function placeOf(environ: Environ): { hostname: string; path: string } {
  const { netloc, path } = splitUrl(getCurrentUrl(environ), 'keep')
  const hostname = netloc.replace(/:[0-9]*$/, '').toLowerCase()
  return { hostname: hostname === '' ? 'localhost' : hostname, path }
}
