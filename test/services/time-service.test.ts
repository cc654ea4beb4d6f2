/**
 * The time services on the wire: 301 requests, valid, odd and hostile, each with the answer that the RFCs and the
 * design want, the same from each abstraction; and the services in process with environs that no server of ours would
 * make, where the abstractions may differ, and how is said in the row.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { NodeServer } from '@triptych/raw/server'
import { call } from '@triptych/raw/testing'
import { app as raw } from '../../examples/time-service/raw.ts'
import { app as webob } from '../../examples/time-service/webob.ts'
import { app as werkzeug } from '../../examples/time-service/werkzeug.ts'

interface Answer {
  status: number
  reason: string
  type?: string
  framing: 'content-length' | 'none'
  body: string | { pattern: string }
  head?: boolean
}
type Part = string | { repeat: string; times: number }
interface Row {
  id: string
  send: Part[]
  expect: string[]
  connection: 'keep' | 'close'
  /** The answers of a server on a socket of its own, where they are others. */
  socket?: string[]
  why: string
}
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/timeservice/requests.json', import.meta.url), 'utf8'),
) as { answers: Record<string, Answer>; rows: Row[] }

const TIME = fixture.answers['time']!.body as { pattern: string }
/** After this long without a byte the client ends its side; after as long again it gives up. */
const SILENCE = 500
/** Requests that never end by themselves: only the client's end makes them bad. */
const UNFINISHED = new Set(['get-http09', 'partial-line', 'partial-headers'])

/** The services by the abstraction that they are written on. */
const SERVICES: [name: 'raw' | 'webob' | 'werkzeug', app: Application][] = [
  ['raw', raw],
  ['webob', webob],
  ['werkzeug', werkzeug],
]

interface Exchange {
  text: string
  /** The server closed the connection before the client ended its side. */
  closed: boolean
}

function exchange(port: number, parts: Part[]): Promise<Exchange> {
  const text = parts
    .map((part) => (typeof part === 'string' ? part : part.repeat.repeat(part.times)))
    .join('')
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    let received = ''
    let ended = false
    let timer: NodeJS.Timeout | undefined
    const finish = (closed: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text: received, closed })
    }
    const wait = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (ended) return finish(false)
        ended = true
        socket.end()
        wait()
      }, SILENCE)
    }
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      received += String(chunk)
      wait()
    })
    socket.on('end', () => finish(!ended))
    socket.on('error', () => finish(!ended))
    socket.write(text, 'latin1')
    wait()
  })
}

/** Takes one response off the front, by the framing that is expected of it. */
function takeResponse(
  text: string,
  expected: Answer,
): { response: Answer; connection: 'keep' | 'close'; rest: string } {
  const end = text.indexOf('\r\n\r\n')
  expect(end, `a whole head in ${JSON.stringify(text.slice(0, 80))}`).toBeGreaterThan(0)
  const [line, ...lines] = text.slice(0, end).split('\r\n')
  const [, status, reason] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(line!) ?? []
  const field = (name: string): string | undefined =>
    lines.find((one) => one.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2)
  const length = field('content-length')
  const size = expected.head ? 0 : Number(length ?? 0)
  const body = text.slice(end + 4, end + 4 + size)
  expect(body).toHaveLength(size)
  const type = field('content-type')
  expect(field('transfer-encoding')).toBeUndefined()
  const response: Answer = {
    status: Number(status),
    reason: reason!,
    ...(type !== undefined && { type }),
    framing: length === undefined ? 'none' : 'content-length',
    body,
  }
  const connection = field('connection') === 'close' ? 'close' : 'keep'
  return { response, connection, rest: text.slice(end + 4 + size) }
}

/** A whole body, or what it begins with. */
function bodyPattern(body: Answer['body']): RegExp {
  return typeof body === 'string' ? new RegExp(`^${body}$`) : new RegExp(body.pattern)
}

test('the table: 301 requests, each with its reason, and answers that exist', () => {
  expect(new Set(fixture.rows.map(({ id }) => id)).size).toBe(301)
  const names = new Set(fixture.rows.flatMap((row) => [...row.expect, ...(row.socket ?? [])]))
  expect([...names].toSorted()).toEqual(Object.keys(fixture.answers).toSorted())
  for (const { why } of fixture.rows) expect(why).not.toBe('')
})

describe.each(SERVICES)('%s on the wire', (_name, app) => {
  const results = new Map<string, Promise<Exchange>>()
  let server: NodeServer
  let port = 0

  beforeAll(async () => {
    server = new NodeServer(app, { graceTimeout: 100 })
    port = Number((await server.listen({ host: '127.0.0.1', port: 0 })).split(':').pop())
    // All at once, a few at a time: each row below only waits for its own.
    const queue = fixture.rows.map((row) => {
      let resolve!: (exchange: Exchange) => void
      results.set(row.id, new Promise((done) => (resolve = done)))
      return { row, resolve }
    })
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        next.resolve(await exchange(port, next.row.send))
      }
    }
    for (let n = 0; n < 24; n++) void work()
  })
  afterAll(async () => server.close())

  test.each(fixture.rows)('$id: $expect ($why)', async (row) => {
    const { text, closed } = await results.get(row.id)!
    let rest = text
    for (const [at, name] of row.expect.entries()) {
      const expected = fixture.answers[name]!
      const taken = takeResponse(rest, expected)
      rest = taken.rest
      const { head: _head, body, ...same } = expected
      expect(taken.response).toMatchObject(same)
      expect(taken.response.body).toMatch(bodyPattern(body))
      expect(taken.connection).toBe(at === row.expect.length - 1 ? row.connection : 'keep')
    }
    expect(closed, 'the server closes').toBe(row.connection === 'close' && !UNFINISHED.has(row.id))
    expect(rest, 'nothing follows').toBe('')
  })

  test('the server lives', async () => {
    await Promise.all(results.values())
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(response.status).toBe(200)
    expect(await response.text()).toMatch(new RegExp(TIME.pattern))
  })
})

const OK = 200
const NOT_FOUND = 404
const NOT_IMPLEMENTED = 501
type Differing = Partial<Record<'raw' | 'webob' | 'werkzeug', number>>
const inProcess: [why: string, environ: Partial<Environ>, status: number, differing?: Differing][] = [
  ['plain', { HTTP_HOST: '127.0.0.1' }, OK],
  ['no Host: SERVER_NAME counts', { SERVER_NAME: '127.0.0.1', HTTP_HOST: undefined as never }, OK],
  ['no Host, another name', { SERVER_NAME: 'localhost' }, NOT_FOUND],
  ['a port', { HTTP_HOST: '127.0.0.1:8000' }, OK],
  ['an empty port', { HTTP_HOST: '127.0.0.1:' }, OK],
  ['two colons', { HTTP_HOST: '127.0.0.1:80:90' }, NOT_FOUND],
  // WebOb's `domain` cuts at the last colon and does not look at what follows; our servers refuse such a Host.
  ['a port that is none', { HTTP_HOST: '127.0.0.1:abc' }, NOT_FOUND, { webob: OK }],
  ['a port out of range', { HTTP_HOST: '127.0.0.1:65536' }, NOT_FOUND, { webob: OK }],
  ['another host', { HTTP_HOST: 'localhost' }, NOT_FOUND],
  ['IPv6', { HTTP_HOST: '[::1]' }, NOT_FOUND],
  ['IPv6 with port', { HTTP_HOST: '[::1]:8000' }, NOT_FOUND],
  ['IPv6 unclosed', { HTTP_HOST: '[::1' }, NOT_FOUND],
  ['an empty Host', { HTTP_HOST: '' }, NOT_FOUND],
  ['user information', { HTTP_HOST: 'u@127.0.0.1' }, NOT_FOUND],
  ['two Hosts joined', { HTTP_HOST: '127.0.0.1, 127.0.0.1' }, NOT_FOUND],
  ['a Host with NUL', { HTTP_HOST: '127.0.0.1\0' }, NOT_FOUND],
  ['a Host in latin-1', { HTTP_HOST: '127.0.0.1\xe9' }, NOT_FOUND],
  ['octal', { HTTP_HOST: '0177.0.0.1' }, NOT_FOUND],
  ['decimal', { HTTP_HOST: '2130706433' }, NOT_FOUND],
  ['an X-Forwarded-Host is not believed', { HTTP_HOST: 'x', HTTP_X_FORWARDED_HOST: '127.0.0.1' }, NOT_FOUND],
  ['another path', { PATH_INFO: '/x' }, NOT_FOUND],
  // Werkzeug's path has exactly one slash at its start, whatever a gateway made.
  ['an empty PATH_INFO made by hand', { PATH_INFO: '' }, NOT_FOUND, { werkzeug: OK }],
  ['slashes made by hand are left alone', { PATH_INFO: '//' }, NOT_FOUND, { werkzeug: OK }],
  ['a dot', { PATH_INFO: '/.' }, NOT_FOUND],
  ['a question mark is part of PATH_INFO', { PATH_INFO: '/?' }, NOT_FOUND],
  ['a question mark and more', { PATH_INFO: '/?x' }, NOT_FOUND],
  ['bytes that are no UTF-8', { PATH_INFO: '/\xff' }, NOT_FOUND],
  ['an overlong form', { PATH_INFO: '/\xc0\xaf' }, NOT_FOUND],
  ['a surrogate', { PATH_INFO: '/\xed\xa0\x80' }, NOT_FOUND],
  ['a cut sequence', { PATH_INFO: '/\xe2\x82' }, NOT_FOUND],
  ['NUL', { PATH_INFO: '/\0' }, NOT_FOUND],
  ['CR and LF', { PATH_INFO: '/\r\n' }, NOT_FOUND],
  ['an asterisk', { PATH_INFO: '*' }, NOT_FOUND],
  ['a query', { QUERY_STRING: 'q=1' }, OK],
  ['a query with anything', { QUERY_STRING: '\xff%zz/..' }, OK],
  ['POST', { REQUEST_METHOD: 'POST' }, NOT_IMPLEMENTED],
  ['HEAD', { REQUEST_METHOD: 'HEAD' }, NOT_IMPLEMENTED],
  ['a method in lower case', { REQUEST_METHOD: 'get' }, NOT_IMPLEMENTED],
  ['an unknown method', { REQUEST_METHOD: 'BREW' }, NOT_IMPLEMENTED],
  ['501 comes before 404', { REQUEST_METHOD: 'POST', PATH_INFO: '/x', HTTP_HOST: 'x' }, NOT_IMPLEMENTED],
  // The listings ask for different things: raw for PATH_INFO, WebOb for the whole path.
  ['mounted', { SCRIPT_NAME: '/time', PATH_INFO: '/' }, OK, { webob: NOT_FOUND }],
]

describe.each(SERVICES)('%s in process', (name, app) => {
  const rows = inProcess.map(
    ([why, given, status, differing]) => [why, given, differing?.[name] ?? status] as const,
  )
  test.each(rows)('%s', async (_why, given, status) => {
    const environ = { SERVER_NAME: '127.0.0.1', ...given }
    if (!('HTTP_HOST' in given)) environ.HTTP_HOST = environ.SERVER_NAME
    const complete = setupTestingDefaults(environ)
    if (given.HTTP_HOST === undefined && 'HTTP_HOST' in given) delete complete.HTTP_HOST
    const response = await call(app, complete)
    const answer = fixture.answers[{ 200: 'time', 404: 'not-found', 501: 'not-implemented' }[status]!]!
    expect(response.code).toBe(status)
    expect(response.reason).toBe(answer.reason)
    expect(response.headers.get('Content-Type')).toBe(answer.type)
    expect(response.text()).toMatch(given.REQUEST_METHOD === 'HEAD' ? /^$/ : bodyPattern(answer.body))
    expect(response.headers.get('Content-Length')).toBe(
      String(status === 200 ? 24 : status === 404 ? 13 : 19),
    )
  })
})
