import { describe, expect, test } from 'vitest'
import { idnaDecode, idnaEncode } from '../../src/urls/idna.ts'

describe('IDNA 2003', () => {
  test.each([
    ['\u2603.net', 'xn--n3h.net'],
    ['b\xfccher.example', 'xn--bcher-kva.example'],
    ['stra\xdfe.de', 'strasse.de'],
    ['B\xdcCHER', 'xn--bcher-kva'],
    ['a\u3002b\uff0ec', 'a.b.c'],
    ['\u5909\u63db.\u4f8b', 'xn--urss5w.xn--fsq'],
    ['\u05d0\u05d1', 'xn--4dbc'],
    ['a.', 'a.'],
    ['', ''],
    ['EXAMPLE.com', 'EXAMPLE.com'],
    ['caf\xe9.', 'xn--caf-dma.'],
    ['\xadsoft\u200bhyphen', 'softhyphen'],
  ] as [string, string][])('%s is %s', (host, ascii) => {
    expect(idnaEncode(host)).toBe(ascii)
  })

  test.each([
    ['an empty label', 'a..b'],
    ['an empty label among others', 'a..\xe9'],
    ['a label too long', 'a'.repeat(64)],
    ['a label that becomes too long', '\xe9'.repeat(63)],
    ['a label of nothing', '\xad.\xe9'],
    ['a separator', 'a\u2028b'],
    ['private use', '\ue000'],
    ['a prefix where none may be', 'xn--\xe9'],
    ['two directions', '\u05d0a'],
    ['a direction that ends in a digit', '\u05d01'],
    ['a surrogate', '\ud800'],
  ] as [string, string][])('%s is refused', (_, host) => {
    expect(() => idnaEncode(host)).toThrow(SyntaxError)
  })

  test.each([
    ['xn--n3h.net', '\u2603.net'],
    ['xn--4dbc', '\u05d0\u05d1'],
    ['a..b', 'a..b'],
    ['\u2603', '\u2603'],
    ['xn--n3h.', '\u2603.'],
  ] as [string, string][])('%s reads %s', (ascii, host) => {
    expect(idnaDecode(ascii)).toBe(host)
  })

  test.each(['xn--', 'xn--a-', 'xn--\x80', 'xn--99999999', `xn--${'a'.repeat(60)}`, 'xn--strae-oqa'])(
    'what nobody writes is refused, or kept: %j',
    (host) => {
      // The last one is the \xdf that IDNA 2003 folds.
      const bad = host === 'xn--\x80' ? 'xn--0' : host
      expect(() => idnaDecode(bad)).toThrow(SyntaxError)
      expect(idnaDecode(bad, 'keep')).toBe(bad)
    },
  )
})
