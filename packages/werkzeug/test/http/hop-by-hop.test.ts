import { expect, test } from 'vitest'
import { isHopByHopHeader, removeHopByHopHeaders } from '../../src/http/hop-by-hop.ts'

test.each([
  ['Connection', true],
  ['TE', true],
  ['transfer-encoding', true],
  ['Content-Type', false],
])('%s: %j', (name, isHop) => {
  expect(isHopByHopHeader(name)).toBe(isHop)
})

test('they are removed in place', () => {
  const headers: [string, string][] = [
    ['UPGRADE', 'h2c'],
    ['ETag', '"a"'],
    ['Keep-Alive', '1'],
  ]
  removeHopByHopHeaders(headers)
  expect(headers).toEqual([['ETag', '"a"']])
})
