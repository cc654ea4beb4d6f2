/** The echo application (ECHO.md) as a listener of node:http: `node --import tsx echo/node.ts 8080`. */
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

const digits = (length: number): string => '0123456789'.repeat(length / 10 + 1).slice(0, length)
const tracks = new Map<string, { blocks: number; closed: number }>()

type Answer = (response: ServerResponse, query: string) => void

const whole =
  (text: string, headers: Record<string, string | string[]> = {}): Answer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', ...headers }).end(text, 'latin1')
  }

const words: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain' })
  for (const word of ['one\n', 'two\n', 'three\n']) response.write(word)
  response.end()
}

const tracked =
  (blocks: number, block: string | Buffer, raises: boolean = false): Answer =>
  (response, query) => {
    const track = { blocks: 0, closed: 0 }
    tracks.set(query, track)
    response.once('close', () => track.closed++)
    response.writeHead(200, { 'Content-Type': 'text/plain' })
    const more = (): void => {
      while (track.blocks < blocks && !response.destroyed) {
        track.blocks++
        if (!response.write(block)) return void response.once('drain', more)
      }
      if (raises) response.write('', () => response.destroy())
      else response.end()
    }
    more()
  }

const ANSWERS = new Map<string, Answer>([
  ['/noread', whole('ok')],
  ['/stream', words],
  ['/write', words],
  ['/delayed', (response, query) => void setTimeout(() => whole('later')(response, query), 50)],
  ['/raise', (response) => void response.writeHead(500).end()],
  [
    '/raise-late',
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' })
      response.write('first', () => response.destroy())
    },
  ],
  ['/crlf-body', whole('Foo: Bar\r\n\r\nHello World')],
  ['/newlines', whole('\n\r\r\n\n\r\n')],
  ['/short', whole('12345', { 'Content-Length': '10' })],
  ['/long', whole('1234567890', { 'Content-Length': '5' })],
  ['/two-cookies', whole('ok', { 'Set-Cookie': ['a=1', 'b=2'] })],
  ['/big', whole('x'.repeat(2 ** 20))],
  ['/file', whole(digits(2898), { 'Content-Length': '2898' })],
  ['/big-file', whole(digits(14_750))],
  [
    '/inject',
    (response) => {
      try {
        response.setHeader('X-Test', 'a\r\nX-Evil: 1')
        response.end('ok')
      } catch {
        response.writeHead(500).end()
      }
    },
  ],
  ['/empty', whole('')],
  ['/tracked', tracked(3, 'block\n')],
  ['/tracked-raise', tracked(1, 'block\n', true)],
  ['/tracked-endless', tracked(1024, Buffer.alloc(65_536))],
  [
    '/track',
    (response, query) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(tracks.get(query) ?? { blocks: 0, closed: 0 }))
    },
  ],
])

async function echo(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const blocks: Buffer[] = []
  for await (const block of request) blocks.push(block as Buffer)
  const body = Buffer.concat(blocks).toString('latin1')
  const seen = {
    method: request.method,
    target: request.url,
    path: path || '/',
    decodedPath: decode(path),
    query,
    host: request.headers.host ?? '',
    eff: request.headers,
    body,
    bodyLength: body.length,
  }
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(seen), 'latin1')
}

function decode(path: string): string {
  return path.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

export const listener: RequestListener = (request, response) => {
  const [path = '', ...rest] = (request.url ?? '').split('?')
  const query = rest.join('?')
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1]
  if (status !== undefined) {
    response.writeHead(
      Number(status),
      status === '204' || status === '304' ? {} : { 'Content-Type': 'text/plain' },
    )
    response.end()
    return
  }
  const answer = ANSWERS.get(path)
  if (answer !== undefined) answer(response, query)
  else echo(request, response, path, query).catch(() => response.destroy())
}

if (process.argv[1]?.endsWith('node.ts') === true) {
  createServer(listener).listen(Number(process.argv[2] ?? 8080), '127.0.0.1')
}
