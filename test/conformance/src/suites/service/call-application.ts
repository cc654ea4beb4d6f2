import type { ApplicationLike } from '@triptych/raw'
import { bytesOf } from '../../net/byte-sequence.ts'
import type { Probe } from '../../net/probe.ts'
import type { Reply } from '../../net/reply.ts'
import { loadRaw } from '../../target/load-raw.ts'
import type { Raw } from '../../target/load-raw.ts'
import { reachesApplication } from './service-case.ts'
import type { ServiceCase } from './service-case.ts'
import { splitRequests } from './split-requests.ts'
import type { WireRequest } from './split-requests.ts'

/** Where the requests seem to come from and to go to. */
const CONNECTION = {
  scheme: 'http',
  serverName: '127.0.0.1',
  serverPort: '80',
  remoteAddr: '127.0.0.1',
  remotePort: '50000',
} as const

/**
 * Asks an application in this process what a case asks a server, each request with the environ that a server would build.
 * `undefined` for a case that no application sees: a server refuses it, or waits for more. The end of the connection is
 * the server's business: it is given as the case expects it.
 */
export async function callApplication(
  application: unknown,
  testCase: Pick<ServiceCase, 'send' | 'answers' | 'connection'>,
): Promise<Probe | undefined> {
  if (!reachesApplication(testCase)) return undefined
  const { send, connection } = testCase
  const raw = await loadRaw()
  const sent = bytesOf(send)
  const started = performance.now()
  const replies: Reply[] = []
  for (const request of splitRequests(sent, raw.http) ?? []) {
    const environ = environOf(request, raw)
    if (environ === undefined) return undefined
    replies.push(toReply(await raw.testing.call(application as ApplicationLike, environ), request, raw))
  }
  if (replies.length === 0) return undefined
  const end = connection === 'keep' ? 'open' : 'closed'
  const ms = Math.round(performance.now() - started)
  return { replies, interim: [], junk: '', received: replies.map(textOf).join(''), sent, end, ms }
}

function environOf(
  { method, target, protocol, fields, body }: WireRequest,
  { gateways, http, input, testing }: Raw,
): ReturnType<Raw['gateways']['requestEnviron']> | undefined {
  // RFC 9110 section 10.1.1: an expectation that is not known is the server's to refuse.
  if (fields.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'expect')) return undefined
  const stream = new input.Input(input.blocksOf(body))
  try {
    const shapes = new gateways.EnvironShapes()
    const head = { method, target, protocol, fields }
    const environ = gateways.requestEnviron(shapes, head, CONNECTION, stream, new testing.ErrorLog())
    environ['wsgi.input_terminated'] = true
    return environ
  } catch (error) {
    if (error instanceof gateways.BadRequest || http.isMessageFault(error)) return undefined
    throw error
  }
}

function toReply(
  answer: Awaited<ReturnType<Raw['testing']['call']>>,
  { method }: WireRequest,
  { http }: Raw,
): Reply {
  const bytes = answer.bytes()
  const headers = [...answer.headers].map(([name, value]) => [name.toLowerCase(), value] as const)
  const hasLength = headers.some(([name]) => name === 'content-length')
  return {
    version: 'HTTP/1.1',
    status: answer.code,
    reason: answer.reason,
    headers,
    body: http.latin1(bytes, 0, bytes.length),
    // A server would send the rest in chunks.
    framing: method === 'HEAD' ? 'none' : hasLength ? 'length' : 'chunked',
    trailers: [],
    cut: answer.cut,
    interim: [],
  }
}

function textOf({ version, status, reason, headers, body }: Reply): string {
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return `${version} ${status} ${reason}\r\n${fields.join('')}\r\n${body}`
}
