/** The echo application (ECHO.md) on the bare gateway. Serve it: `triptych serve echo/raw.ts`. */
import type { Application, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'

const TEXT: HeaderPair = ['Content-Type', 'text/plain']
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const digits = (length: number): Uint8Array => bytes('0123456789'.repeat(length / 10 + 1).slice(0, length))

type Answer = (environ: Environ, startResponse: StartResponse) => Body | Promise<Body>

/** What became of the bodies of tracked answers, by key. */
const tracks = new Map<string, { blocks: number; closed: number }>()

/** A body that counts what is asked of it. */
function tracked(key: string, blocks: number, block: Uint8Array, raises: boolean): Body {
  const track = { blocks: 0, closed: 0 }
  tracks.set(key, track)
  const body = {
    async *[Symbol.asyncIterator]() {
      while (track.blocks < blocks) {
        track.blocks++
        yield block
      }
      if (raises) throw new Error('The body of /tracked-raise fails, as it should')
    },
    close: () => void track.closed++,
  }
  return body
}

const answers = new Map<string, Answer>([
  ['/noread', whole('ok')],
  [
    '/stream',
    (_, startResponse) => {
      startResponse('200 OK', [TEXT])
      return (async function* () {
        for (const word of ['one\n', 'two\n', 'three\n']) yield bytes(word)
      })()
    },
  ],
  [
    '/write',
    async (_, startResponse) => {
      const write = startResponse('200 OK', [TEXT])
      for (const word of ['one\n', 'two\n', 'three\n']) await write(bytes(word))
      return []
    },
  ],
  [
    '/delayed',
    async (environ, startResponse) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return whole('later')(environ, startResponse)
    },
  ],
  [
    '/raise',
    () => {
      throw new Error('/raise fails, as it should')
    },
  ],
  [
    '/raise-late',
    (_, startResponse) => {
      startResponse('200 OK', [TEXT])
      return (async function* () {
        yield bytes('first')
        throw new Error('/raise-late fails, as it should')
      })()
    },
  ],
  ['/crlf-body', whole('Foo: Bar\r\n\r\nHello World')],
  ['/newlines', whole('\n\r\r\n\n\r\n')],
  ['/short', whole('12345', ['Content-Length', '10'])],
  ['/long', whole('1234567890', ['Content-Length', '5'])],
  ['/two-cookies', whole('ok', ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'])],
  ['/big', whole('x'.repeat(2 ** 20))],
  ['/file', whole(digits(2898), ['Content-Length', '2898'])],
  ['/big-file', whole(digits(14_750))],
  ['/inject', whole('ok', ['X-Test', 'a\r\nX-Evil: 1'])],
  ['/empty', whole('')],
  ['/tracked', (environ, startResponse) => begin(environ, startResponse, 3, bytes('block\n'))],
  ['/tracked-raise', (environ, startResponse) => begin(environ, startResponse, 1, bytes('block\n'), true)],
  [
    '/tracked-endless',
    (environ, startResponse) => begin(environ, startResponse, 1024, new Uint8Array(65_536)),
  ],
  [
    '/track',
    (environ, startResponse) => {
      startResponse('200 OK', [['Content-Type', 'application/json']])
      return [bytes(JSON.stringify(tracks.get(environ.QUERY_STRING) ?? { blocks: 0, closed: 0 }))]
    },
  ],
])

function begin(
  environ: Environ,
  startResponse: StartResponse,
  blocks: number,
  block: Uint8Array,
  raises: boolean = false,
): Body {
  startResponse('200 OK', [TEXT])
  return tracked(environ.QUERY_STRING, blocks, block, raises)
}

function whole(content: string | Uint8Array, ...headers: HeaderPair[]): Answer {
  const block = typeof content === 'string' ? bytes(content) : content
  return (_, startResponse) => {
    startResponse('200 OK', [TEXT, ...headers])
    return block.length === 0 ? [] : [block]
  }
}

async function echo(environ: Environ, startResponse: StartResponse): Promise<Body> {
  const body = Buffer.from(await environ['wsgi.input'].read()).toString('latin1')
  const strings = Object.entries(environ).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const fields = strings.filter(([key]) => key.startsWith('HTTP_') || key.startsWith('CONTENT_'))
  const names = fields.map(([key, value]) => [
    key
      .replace(/^HTTP_/, '')
      .toLowerCase()
      .replaceAll('_', '-'),
    value,
  ])
  const target = environ.REQUEST_URI ?? ''
  const seen = {
    method: environ.REQUEST_METHOD,
    target,
    path: target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/\?.*$/s, '') || '/',
    decodedPath: environ.PATH_INFO,
    query: environ.QUERY_STRING,
    host: environ.HTTP_HOST ?? '',
    eff: Object.fromEntries(names),
    body,
    bodyLength: body.length,
    environ: Object.fromEntries(strings),
  }
  startResponse('200 OK', [['Content-Type', 'application/json']])
  return [bytes(JSON.stringify(seen))]
}

export const app: Application = (environ, startResponse) => {
  const path = environ.PATH_INFO
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1]
  if (status !== undefined) {
    startResponse(`${status} Status`, status === '204' || status === '304' ? [] : [TEXT])
    return []
  }
  return (answers.get(path) ?? echo)(environ, startResponse)
}
