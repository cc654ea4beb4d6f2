import { expect, test } from 'vitest'
import { decodeCharset } from '../../src/request/decode-charset.ts'

test.each([
  ['caf\xc3\xa9', 'utf-8', 'caf\xe9'],
  ['caf\xe9', 'iso-8859-1', 'caf\xe9'],
  ['\x80', 'latin-1', '\x80'],
  ['\x80', 'windows-1252', '\u20ac'],
  ['\x83e', 'shift_jis', '\u30c6'],
])('%j in %s', (bytes, charset, text) => {
  expect(decodeCharset(bytes, charset)).toBe(text)
})

test.each([
  ['\xff', 'utf-8', 400, 'ERR_UNDECODABLE'],
  ['\x83', 'shift_jis', 400, 'ERR_UNDECODABLE'],
  ['a', 'klingon', 415, 'ERR_CHARSET'],
  ['a', '', 415, 'ERR_CHARSET'],
])('%j in %s is refused', (bytes, charset, status, code) => {
  expect(() => decodeCharset(bytes, charset)).toThrow(expect.objectContaining({ status, code }))
})

test('replace', () => {
  expect(decodeCharset('a\xff', 'utf-8', 'replace')).toBe('a\ufffd')
  expect(() => decodeCharset('a', 'klingon', 'replace')).toThrow(expect.objectContaining({ status: 415 }))
})
