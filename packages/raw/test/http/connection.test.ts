import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOP_BY_HOP, isHopByHop, isPersistent, nominatedFields } from '../../src/http/connection.ts'
import { anyText } from './hostile-text.ts'

describe('isHopByHop', () => {
  test.each([
    // The eight names of wsgiref.util.is_hop_by_hop, and RFC 9110 section 7.6.1
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'TE',
    'Trailers',
    'Transfer-Encoding',
    'Upgrade',
    'Proxy-Connection',
  ])('%s is', (name) => {
    expect([name, name.toLowerCase(), name.toUpperCase()].map(isHopByHop)).toEqual([true, true, true])
  })

  test.each(['Trailer', 'Content-Length', 'Date', 'Host', '', 'X'.repeat(34), 'x'.repeat(39)])(
    '%j is not',
    (name) => {
      expect(isHopByHop(name)).toBe(false)
    },
  )

  test('agrees with the set for any name', () => {
    fc.assert(fc.property(anyText, (name) => isHopByHop(name) === HOP_BY_HOP.has(name.toLowerCase())))
  })
})

test.each<[connection: string, names: string[]]>([
  ['close', []],
  ['X-Trace, te', ['x-trace', 'te']],
  ['keep-alive, close', ['keep-alive']],
  // CVE-2022-31813: a client makes the proxy remove what the proxy itself has added
  ['X-Forwarded-For, X-Forwarded-Host, Host, Authorization, x-a', ['x-a']],
])('fields nominated by %j', (connection, names) => {
  expect(nominatedFields(connection)).toEqual(names)
})

describe('isPersistent, RFC 9112 section 9.3', () => {
  test.each<[protocol: string, connection: string, keeps: boolean]>([
    ['HTTP/1.1', '', true],
    ['HTTP/1.1', 'close', false],
    ['HTTP/1.1', 'keep-alive, CLOSE', false],
    ['HTTP/1.1', 'upgrade', true],
    ['HTTP/1.0', '', false],
    ['HTTP/1.0', 'Keep-Alive', true],
    ['HTTP/1.0', 'keep-alive, close', false],
    ['HTTP/0.9', '', false],
    ['HTTP/2.0', 'keep-alive', false],
  ])('%s with %j', (protocol, connection, keeps) => {
    expect(isPersistent(protocol, connection)).toBe(keeps)
  })
})
