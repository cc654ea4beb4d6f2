import fc from 'fast-check'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  CountingResponse,
  escapeLogText,
  formatCombined,
  formatJson,
  logAccess,
} from '../../src/server/access-log.ts'
import type { AccessEntry, AccessLogFormat } from '../../src/server/access-log.ts'

const entry: AccessEntry = {
  time: new Date(2000, 9, 10, 13, 55, 36),
  remote: '127.0.0.1',
  method: 'GET',
  target: '/apache_pb.gif',
  protocol: 'HTTP/1.0',
  status: 200,
  bytes: 2326,
  referer: 'http://www.example.com/start.html',
  userAgent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
  duration: 1.5,
}

const HOSTILE = 'a" 200 1\r\n10.0.0.1 - - [x] "\\\x1b[2J\x00\x7f\x85\xff\u2028'
/** What could end a line, a quoted part or a terminal's patience. */
const PLAIN = /^[\x20-\x7e]*$/

describe('formatCombined', () => {
  test("writes the line of Apache's documentation", () => {
    // https://httpd.apache.org/docs/2.4/logs.html#combined, with an unknown user and the zone of this machine
    expect(formatCombined(entry).replace(/[+-]\d{4}\]/, '-0700]')).toBe(
      '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 ' +
        '"http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"',
    )
  })

  test('tells the zone east of Greenwich with a plus, in hours and minutes', () => {
    const time = new Date(2000, 9, 10, 13, 55, 36)
    time.getTimezoneOffset = () => -345
    expect(formatCombined({ ...entry, time })).toContain('[10/Oct/2000:13:55:36 +0545]')
    time.getTimezoneOffset = () => 570
    expect(formatCombined({ ...entry, time })).toContain('[10/Oct/2000:13:55:36 -0930]')
  })

  test('has a dash for what is not there', () => {
    const line = formatCombined({ ...entry, remote: '', bytes: 0, referer: undefined, userAgent: '' })
    expect(line).toMatch(/^- - - \[/)
    expect(line).toMatch(/" 200 - "-" "-"$/)
  })

  test('keeps its fields apart whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = formatCombined({ ...entry, method: text, target: text, referer: text, userAgent: text })
        expect(line).toMatch(PLAIN)
        // Quotes that are not escaped: two for each of three fields.
        expect(line.replaceAll(/\\./g, '').split('"')).toHaveLength(7)
      }),
    )
  })
})

describe('formatJson', () => {
  test('is one line of ASCII that reads back', () => {
    const line = formatJson({ ...entry, target: HOSTILE, userAgent: HOSTILE })
    expect(line).toMatch(PLAIN)
    expect(JSON.parse(line)).toEqual({
      ...entry,
      time: entry.time.toISOString(),
      target: HOSTILE,
      userAgent: HOSTILE,
    })
    expect(Object.keys(JSON.parse(line) as object)[0]).toBe('time')
  })
})

test('escapeLogText leaves nothing but printable ASCII', () => {
  expect(escapeLogText(HOSTILE)).toBe(
    'a\\" 200 1\\r\\n10.0.0.1 - - [x] \\"\\\\\\x1b[2J\\x00\\x7f\\x85\\xff\\u2028',
  )
  expect(escapeLogText('\b\t\v')).toBe('\\b\\t\\v')
})

/** Sends raw bytes to a server that logs, and gives the lines. */
async function record(
  format: AccessLogFormat,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  request: string,
): Promise<string[]> {
  const lines: string[] = []
  const server = createServer({ ServerResponse: CountingResponse }, (incoming, response) => {
    logAccess(format, (line) => lines.push(line), incoming, response)
    answer(incoming, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'))
    socket.resume().once('close', resolve)
  })
  await new Promise((resolve) => server.close(resolve))
  return lines
}

describe('logAccess', () => {
  const close = 'Host: x\r\nConnection: close\r\n'
  const rows: readonly (readonly [
    name: string,
    request: string,
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    status: number,
    bytes: number,
  ])[] = [
    ['one block', `GET / HTTP/1.1\r\n${close}\r\n`, (_, response) => response.end('häh'), 200, 4],
    [
      'several blocks, chunked',
      `GET / HTTP/1.1\r\n${close}\r\n`,
      (_, response) => {
        response.write(new Uint8Array(10))
        response.write('e9', 'hex')
        response.end('\xe9', 'latin1')
      },
      200,
      12,
    ],
    [
      'HEAD has no content',
      `HEAD / HTTP/1.1\r\n${close}\r\n`,
      (_, response) => response.end('hello'),
      200,
      0,
    ],
    [
      'the status',
      `GET / HTTP/1.1\r\n${close}\r\n`,
      (_, response) => response.writeHead(404).end('no'),
      404,
      2,
    ],
    [
      'a cut before the head is 499',
      `GET / HTTP/1.1\r\n${close}\r\n`,
      (_, response) => response.destroy(),
      499,
      0,
    ],
  ]
  test.each(rows)('%s', async (_name, request, answer, status, bytes) => {
    const lines = await record('json', answer, request)
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0]!)).toMatchObject({ status, bytes, remote: '127.0.0.1', target: '/' })
  })

  test('takes referer and user agent as they were sent', async () => {
    const request = `GET /"\\x HTTP/1.1\r\n${close}Referer: http://a/\r\nUser-Agent: \xe4"\r\n\r\n`
    const [line] = await record('combined', (_, response) => response.end(), request)
    expect(line).toMatch(
      /^127\.0\.0\.1 - - \[.*\] "GET \/\\"\\\\x HTTP\/1\.1" 200 - "http:\/\/a\/" "\\xe4\\""\n$/,
    )
  })
})
