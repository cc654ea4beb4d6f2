/** The echo application (ECHO.md) on webob's Request and Response. Serve it: `triptych serve echo/webob.ts`. */
import type { Application, Body, Environ, StartResponse } from '@triptych/raw'
import { Request, Response } from '@triptych/webob'
import { app as raw } from './raw.ts'

const OWN =
  /^\/(?:noread|crlf-body|newlines|two-cookies|big|file|big-file|empty|stream|delayed|status\/\d{3})$/
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const digits = (length: number): string => '0123456789'.repeat(length / 10 + 1).slice(0, length)
const plain = (text: string): Response => new Response(bytes(text), { contentType: 'text/plain' })

async function answer(path: string): Promise<Response> {
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1]
  if (status !== undefined) return new Response('', { status: `${status} Status`, contentType: 'text/plain' })
  switch (path) {
    case '/crlf-body':
      return plain('Foo: Bar\r\n\r\nHello World')
    case '/newlines':
      return plain('\n\r\r\n\n\r\n')
    case '/big':
      return plain('x'.repeat(2 ** 20))
    case '/file':
      return plain(digits(2898))
    case '/big-file':
      return plain(digits(14_750))
    case '/empty':
      return plain('')
    case '/delayed':
      await new Promise((resolve) => setTimeout(resolve, 50))
      return plain('later')
    case '/stream': {
      const words = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
        for (const word of ['one\n', 'two\n', 'three\n']) yield bytes(word)
      }
      return new Response(undefined, { appIter: words(), contentType: 'text/plain' })
    }
    case '/two-cookies': {
      const response = plain('ok')
      response.headers.add('Set-Cookie', 'a=1')
      response.headers.add('Set-Cookie', 'b=2')
      return response
    }
    default:
      return plain('ok')
  }
}

async function echo(request: Request): Promise<Response> {
  const { environ } = request
  const body = Buffer.from(await request.body()).toString('latin1')
  const target = environ.REQUEST_URI ?? ''
  const strings = Object.entries(environ).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const seen = {
    method: request.method,
    target,
    path: target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/\?.*$/s, '') || '/',
    decodedPath: environ.PATH_INFO,
    query: request.queryString,
    host: environ.HTTP_HOST ?? '',
    eff: Object.fromEntries(Array.from(request.headers, ([name, value]) => [name.toLowerCase(), value])),
    body,
    bodyLength: body.length,
    environ: Object.fromEntries(strings),
  }
  return new Response(bytes(JSON.stringify(seen)), { contentType: 'application/json' })
}

/** Whatever is about the gateway itself (errors, wrong lengths, closing) an abstraction cannot say better than raw. */
const ON_RAW = /^\/(?:write|raise|raise-late|short|long|inject|tracked|tracked-raise|tracked-endless|track)$/

export const app: Application = async (environ: Environ, startResponse: StartResponse): Promise<Body> => {
  const path = environ.PATH_INFO
  if (ON_RAW.test(path)) return raw(environ, startResponse)
  const response = OWN.test(path) ? await answer(path) : await echo(new Request(environ))
  return response.application(environ, startResponse)
}
