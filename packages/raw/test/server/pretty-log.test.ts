import { describe, expect, test } from 'vitest'
import { formatPretty, wantsColor } from '../../src/server/pretty-log.ts'

const entry = (status: number, target = '/'): Parameters<typeof formatPretty>[0] => ({
  time: new Date(2026, 0, 2, 3, 4, 5),
  remote: '127.0.0.1',
  method: 'GET',
  target,
  protocol: 'HTTP/1.1',
  status,
  bytes: 1,
  duration: 1,
})

describe('the line of a request', () => {
  test.each([
    [200, '"GET / HTTP/1.1" 200'],
    [304, '\x1b[36m"GET / HTTP/1.1" 304\x1b[0m'],
    [404, '\x1b[33m"GET / HTTP/1.1" 404\x1b[0m'],
    [500, '\x1b[1;31m"GET / HTTP/1.1" 500\x1b[0m'],
  ])('shows %s in its colour', (status, part) => {
    expect(formatPretty(entry(status), true)).toBe(`127.0.0.1 - - [02/Jan/2026 03:04:05] ${part} -`)
  })

  test('has no colours elsewhere, and nothing that a terminal obeys', () => {
    expect(formatPretty(entry(500, '/\x1b[2J\n"'), false)).toBe(
      '127.0.0.1 - - [02/Jan/2026 03:04:05] "GET /\\x1b[2J\\n\\" HTTP/1.1" 500 -',
    )
  })
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
])('on a terminal (%s) with %o colours are wanted: %s', (isTTY, env, wanted) => {
  expect(wantsColor({ isTTY }, env)).toBe(wanted)
})
