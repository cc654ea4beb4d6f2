/** The echo application (ECHO.md) as a fetch handler: what a URL has normalised away, it cannot tell. */

const digits = (length: number): string => '0123456789'.repeat(length / 10 + 1).slice(0, length)
const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0))
const tracks = new Map<string, { blocks: number; closed: number }>()

type Answer = (query: string) => Response | Promise<Response>

const whole =
  (text: string, ...headers: [string, string][]): Answer =>
  () =>
    new Response(text === '' ? null : latin1(text), { headers: [['Content-Type', 'text/plain'], ...headers] })

function streamed(next: () => string | Uint8Array | undefined, onClose: () => void = () => {}): Response {
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const block = next()
        if (block === undefined) {
          controller.close()
          onClose()
        } else controller.enqueue(typeof block === 'string' ? latin1(block) : block)
      },
      cancel: onClose,
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, { headers: { 'Content-Type': 'text/plain' } })
}

const words: Answer = () => {
  const left = ['one\n', 'two\n', 'three\n']
  return streamed(() => left.shift())
}

const tracked =
  (blocks: number, block: string | Uint8Array, raises: boolean = false): Answer =>
  (query) => {
    const track = { blocks: 0, closed: 0 }
    tracks.set(query, track)
    return streamed(
      () => {
        if (track.blocks < blocks) {
          track.blocks++
          return block
        }
        if (!raises) return undefined
        track.closed++
        throw new Error('The body of /tracked-raise fails, as it should')
      },
      () => void track.closed++,
    )
  }

const ANSWERS = new Map<string, Answer>([
  ['/noread', whole('ok')],
  ['/stream', words],
  ['/write', words],
  [
    '/delayed',
    async (query) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return whole('later')(query)
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
    () => {
      const left = ['first']
      return streamed(() => {
        const block = left.shift()
        if (block === undefined) throw new Error('/raise-late fails, as it should')
        return block
      })
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
  ['/inject', (query) => whole('ok', ['X-Test', 'a\r\nX-Evil: 1'])(query)],
  ['/empty', whole('')],
  ['/tracked', tracked(3, 'block\n')],
  ['/tracked-raise', tracked(1, 'block\n', true)],
  ['/tracked-endless', tracked(1024, new Uint8Array(65_536))],
  ['/track', (query) => Response.json(tracks.get(query) ?? { blocks: 0, closed: 0 })],
])

export async function fetchHandler(request: Request): Promise<Response> {
  const { pathname: path, search, host } = new URL(request.url)
  const query = search.slice(1)
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1]
  if (status !== undefined) {
    const headers = status === '204' || status === '304' ? undefined : { 'Content-Type': 'text/plain' }
    return new Response(null, { status: Number(status), ...(headers && { headers }) })
  }
  const answer = ANSWERS.get(path)
  if (answer !== undefined) return answer(query)
  const bytes = new Uint8Array(await request.arrayBuffer())
  const body = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const decodedPath = path.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Response.json({
    method: request.method,
    path,
    decodedPath,
    query,
    host: request.headers.get('host') ?? host,
    eff: Object.fromEntries(request.headers),
    body,
    bodyLength: bytes.length,
  })
}
