import { environKey, foldLeadingSlashes } from '../../environ.ts'
import { toApplication } from '../../gateway.ts'
import type { Application, ApplicationLike, Environ, ErrorStream, HeaderPair } from '../../gateway.ts'
import { decodePercent } from '../../http/percent.ts'
import { encodeUtf8 } from '../../http/utf8.ts'
import { ClientDisconnected, Input, NO_INPUT } from '../../input.ts'
import { EnvironShapes } from '../environ-shapes.ts'
import { Handler } from '../handler.ts'

/** What a platform knows of a request besides its Request object. */
export interface FetchInfo {
  readonly remoteAddr?: string
  readonly remotePort?: string | number
}

/** How {@link toFetchHandler} serves. */
export interface FetchOptions {
  /** The `wsgi.errors` of every request; `console.error` by default. */
  readonly errors?: ErrorStream
  /** Further environ keys, the same for every request. */
  readonly environ?: Readonly<Record<string, unknown>>
}

const CONSOLE: ErrorStream = {
  write: (text) => console.error(text.trimEnd()),
  writelines: (lines) => console.error([...lines].join('').trimEnd()),
  flush() {},
}

/**
 * Makes a fetch handler of an application: for Bun, Deno, workerd, service workers, and for mounting in programs such
 * as Hono or h3.
 *
 * A Request can't carry everything that the contract promises; the environ says so. `triptych.target_normalized` is
 * true: dot segments are resolved, the fragment is gone, REQUEST_URI is the platform's idea of what was sent.
 * SERVER_PROTOCOL is always `HTTP/1.1`. Names are in lower case and repeated fields joined before we see them; Host
 * comes from the URL where the platform hides it. There are no early hints and no trailers.
 *
 * @throws TypeError for what is no application
 * @example
 * const handler = toFetchHandler((environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new TextEncoder().encode(`${environ.HTTP_HOST} ${environ.PATH_INFO}`)]
 * })
 * const response = await handler(new Request('http://example.com/a%20b'))
 * assert.equal(await response.text(), 'example.com /a b')
 */
export function toFetchHandler(
  application: ApplicationLike,
  options: FetchOptions = {},
): (request: Request, info?: FetchInfo) => Promise<Response> {
  const app = toApplication(application)
  const errors = options.errors ?? CONSOLE
  const shapes = new EnvironShapes({
    'triptych.signal': undefined,
    'triptych.finally': undefined,
    'triptych.target_normalized': true,
    ...options.environ,
  })
  return (request, info = {}) => {
    const handler = new FetchHandler()
    const environ = fetchEnviron(shapes, request, info)
    environ['wsgi.errors'] = errors
    environ['triptych.signal'] = request.signal
    environ['triptych.finally'] = handler.onFinally
    return handler.answer(app, environ, request.signal)
  }
}

function fetchEnviron(shapes: EnvironShapes, request: Request, info: FetchInfo): Environ {
  const url = splitUrl(request.url)
  const fields: string[] = []
  for (const [name, value] of request.headers) fields.push(name, value)
  const shape = shapes.of(fields)
  const environ: Environ = { ...shape.template }
  for (let at = 0; at < fields.length; at += 2) {
    const key = environKey(fields[at]!)
    // A fetch platform decodes values as latin-1, but programs may set any text.
    if (key !== undefined) environ[key] = latin1(fields[at + 1]!)
  }
  environ.REQUEST_METHOD = request.method
  environ.PATH_INFO = foldLeadingSlashes(decodePercent(latin1(url.path)))
  environ.QUERY_STRING = latin1(url.query)
  environ.REQUEST_URI = latin1(url.path + (url.query === '' ? '' : `?${url.query}`))
  environ.SERVER_PROTOCOL = 'HTTP/1.1'
  environ.SERVER_NAME = url.host
  environ.SERVER_PORT = url.port || (url.scheme === 'https' ? '443' : '80')
  environ.REMOTE_ADDR = info.remoteAddr ?? ''
  environ.REMOTE_PORT = String(info.remotePort ?? '')
  environ.HTTP_HOST ??= url.port === '' ? url.host : `${url.host}:${url.port}`
  environ['wsgi.url_scheme'] = url.scheme
  environ['wsgi.input'] = request.body ? new Input(blocksOf(request.body)) : NO_INPUT
  return environ
}

/** A character above U+00FF is no byte: its UTF-8 bytes stand in. */
function latin1(text: string): string {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return encodeUtf8(text)
  return text
}

interface UrlParts {
  readonly scheme: string
  readonly host: string
  readonly port: string
  readonly path: string
  readonly query: string
}

/** Never through `new URL`, which throws; some platforms hand over a bare path when there was no usable Host. */
function splitUrl(text: string): UrlParts {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?/i.exec(text)
  const rest = text.slice(match?.[0].length ?? 0)
  const end = rest.indexOf('#') < 0 ? rest.length : rest.indexOf('#')
  const mark = rest.indexOf('?')
  const pathEnd = mark < 0 || mark > end ? end : mark
  return {
    scheme: match?.[1]?.toLowerCase() ?? 'http',
    host: match?.[2] || 'localhost',
    port: match?.[3] ?? '',
    path: rest.slice(0, pathEnd) || '/',
    query: pathEnd === end ? '' : rest.slice(pathEnd + 1, end),
  }
}

function blocksOf(body: ReadableStream<Uint8Array>): () => Promise<Uint8Array | undefined> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  return async () => {
    reader ??= body.getReader()
    try {
      const { done, value } = await reader.read()
      return done ? undefined : value
    } catch (error) {
      throw new ClientDisconnected('The client left before its request was complete', { cause: error })
    }
  }
}

/** Turns what a {@link Handler} decides into one Response. */
class FetchHandler extends Handler {
  private resolve!: (response: Response) => void
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  /** Wakes the application when the platform wants more. */
  private wanted: (() => void) | undefined

  answer(application: Application, environ: Environ, signal: AbortSignal): Promise<Response> {
    const response = new Promise<Response>((resolve) => (this.resolve = resolve))
    const running = this.run(application, environ)
    if (running !== undefined) {
      const leave = (): void => this.leave()
      if (signal.aborted) leave()
      else signal.addEventListener('abort', leave, { once: true })
      void running.then(() => signal.removeEventListener('abort', leave))
    }
    return response
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    const content = this.environ.REQUEST_METHOD === 'HEAD' || isNullBody(code) ? null : body
    this.resolve(makeResponse(code, reason, headers, content as BodyInit | null))
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[]): void {
    if (this.environ.REQUEST_METHOD === 'HEAD' || isNullBody(code)) {
      return this.resolve(makeResponse(code, reason, headers, null))
    }
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.controller = controller),
        pull: () => {
          this.wanted?.()
          this.wanted = undefined
        },
        cancel: () => this.leave(),
      },
      { highWaterMark: 1 },
    )
    this.resolve(makeResponse(code, reason, headers, stream))
  }

  protected override sendBlock(block: Uint8Array): Promise<void> | undefined {
    const { controller } = this
    if (controller === undefined || this.aborted) return undefined
    // Copied: the block may be a view of a buffer that its owner reuses.
    controller.enqueue(block.slice())
    if ((controller.desiredSize ?? 0) > 0) return undefined
    return new Promise((resolve) => (this.wanted = resolve))
  }

  protected override sendEnd(): void {
    this.controller?.close()
  }

  protected override cut(): void {
    this.controller?.error(new Error('The response was cut'))
  }

  /** The client is gone: nobody will read what is sent, and nobody waits for a response. */
  private leave(): void {
    this.abort()
    this.wanted?.()
    if (!this.headSent) this.resolve(new Response(null, { status: 499, statusText: 'Client Closed Request' }))
  }
}

/** The statuses that the platform's Response refuses a body for (WHATWG Fetch, "null body status"). */
function isNullBody(code: number): boolean {
  return code === 101 || code === 103 || code === 204 || code === 205 || code === 304
}

function makeResponse(code: number, reason: string, headers: HeaderPair[], body: BodyInit | null): Response {
  return new Response(body, { status: code, statusText: reason, headers })
}
