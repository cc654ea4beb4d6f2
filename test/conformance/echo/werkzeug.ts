/** The echo application (ECHO.md) as a view of werkzeug's Request. Serve it: `triptych serve echo/werkzeug.ts`. */
import { toApplication } from '@triptych/raw'
import type { Application } from '@triptych/raw'
import { Request, Response } from '@triptych/werkzeug'
import { app as raw } from './raw.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const digits = (length: number): string => '0123456789'.repeat(length / 10 + 1).slice(0, length)
const plain = (text: string): Response => new Response(bytes(text), { contentType: 'text/plain' })

async function* words(): AsyncGenerator<Uint8Array, void, undefined> {
  for (const word of ['one\n', 'two\n', 'three\n']) yield bytes(word)
}

const ANSWERS = new Map<string, () => Response | Promise<Response>>([
  ['/noread', () => plain('ok')],
  ['/crlf-body', () => plain('Foo: Bar\r\n\r\nHello World')],
  ['/newlines', () => plain('\n\r\r\n\n\r\n')],
  ['/big', () => plain('x'.repeat(2 ** 20))],
  ['/file', () => plain(digits(2898))],
  ['/big-file', () => plain(digits(14_750))],
  ['/empty', () => plain('')],
  ['/stream', () => new Response(words(), { contentType: 'text/plain' })],
  [
    '/two-cookies',
    () => {
      const response = plain('ok')
      response.headers.add('Set-Cookie', 'a=1')
      response.headers.add('Set-Cookie', 'b=2')
      return response
    },
  ],
  [
    '/delayed',
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return plain('later')
    },
  ],
])

const view = Request.application(async (request) => {
  const { environ } = request
  const path = environ.PATH_INFO
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1]
  if (status !== undefined) return new Response('', { status: `${status} Status`, contentType: 'text/plain' })
  const answer = ANSWERS.get(path)
  if (answer !== undefined) return answer()
  const body = Buffer.from(await request.getData()).toString('latin1')
  const target = environ.REQUEST_URI ?? ''
  const strings = Object.entries(environ).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const seen = {
    method: request.method,
    target,
    path: target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/\?.*$/s, '') || '/',
    decodedPath: path,
    query: environ.QUERY_STRING,
    host: environ.HTTP_HOST ?? '',
    eff: Object.fromEntries(Array.from(request.headers, ([name, value]) => [name.toLowerCase(), value])),
    body,
    bodyLength: body.length,
    environ: Object.fromEntries(strings),
  }
  return new Response(bytes(JSON.stringify(seen)), { contentType: 'application/json' })
})

/** Whatever is about the gateway itself (errors, wrong lengths, closing) an abstraction cannot say better than raw. */
const ON_RAW = /^\/(?:write|raise|raise-late|short|long|inject|tracked|tracked-raise|tracked-endless|track)$/
const application = toApplication(view)

export const app: Application = (environ, startResponse) =>
  ON_RAW.test(environ.PATH_INFO) ? raw(environ, startResponse) : application(environ, startResponse)
