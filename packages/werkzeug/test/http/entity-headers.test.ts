import { expect, test } from 'vitest'
import { Headers } from '../../src/datastructures/headers.ts'
import { isEntityHeader, removeEntityHeaders } from '../../src/http/entity-headers.ts'

const PAIRS: [string, string][] = [
  ['Content-Type', 'text/html'],
  ['EXPIRES', '0'],
  ['Content-Location', '/'],
  ['ETag', '"a"'],
  ['Allow', 'GET'],
]

test.each([
  ['Content-Type', true],
  ['last-modified', true],
  ['ETag', false],
  ['Date', false],
])('%s: %j', (name, isEntity) => {
  expect(isEntityHeader(name)).toBe(isEntity)
})

test('Expires and Content-Location stay', () => {
  const pairs = [...PAIRS]
  removeEntityHeaders(pairs)
  expect(pairs).toEqual(PAIRS.slice(1, 4))
  const headers = new Headers(PAIRS)
  removeEntityHeaders(headers)
  expect(headers.toWsgiList()).toEqual(PAIRS.slice(1, 4))
})

test('others stay when they are named', () => {
  const pairs = [...PAIRS]
  removeEntityHeaders(pairs, ['ALLOW'])
  expect(pairs).toEqual(PAIRS.slice(3))
})
