import { expect, test } from 'vitest'
import { HTTP_STATUS_CODES } from '../../src/http/status-codes.ts'

test.each([
  [200, 'OK'],
  [203, 'Non Authoritative Information'],
  [413, 'Request Entity Too Large'],
  [418, "I'm a teapot"],
  [449, 'Retry With'],
  [599, undefined],
])('%i', (code, phrase) => {
  expect(HTTP_STATUS_CODES.get(code)).toBe(phrase)
})

test('codes are in order', () => {
  const codes = [...HTTP_STATUS_CODES.keys()]
  expect(codes).toEqual(codes.toSorted((a, b) => a - b))
})
