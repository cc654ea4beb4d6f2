import { requestUri } from '../../environ.ts'
import type { Application, Environ, HeaderPair } from '../../gateway.ts'
import { NO_INPUT } from '../../input.ts'
import { statusText } from '../../status.ts'

/** A fetch handler as platforms and frameworks have it. */
export type FetchHandlerFunction = (request: Request) => Response | Promise<Response>

/**
 * Makes an application of a fetch handler, so that a Hono or h3 program is served by any of our servers, mounted
 * under others or wrapped by middleware. Both bodies stream at the reader's pace; Set-Cookie fields stay apart; when the
 * client leaves, the Request's signal is aborted and the response's stream cancelled.
 *
 * The methods CONNECT, TRACE and TRACK, which a Request can't have, are answered 501; a Host that makes no URL, 400.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = fromFetchHandler((request) => new Response(`${request.method} ${new URL(request.url).pathname}`))
 * assert.equal((await call(app, '/hello')).text(), 'GET /hello')
 */
export function fromFetchHandler(handler: FetchHandlerFunction): Application {
  if (typeof handler !== 'function') throw new TypeError(`Expected a fetch handler, got ${typeof handler}`)
  return async (environ, startResponse) => {
    const method = environ.REQUEST_METHOD
    if (/^(CONNECT|TRACE|TRACK)$/i.test(method)) {
      startResponse('501 Not Implemented', [['Content-Type', 'text/plain; charset=utf-8']])
      return [new TextEncoder().encode('501 Not Implemented')]
    }
    let request: Request
    try {
      request = toRequest(environ)
    } catch {
      startResponse('400 Bad Request', [['Content-Type', 'text/plain; charset=utf-8']])
      return [new TextEncoder().encode('400 Bad Request')]
    }
    const response = await handler(request)
    const headers: HeaderPair[] = []
    for (const [name, value] of response.headers) if (!DROPPED.has(name)) headers.push([name, value])
    const { status } = response
    startResponse(
      response.statusText === '' ? statusText(status) : `${status} ${response.statusText}`,
      headers,
    )
    return response.body ? new StreamBody(response.body) : []
  }
}

/** Fields about the connection, which frameworks may set for servers of another kind: ours decides these. */
const DROPPED: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

function toRequest(environ: Environ): Request {
  const headers = new Headers()
  for (const key of Object.keys(environ)) {
    const value = environ[key]
    if (typeof value !== 'string') continue
    if (key.startsWith('HTTP_')) headers.set(key.slice(5).replaceAll('_', '-'), value)
    else if ((key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH') && value !== '') {
      headers.set(key.replace('_', '-'), value)
    }
  }
  const method = environ.REQUEST_METHOD
  const signal = environ['triptych.signal']
  const init: RequestInit & { duplex?: 'half' } = { method, headers, ...(signal && { signal }) }
  if (method !== 'GET' && method !== 'HEAD' && hasBody(environ)) {
    init.body = toStream(environ)
    init.duplex = 'half'
  }
  return new Request(requestUri(environ), init)
}

function hasBody(environ: Environ): boolean {
  const length = environ.CONTENT_LENGTH
  if (length) return length !== '0'
  return environ['wsgi.input_terminated'] === true && environ['wsgi.input'] !== NO_INPUT
}

function toStream(environ: Environ): ReadableStream<Uint8Array> {
  const blocks = environ['wsgi.input'][Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await blocks.next()
        if (step.done) controller.close()
        else controller.enqueue(step.value)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The body of a Response, read only when the server asks; cancelled when it stops asking. */
class StreamBody implements AsyncIterableIterator<Uint8Array> {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>
  private ended = false

  constructor(stream: ReadableStream<Uint8Array>) {
    this.reader = stream.getReader()
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const step = await this.reader.read()
    if (!step.done) return step
    this.ended = true
    return { done: true, value: undefined }
  }

  async close(): Promise<void> {
    if (!this.ended) await this.reader.cancel()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
