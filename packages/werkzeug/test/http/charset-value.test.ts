import { expect, test } from 'vitest'
import { decodeCharset, isSafeCharset, splitCharset } from '../../src/http/charset-value.ts'

test.each<[text: string, parts: [charset: string, value: string] | undefined]>([
  ["UTF-8'en'a%20b", ['utf-8', 'a%20b']],
  ["''a", ['', 'a']],
  ["utf-8''a'b", ['utf-8', "a'b"]],
  ["utf-8''a b", ['utf-8', 'a']],
  ["utf-8''", undefined],
  ['a%20b', undefined],
  ["a b'en'c", undefined],
])('split %j', (text, parts) => {
  expect(splitCharset(text)).toEqual(parts && { charset: parts[0], value: parts[1] })
})

test.each<[value: string, charset: string, text: string]>([
  ['caf%C3%A9', 'utf-8', 'caf\xe9'],
  ['caf%e9', 'utf-8', 'caf\ufffd'],
  ['caf%e9', 'iso-8859-1', 'caf\xe9'],
  ['caf%e9', 'us-ascii', 'caf\ufffd'],
  ['100%', 'utf-8', '100%'],
  ['%zz', 'utf-8', '%zz'],
  ['\xe9%C3%A9\u2603%ff', 'utf-8', '\xe9\xe9\u2603\ufffd'],
  ['\u2603%C3%A9\xe9', 'ascii', '\u2603\ufffd\ufffd\xe9'],
])('decode %j as %s', (value, charset, text) => {
  expect(decodeCharset(value, charset)).toBe(text)
})

test.each([
  ['utf-8', true],
  ['ascii', true],
  ['us-ascii', true],
  ['iso-8859-1', true],
  ['utf-7', false],
  ['', false],
])('%j is safe: %j', (charset, safe) => {
  expect(isSafeCharset(charset)).toBe(safe)
})
