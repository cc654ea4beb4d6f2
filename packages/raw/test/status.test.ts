import { expect, test } from 'vitest'
import { STATUS_PHRASES, isBodiless, parseStatus, statusText } from '@triptych/raw/status'

test.each([
  [200, '200 OK'],
  [404, '404 Not Found'],
  [299, '299 Success'],
  [599, '599 Unknown Server Error'],
  [150, '150 Continue'],
])('statusText %d', (code, text) => {
  expect(statusText(code)).toBe(text)
})

test.each([99, 600, 200.5, NaN, -1])('statusText refuses %d', (code) => {
  expect(() => statusText(code)).toThrow(RangeError)
})

test('every registered phrase parses back', () => {
  for (const [code, reason] of STATUS_PHRASES)
    expect(parseStatus(`${code} ${reason}`)).toEqual({ code, reason })
})

test('an empty reason is allowed, its space is not optional', () => {
  expect(parseStatus('200 ')).toEqual({ code: 200, reason: '' })
  expect(() => parseStatus('200')).toThrow(TypeError)
})

test.each([
  '',
  'OK',
  '20 OK',
  '2000 OK',
  '200OK',
  ' 200 OK',
  '+20 OK',
  '200\tOK',
  '200 O\r\nX: y',
  '200 \u010a',
  '099 x',
  '600 x',
  '1e2 x',
])('parseStatus refuses %j', (text) => {
  expect(() => parseStatus(text)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_FIELD' }))
})

test('parseStatus refuses a number', () => {
  expect(() => parseStatus(200 as never)).toThrow(TypeError)
})

test.each([
  [100, true],
  [199, true],
  [200, false],
  [204, true],
  [205, false],
  [304, true],
  [404, false],
])('isBodiless %d: %s', (code, bodiless) => {
  expect(isBodiless(code)).toBe(bodiless)
})
