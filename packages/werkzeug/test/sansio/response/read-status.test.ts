import { expect, test } from 'vitest'
import { readStatus } from '../../../src/sansio/response/read-status.ts'

test.each([
  [200, '200 OK', 200],
  [404, '404 NOT FOUND', 404],
  [418, "418 I'M A TEAPOT", 418],
  [449, '449 RETRY WITH', 449],
  [299, '299 UNKNOWN', 299],
  ['404 Nowhere', '404 Nowhere', 404],
  ['404', '404 NOT FOUND', 404],
  [' 404 ', '404 NOT FOUND', 404],
  ['200  x', '200  x', 200],
  ['200\t OK', '200\t OK', 200],
  ['+2_0_0 x', '+2_0_0 x', 200],
  ['2__00 x', '0 2__00 x', 0],
  ['\u0662\u0660\u0660 x', '0 \u0662\u0660\u0660 x', 0],
  ['wtf', '0 wtf', 0],
  ['not found', '0 not found', 0],
])('%j', (value, status, code) => {
  expect(readStatus(value)).toEqual({ status, code })
})

test.each(['', ' \t'])('an empty status %j is refused', (value) => {
  expect(() => readStatus(value)).toThrow(SyntaxError)
})

test.each(['200 OK\r\nX: y', '200\nOK', '200 O\0K'])('%j would break out of its line', (value) => {
  expect(() => readStatus(value)).toThrow(TypeError)
})

test('a status of a million digits ends', () => {
  expect(readStatus('1'.repeat(1_000_000)).code).toBe(Infinity)
  expect(readStatus('1_'.repeat(500_000)).code).toBe(0)
})
