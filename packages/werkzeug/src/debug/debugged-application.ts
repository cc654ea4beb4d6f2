import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { bytes, toApplication } from '@triptych/raw'
import { hostIsTrusted } from '../sansio/utils/host-is-trusted.ts'
import { constantTimeEqual } from '../security/constant-time-equal.ts'
import { genSalt } from '../security/gen-salt.ts'
import { Response } from '../wrappers/response.ts'
import { restoreConsole } from './console-output.ts'
import { Console } from './console.ts'
import { refuseWhereUnsafe } from './debug-options.ts'
import type { DebuggedApplicationOptions } from './debug-options.ts'
import { DebugTraceback, renderError } from './debug-traceback.ts'
import type { DebugFrameSummary } from './debug-frame-summary.ts'
import { isHttpAnswer, newRequest, startCapture, withCapture } from './frame-capture.ts'
import { guardBody } from './guarded-body.ts'
import { PinGuard } from './pin-guard.ts'
import { PIN_TIME, getPinAndCookieName } from './pin.ts'
import type { PinAndCookieName } from './pin.ts'
import { printable } from './printable.ts'
import { renderConsoleHtml } from './render-page.ts'
import type { PageOptions } from './render-page.ts'
import { formOf, isForeign, queryOf, wantsHtml } from './request-checks.ts'
import { findResource, resourceVersion } from './resources.ts'

/** What a command evaluates in: a frame, or the console alone. */
export interface Evaluable {
  readonly console: Console | null
}

const FRAMES_SHOWN = 50
const HIDDEN = '500 Internal Server Error\n\nThe error stands in the log of the server.\n'

/**
 * An application with the debugger around it: an error becomes a page with its frames, and with `evalex` each of them gets a
 * console in which code runs in the frame's own scope, after the request is over. Python:
 * `werkzeug.debug.DebuggedApplication`. For development only.
 *
 * @throws DebuggerRefused under NODE_ENV=production
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = new DebuggedApplication(() => {
 *   throw new TypeError('no <price>')
 * })
 * const page = await call(app, { target: '/', headers: { Accept: 'text/html' } })
 * assert.equal(page.code, 500)
 * assert.match(page.text(), /no &lt;price&gt;/)
 * const text = await call(app, '/')
 * assert.match(text.text(), /^TypeError: no <price>\n/)
 * await app.close()
 */
export class DebuggedApplication {
  /** Whether code can be evaluated. */
  readonly evalex: boolean
  readonly consolePath: string | null
  /** What commands must carry: nobody who has not seen a page of this process knows it. */
  readonly secret: string = genSalt(32)
  /** The frames that can be asked for, by their number; 0 is the console alone. */
  readonly frames: Map<number, Evaluable> = new Map()
  /** Hosts that are answered; a leading dot is for all below a domain. */
  trustedHosts: string[]
  readonly #app: Application
  readonly #options: DebuggedApplicationOptions
  readonly #guard = new PinGuard()
  readonly #kept: DebugTraceback[] = []
  #pin: PinAndCookieName | undefined
  #started: Promise<void> | undefined
  #stop: (() => Promise<void>) | undefined
  #unavailable: string | null = null
  #traceLimit: number | undefined

  constructor(application: ApplicationLike, options: DebuggedApplicationOptions = {}) {
    this.#app = toApplication(application)
    this.#options = options
    this.evalex = options.evalex === true
    refuseWhereUnsafe({ evalex: this.evalex, force: options.force === true, multiprocess: false })
    this.consolePath = options.consolePath === undefined ? '/console' : options.consolePath
    this.trustedHosts = [...(options.trustedHosts ?? ['.localhost', '127.0.0.1'])]
    if (options.pinSecurity === false) this.#pin = [null, null]
  }

  /** The PIN; null when there is none. */
  get pin(): string | null {
    return this.#pinAndCookie[0]
  }

  set pin(pin: string | null) {
    const [, cookieName] = this.#pinAndCookie
    if (pin === null) this.#pin = [null, null]
    else this.#pin = [pin, cookieName ?? getPinAndCookieName(this.#app, null)[1] ?? '__tripd']
  }

  /** The name of the cookie that remembers that the PIN was entered. */
  get pinCookieName(): string | null {
    return this.#pinAndCookie[1]
  }

  get #pinAndCookie(): PinAndCookieName {
    return (this.#pin ??= getPinAndCookieName(this.#app))
  }

  /** Gets the consoles ready and tells the PIN; the first request does it as well. Does nothing without `evalex`. */
  async ready(): Promise<void> {
    return (this.#started ??= this.#start())
  }

  /** Releases all frames, and ends the thread that captures them. */
  async close(): Promise<void> {
    await this.#started
    for (const traceback of this.#kept.splice(0)) traceback.release()
    this.frames.clear()
    if (this.#traceLimit !== undefined) Error.stackTraceLimit = this.#traceLimit
    this.#traceLimit = undefined
    this.#started = undefined
    const stop = this.#stop
    this.#stop = undefined
    if (this.evalex) restoreConsole()
    await stop?.()
  }

  async #start(): Promise<void> {
    if (Error.stackTraceLimit < FRAMES_SHOWN) {
      this.#traceLimit = Error.stackTraceLimit
      // Ten frames are soon those of libraries only.
      Error.stackTraceLimit = FRAMES_SHOWN
    }
    if (!this.evalex) return
    // A PIN that cannot be one is told before anything runs.
    const { pin } = this
    try {
      this.#stop = await startCapture()
    } catch (error) {
      this.#unavailable = (error as Error).message
      this.#log(` * Debugger without consoles in frames: ${this.#unavailable}`)
    }
    if (this.#options.pinLogging === false) return
    this.#log(' * Debugger is active!')
    this.#log(pin === null ? ' * Debugger PIN disabled. DEBUGGER UNSECURED!' : ` * Debugger PIN: ${pin}`)
  }

  #log(line: string): void {
    const { onLog } = this.#options
    if (onLog) onLog(line)
    else process.stderr.write(`${line}\n`)
  }

  /** Answers a request: a command of the page, the console alone, or what the application says. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    if (environ.QUERY_STRING.includes('__debugger__=yes')) {
      const query = queryOf(environ)
      if (query.get('__debugger__') === 'yes') return this.#command(environ, query, startResponse)
    }
    if (this.evalex && this.consolePath !== null && environ.PATH_INFO === this.consolePath) {
      return this.ready().then(async () => this.#answer(this.#consolePage(environ), environ, startResponse))
    }
    const ready = this.ready()
    if (!this.evalex || this.#stop || this.#unavailable !== null) {
      return this.debugApplication(environ, startResponse)
    }
    return ready.then(() => this.debugApplication(environ, startResponse))
  }

  /** Runs the application; its error becomes the page, wherever it comes from until the head is sent. */
  debugApplication(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const multiprocess = environ['wsgi.multiprocess']
    refuseWhereUnsafe({ evalex: this.evalex, force: this.#options.force === true, multiprocess })
    const request = newRequest()
    const rescue = (error: unknown): Uint8Array => this.#rescue(error, request, environ, startResponse)
    try {
      const app = this.#app
      const body = withCapture(request, () => app(environ, startResponse))
      if (!(body instanceof Promise)) return guardBody(body, request, rescue)
      return body.then(
        (made) => guardBody(made, request, rescue),
        (error: unknown) => [rescue(error)],
      )
    } catch (error) {
      return [rescue(error)]
    }
  }

  /** The page of an error, after its head; throws it on when it is too late for a page, or no error. */
  #rescue(error: unknown, request: object, environ: Environ, startResponse: StartResponse): Uint8Array {
    if (isHttpAnswer(error) || environ['triptych.signal']?.aborted === true) throw error
    const traceback = new DebugTraceback(error, { request, hide: this.#options.showHiddenFrames !== true })
    const text = traceback.renderTracebackText()
    const log = (line: string): void => {
      environ['wsgi.errors'].write(`${environ.REQUEST_METHOD} ${JSON.stringify(environ.PATH_INFO)}: ${line}`)
    }
    const isTrusted = this.checkHostTrust(environ)
    const hasConsoles = this.#stop !== undefined && isTrusted
    if (hasConsoles) this.#keep(traceback)
    const nonce = genSalt(22)
    const type = isTrusted && wantsHtml(environ) ? 'text/html' : 'text/plain'
    let page = isTrusted ? text : HIDDEN
    if (type === 'text/html') {
      page = traceback.renderDebuggerHtml({
        ...this.#pageOptions(environ, nonce),
        evalex: hasConsoles,
        request: `${environ.REQUEST_METHOD} ${environ.REQUEST_URI ?? environ.SCRIPT_NAME + environ.PATH_INFO}`,
        unavailable: this.#unavailable,
      })
    }
    const block = bytes(page)
    const fields = this.#fields(type, nonce)
    try {
      startResponse('500 Internal Server Error', [...fields, ['Content-Length', String(block.length)]], error)
    } catch (late) {
      // The server writes the error itself into its log, and cuts the response.
      log('The head of the response was sent before the error that follows: there is no page for it\n')
      throw late
    }
    log(text)
    if (!isTrusted) {
      const host = printable(environ.HTTP_HOST ?? '')
      log(`The debugger shows nothing to the host ${JSON.stringify(host)}: it is none of its trustedHosts\n`)
    }
    return block
  }

  /** Remembers the frames of an error, and lets those of the oldest go. */
  #keep(traceback: DebugTraceback): void {
    for (const frame of traceback.allFrames) if (frame.isAlive) this.frames.set(frame.id, frame)
    this.#kept.push(traceback)
    while (this.#kept.length > Math.max(1, this.#options.maxTracebacks ?? 20)) {
      const oldest = this.#kept.shift()!
      for (const { id } of oldest.allFrames) this.frames.delete(id)
      oldest.release()
    }
  }

  /** Whether a request names one of the trusted hosts. Without any in the list, none is. */
  checkHostTrust(environ: Readonly<Partial<Environ>>): boolean {
    return this.trustedHosts.length > 0 && hostIsTrusted(environ.HTTP_HOST, this.trustedHosts)
  }

  /** Whether the PIN was entered; null when the cookie is that of another PIN. */
  checkPinTrust(environ: Readonly<Partial<Environ>>): boolean | null {
    return this.#guard.trust(environ, this.pin, this.pinCookieName)
  }

  /** A file that the page loads; none for a name that is not on the list. */
  getResource(filename: string): Response | null {
    const resource = findResource(filename)
    if (!resource) return null
    const { text, mimetype } = resource
    return new Response(text, {
      mimetype,
      headers: [
        ['Cache-Control', 'private, max-age=31536000, immutable'],
        ['X-Content-Type-Options', 'nosniff'],
        ['Cross-Origin-Resource-Policy', 'same-origin'],
      ],
    })
  }

  /** The page of the console alone. */
  displayConsole(environ: Environ): Response {
    if (!this.frames.has(0)) {
      const base = pathToFileURL(join(process.cwd(), 'console.js'))
      const names = this.#options.consoleInitFunc?.() ?? {}
      const namespace = { app: this.#app, require: createRequire(base), ...names }
      this.frames.set(0, { console: new Console({ namespace, renderError, variables: () => namespace }) })
    }
    const nonce = genSalt(22)
    return new Response(renderConsoleHtml(this.#pageOptions(environ, nonce)), {
      headers: this.#fields('text/html', nonce),
    })
  }

  /** Runs code in a frame, for a request that may. */
  async executeCommand(code: string, frame: Evaluable): Promise<Response> {
    const { console } = frame
    if (!console) return plain(404, 'Not Found')
    return json(await console.eval(code))
  }

  /** Takes what was typed as the PIN. */
  async pinAuth(environ: Environ, typed: string): Promise<Response> {
    const { auth, exhausted, cookie, badCookie } = await this.#guard.attempt(
      environ,
      this.pin,
      this.pinCookieName,
      typed,
    )
    const response = json({ auth, exhausted })
    const name = this.pinCookieName
    if (name === null) return response
    const attributes = { path: '/', httponly: true, samesite: 'Strict', secure: isSecure(environ) } as const
    if (cookie !== null) response.setCookie(name, cookie, { ...attributes, maxAge: PIN_TIME })
    else if (badCookie) response.deleteCookie(name, attributes)
    return response
  }

  /** Tells the operator the PIN again: somebody needs it. */
  logPinRequest(): Response {
    if (this.#options.pinLogging !== false && this.pin !== null) {
      this.#log(' * To enable the debugger you need to enter the security PIN:')
      this.#log(` * Debugger PIN: ${this.pin}`)
    }
    return json({})
  }

  async #command(environ: Environ, query: Map<string, string>, startResponse: StartResponse): Promise<Body> {
    const response = this.checkHostTrust(environ)
      ? await this.#findCommand(environ, query)
      : plain(400, "Bad Request: this host is none of the debugger's trusted hosts")
    return this.#answer(response ?? plain(404, 'Not Found'), environ, startResponse)
  }

  async #findCommand(environ: Environ, query: Map<string, string>): Promise<Response | null> {
    if (query.get('cmd') === 'resource') return this.getResource(query.get('f') ?? '')
    if (!this.evalex || environ.REQUEST_METHOD !== 'POST') return null
    if (isForeign(environ)) return plain(403, 'Forbidden: the command comes from another site')
    const form = await formOf(environ)
    // All commands alike, so that nothing is learned without the secret.
    if (!constantTimeEqual(form.get('s') ?? '', this.secret)) return null
    const command = form.get('cmd')
    if (command === 'pinauth') return this.pinAuth(environ, form.get('pin') ?? '')
    if (command === 'printpin') return this.logPinRequest()
    const number = form.get('frm') ?? ''
    const frame = /^\d{1,15}$/.test(number) ? this.frames.get(Number(number)) : undefined
    if (!frame || (command !== 'eval' && command !== 'locals')) return null
    if (this.checkPinTrust(environ) !== true) return json({ error: 'The PIN is needed' }, 403)
    if (command === 'eval') return this.executeCommand(form.get('code') ?? '', frame)
    return 'renderVariables' in frame ? json({ html: (frame as DebugFrameSummary).renderVariables() }) : null
  }

  #consolePage(environ: Environ): Response {
    if (this.checkHostTrust(environ)) return this.displayConsole(environ)
    return plain(400, "Bad Request: this host is none of the debugger's trusted hosts")
  }

  async #answer(response: Response, environ: Environ, startResponse: StartResponse): Promise<Body> {
    return response.application(environ, startResponse)
  }

  #pageOptions(environ: Environ, nonce: string): PageOptions {
    const evalexTrusted = this.checkPinTrust(environ) === true
    return { secret: this.secret, nonce, evalex: this.evalex, evalexTrusted, version: resourceVersion() }
  }

  #fields(mimetype: string, nonce: string): [string, string][] {
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      'img-src data:',
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]
    return [
      ['Content-Type', `${mimetype}; charset=utf-8`],
      ['Content-Security-Policy', policy.join('; ')],
      ...SAFE_FIELDS,
    ]
  }
}

const SAFE_FIELDS: readonly (readonly [string, string])[] & [string, string][] = [
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
]

const isSecure = (environ: Environ): boolean => environ['wsgi.url_scheme'] === 'https'

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, { status, mimetype: 'text/plain', headers: SAFE_FIELDS })

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, mimetype: 'application/json', headers: SAFE_FIELDS })
