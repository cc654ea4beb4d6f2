import type { IncomingMessage, ServerResponse } from 'node:http'
import { toApplication } from '../../gateway.ts'
import type { ApplicationLike, ErrorStream } from '../../gateway.ts'
import { NO_INPUT } from '../../input.ts'
import { EnvironShapes } from '../environ-shapes.ts'
import { BadRequest, requestEnviron } from '../request-environ.ts'
import { Connection } from './connection.ts'
import { NodeHandler } from './node-handler.ts'
import { requestInput } from './request-input.ts'

/** What `http.createServer` takes and emits `request` to. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** How {@link toListener} serves. */
export interface ListenerOptions {
  /** The `wsgi.errors` of every request; standard error by default. */
  readonly errors?: ErrorStream
  /** Further environ keys, the same for every request, such as `{ 'wsgi.multiprocess': true }`. */
  readonly environ?: Readonly<Record<string, unknown>>
}

const STDERR: ErrorStream = {
  write: (text) => void process.stderr.write(text),
  writelines: (lines) => {
    for (const line of lines) process.stderr.write(line)
  },
  flush() {},
}

/**
 * Makes a request listener of node:http from an application. It answers 400 by itself to targets and Host fields
 * that RFC 9112 forbids; whatever the application does, it never throws.
 *
 * @throws TypeError for what is no application
 * @example
 * import { createServer } from 'node:http'
 * import { LeanRequest } from '@triptych/raw/gateways/node-http'
 * const app = (environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new TextEncoder().encode(environ.PATH_INFO)]
 * }
 * const server = createServer({ IncomingMessage: LeanRequest }, toListener(app))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const response = await fetch(`http://127.0.0.1:${server.address().port}/a%20b`)
 * assert.equal(await response.text(), '/a b')
 * server.closeAllConnections()
 * server.close()
 */
export function toListener(application: ApplicationLike, options: ListenerOptions = {}): Listener {
  const app = toApplication(application)
  const errors = options.errors ?? STDERR
  // Every key that a request adds below stands here already: see EnvironShapes.
  const shapes = new EnvironShapes({
    'triptych.signal': undefined,
    'triptych.finally': undefined,
    'triptych.trailers': undefined,
    'wsgi.early_hints': undefined,
    ...options.environ,
  })
  return (request, response) => {
    const connection = Connection.of(request.socket)
    connection.request = request
    connection.response = response
    const head = {
      method: request.method!,
      target: request.url!,
      protocol: request.httpVersion === '1.1' ? 'HTTP/1.1' : `HTTP/${request.httpVersion}`,
      fields: request.rawHeaders,
    }
    let environ
    try {
      environ = requestEnviron(shapes, head, connection, NO_INPUT, errors)
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error
      return refuse(response, error)
    }
    if (environ.CONTENT_LENGTH !== undefined || environ['HTTP_TRANSFER_ENCODING'] !== undefined) {
      environ['wsgi.input'] = requestInput(request)
    }
    const handler = new NodeHandler(response, connection)
    environ['triptych.signal'] = connection.signal
    environ['triptych.finally'] = handler.onFinally
    environ['triptych.trailers'] = handler.onTrailers
    environ['wsgi.early_hints'] = handler.earlyHints
    // An application that answered within the call needs nobody to watch the client.
    if (handler.run(app, environ) !== undefined) response.once('close', handler.onClose)
  }
}

function refuse(response: ServerResponse, { status, message }: BadRequest): void {
  const text = Buffer.from(`${status}: ${message}\n`, 'latin1')
  response.writeHead(Number(status.slice(0, 3)), status.slice(4), {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': text.length,
    Connection: 'close',
  })
  response.end(text)
}
