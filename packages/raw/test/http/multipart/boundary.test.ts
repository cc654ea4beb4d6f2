import { describe, expect, test } from 'vitest'
import { isBoundary, multipartBoundary, randomBoundary } from '../../../src/http/multipart/boundary.ts'

describe('isBoundary, RFC 2046 section 5.1.1', () => {
  test.each<[text: string, is: boolean]>([
    ['a', true],
    ["0aZ'()+_,-./:=?", true],
    ['a b', true],
    [' a', true],
    ['a'.repeat(70), true],
    ['a'.repeat(71), false],
    ['', false],
    [' ', false],
    ['a ', false],
    ['a\r\nb', false],
    ['a"b', false],
    ['a;b', false],
    ['a*b', false],
    ['a\tb', false],
    ['a\0', false],
    ['\xe9', false],
    ['\u20ac', false],
  ])('%j: %s', (text, is) => {
    expect(isBoundary(text)).toBe(is)
  })
})

test.each<[contentType: string, boundary: string | undefined]>([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['Multipart/Mixed; charset=utf-8; BOUNDARY="a b"', 'a b'],
  ['multipart/form-data; boundary="a\\b"', 'ab'],
  ['multipart/form-data; boundary=', undefined],
  ['multipart/form-data; boundary=""', undefined],
  ['multipart/form-data', undefined],
  [`multipart/form-data; boundary=${'a'.repeat(71)}`, undefined],
  ['multipart/form-data; boundary="a\\"b"', undefined],
  ['multipart; boundary=a', undefined],
  ['application/json; boundary=a', undefined],
  ['', undefined],
])('the boundary of %j is %j', (contentType, boundary) => {
  expect(multipartBoundary(contentType)).toBe(boundary)
})

test('a random boundary is one, and another each time', () => {
  const boundaries = Array.from({ length: 100 }, () => randomBoundary())
  expect(boundaries.every(isBoundary)).toBe(true)
  expect(new Set(boundaries).size).toBe(100)
})
