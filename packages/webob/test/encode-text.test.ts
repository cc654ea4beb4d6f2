import { describe, expect, test } from 'vitest'
import { encodeText } from '../src/encode-text.ts'

describe('encodeText', () => {
  test.each([
    ['UTF-8', [0xc3, 0xa9]],
    ['utf8', [0xc3, 0xa9]],
    ['"utf-8"', [0xc3, 0xa9]],
    ['latin-1', [0xe9]],
    ['ISO-8859-1', [0xe9]],
    ['utf-16', [0xff, 0xfe, 0xe9, 0]],
  ])('\xe9 in %s', (charset, expected) => {
    expect([...encodeText('\xe9', charset)]).toEqual(expected)
  })

  test.each([
    ['\xe9', 'ascii', TypeError],
    ['\u20ac', 'latin-1', TypeError],
    ['a', 'koi8-r', RangeError],
    ['a', '', RangeError],
  ])('%s in %s is refused', (text, charset, kind) => {
    expect(() => encodeText(text, charset)).toThrow(kind)
  })
})
