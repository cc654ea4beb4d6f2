/** Servers of the time service that are wrong in one way each on the wire. Without a fault the server is right. */
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { splitRequests } from '../src/suites/service/split-requests.ts'
import type { WireRequest } from '../src/suites/service/split-requests.ts'
import { loadRaw } from '../src/target/load-raw.ts'

/** A place for a fault. */
export type ServerFault =
  | 'content behind the head of HEAD'
  | 'Connection: close is not obeyed'
  | 'only the first request is answered'
  | 'answers in reverse order'
  | 'the connection is always closed'
  | 'a length that is too long'
  | 'no word that the connection closes'

/** The faults, and cases without the suite that fail them; `tolerated`: those that are not wrong, only slow. */
export const SERVER_MUTANTS: readonly {
  readonly fault: ServerFault
  readonly caughtBy: readonly string[]
  readonly verdict: 'fail' | 'tolerated'
}[] = [
  {
    fault: 'content behind the head of HEAD',
    caughtBy: ['method.head', 'connection.pipeline-head-get'],
    verdict: 'fail',
  },
  {
    fault: 'Connection: close is not obeyed',
    caughtBy: ['line.plain-get', 'connection.pipeline2'],
    verdict: 'fail',
  },
  {
    fault: 'only the first request is answered',
    caughtBy: ['connection.pipeline2', 'connection.pipeline-chunked-get'],
    verdict: 'fail',
  },
  {
    fault: 'answers in reverse order',
    caughtBy: ['connection.pipeline3-mixed', 'connection.pipeline-post-get'],
    verdict: 'fail',
  },
  { fault: 'the connection is always closed', caughtBy: ['connection.11'], verdict: 'tolerated' },
  { fault: 'a length that is too long', caughtBy: ['line.plain-get', 'target.x'], verdict: 'fail' },
  { fault: 'no word that the connection closes', caughtBy: ['line.plain-get'], verdict: 'tolerated' },
]

/** The server, not listening yet. */
export async function createWrongServer(fault?: ServerFault): Promise<Server> {
  const { http } = await loadRaw()
  const isPersistent = ({ protocol, fields }: WireRequest): boolean =>
    http.isPersistent(protocol, valueOf(fields, 'connection') ?? '')
  return createServer((socket) => {
    let text = ''
    socket.setEncoding('latin1').on('error', () => socket.destroy())
    socket.on('data', (data) => {
      text += String(data)
      const requests = splitRequests(text, http)
      if (requests === undefined) return
      text = ''
      const keeps = isPersistent(requests.at(-1)!)
      answerAll(socket, requests, keeps, fault)
    })
  })
}

function answerAll(
  socket: Socket,
  requests: readonly WireRequest[],
  keeps: boolean,
  fault: ServerFault | undefined,
): void {
  const answered = fault === 'only the first request is answered' ? requests.slice(0, 1) : requests
  const closes = fault === 'the connection is always closed' || !keeps
  const answers = answered.map((request, at) => answer(request, closes && at === answered.length - 1, fault))
  socket.write((fault === 'answers in reverse order' ? answers.toReversed() : answers).join(''), 'latin1')
  if (closes && fault !== 'Connection: close is not obeyed') socket.end()
}

function answer(
  { method, target, fields }: WireRequest,
  isLast: boolean,
  fault: ServerFault | undefined,
): string {
  const isFound = target === '/' && /^127\.0\.0\.1(?::\d*)?$/.test(valueOf(fields, 'host') ?? '')
  const status = method !== 'GET' ? '501 Not Implemented' : isFound ? '200 OK' : '404 Not Found'
  const body = status === '200 OK' ? ctime() : status
  const length = body.length + (fault === 'a length that is too long' ? 1 : 0)
  const close = isLast && fault !== 'no word that the connection closes' ? 'Connection: close\r\n' : ''
  const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${length}\r\n${close}\r\n`
  return method === 'HEAD' && fault !== 'content behind the head of HEAD' ? head : head + body
}

function ctime(): string {
  const [day, month, date, year, time] = new Date().toString().split(' ')
  return `${day} ${month} ${date?.replace(/^0/, ' ')} ${time} ${year}`
}

function valueOf(fields: readonly string[], name: string): string | undefined {
  const at = fields.findIndex((field, index) => index % 2 === 0 && field.toLowerCase() === name)
  return at < 0 ? undefined : fields[at + 1]
}
