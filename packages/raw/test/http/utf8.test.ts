import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8, fromBytes, isAscii, isUtf8, toBytes } from '../../src/http/utf8.ts'
import { anyText, byteText, megabyte } from './hostile-text.ts'

describe('isUtf8 agrees with the platform', () => {
  const platform = (text: string): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(toBytes(text))
      return true
    } catch {
      return false
    }
  }

  test.each<[name: string, bytes: string]>([
    ['ascii', 'abc'],
    ['two, three and four bytes', '\xc3\xa9\xe2\x98\x83\xf0\x9f\x98\x80'],
    ['overlong slash', '\xc0\xaf'],
    ['overlong in three bytes', '\xe0\x80\xaf'],
    ['overlong in four bytes', '\xf0\x80\x80\xaf'],
    ['surrogate', '\xed\xa0\x80'],
    ['last before the surrogates', '\xed\x9f\xbf'],
    ['last of all', '\xf4\x8f\xbf\xbf'],
    ['above U+10FFFF', '\xf4\x90\x80\x80'],
    ['lone tail', '\x80'],
    ['cut after two of three', '\xe2\x98'],
    ['cut after one of four', '\xf0'],
    ['tail missing before ASCII', '\xe2\x98a'],
    ['five bytes', '\xf8\x88\x80\x80\x80'],
  ])('%s', (_name, bytes) => {
    expect(isUtf8(bytes)).toBe(platform(bytes))
  })

  test('for any bytes', () => {
    fc.assert(fc.property(byteText, (text) => isUtf8(text) === platform(text)))
    const lead = fc.constantFrom(...'\xc2\xdf\xe0\xed\xef\xf0\xf4\x80\x8f\x90\xa0\xbf\x9fa')
    fc.assert(fc.property(fc.string({ unit: lead, maxLength: 8 }), (text) => isUtf8(text) === platform(text)))
  })
})

test('bytes and byte strings are the same thing', () => {
  fc.assert(fc.property(byteText, (text) => fromBytes(toBytes(text)) === text))
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))
  expect(fromBytes(toBytes(all))).toBe(all)
  const long = megabyte('\x00\xffab')
  expect(fromBytes(toBytes(long))).toBe(long)
})

test('text survives, a lone surrogate becomes U+FFFD', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => decodeUtf8(encodeUtf8(text)) === text))
  expect(decodeUtf8(encodeUtf8('a\ud800b'))).toBe('a\ufffdb')
  expect(decodeUtf8('\xef\xbb\xbfx')).toBe('\ufeffx')
})

test('nothing throws, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(typeof decodeUtf8(text)).toBe('string')
      expect(typeof isUtf8(text)).toBe('boolean')
      expect(isAscii(text)).toBe(/^[\0-\x7f]*$/.test(text))
    }),
  )
  expect(toBytes('\u2603')).toEqual(new Uint8Array([0xe2, 0x98, 0x83]))
})
