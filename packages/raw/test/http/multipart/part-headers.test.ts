import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFormDataDisposition } from '../../../src/http/content-disposition.ts'
import { parsePartDisposition, readPartHeader } from '../../../src/http/multipart/part-headers.ts'
import { anyText, megabyte } from '../hostile-text.ts'

const NONE = undefined

describe('parsePartDisposition', () => {
  test.each<[text: string, type: string, name: string | undefined, filename: string | undefined]>([
    ['form-data; name="a"', 'form-data', 'a', NONE],
    ['FORM-DATA; NAME="a"; FileName=""', 'form-data', 'a', ''],
    ['form-data;name=a;filename=b.txt', 'form-data', 'a', 'b.txt'],
    ['form-data ; name = "a" ; filename = "b"', 'form-data', 'a', 'b'],
    ['form-data; name="\xc3\xa9"', 'form-data', '\xe9', NONE],
    ['form-data; name="\xff"', 'form-data', '\ufffd', NONE],
    ['form-data; name="a%22b%0d%0Ac%25"', 'form-data', 'a"b\r\nc%25', NONE],
    ['form-data; name="a\\"b\\\\c\\d"', 'form-data', 'a"b\\c\\d', NONE],
    ['form-data; filename="C:\\dir\\f.txt"; name="a"', 'form-data', 'a', 'C:\\dir\\f.txt'],
    ['form-data; name="a;filename=b"', 'form-data', 'a;filename=b', NONE],
    ['form-data; name="a"; name="b"', 'form-data', 'a', NONE],
    ['form-data; name="a"; filename*=UTF-8\'\'b', 'form-data', 'a', NONE],
    ['form-data; name="a" junk; filename="b"', 'form-data', 'a', 'b'],
    ['form-data; name="a', 'form-data', NONE, NONE],
    ['form-data; name="a\\"', 'form-data', NONE, NONE],
    ['form-data; name', 'form-data', NONE, NONE],
    ['form-data; ; =; name="a"', 'form-data', 'a', NONE],
    ['form-data; name=', 'form-data', '', NONE],
    ['attachment', 'attachment', NONE, NONE],
    ['; name="a"', '', NONE, NONE],
    ['', '', NONE, NONE],
  ])('%j', (text, type, name, filename) => {
    expect(parsePartDisposition(text)).toEqual({ type, name, filename })
  })

  test('reads what browsers write', () => {
    // Backslashes are not escaped by browsers, so two of them, or one before a quote, cannot be told from an escape.
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\0\\]|%(22|0[DA])/gi, ''))
    fc.assert(
      fc.property(text, text, (name, filename) => {
        const read = parsePartDisposition(formatFormDataDisposition(name, filename))
        expect(read).toEqual({ type: 'form-data', name: name.replace(/\r\n?|\n/g, '\r\n'), filename })
      }),
    )
  })

  test('takes any text', () => {
    fc.assert(
      fc.property(anyText, (text) => typeof parsePartDisposition(`form-data; ${text}`).type === 'string'),
    )
  })

  test.each([
    megabyte(';'),
    megabyte('\\', 'form-data; name="'),
    megabyte('; a="', 'form-data'),
    megabyte(' ', 'a; name'),
  ])('a megabyte (row %#)', (text) => {
    expect(parsePartDisposition(text).name).toBeUndefined()
  })
})

describe('readPartHeader', () => {
  test.each<[lines: string[], fields: string[]]>([
    [
      ['A: b', 'C:d'],
      ['A', 'b', 'C', 'd'],
    ],
    [['A : b: c '], ['A', 'b: c']],
    [
      ['A: b', '\t c '],
      ['A', 'b c'],
    ],
    [[' A: b'], ['A', 'b']],
    [['broken'], ['broken', '']],
    [['A\0: \0'], ['A\0', '\0']],
  ])('loosely %j', (lines, fields) => {
    const found: string[] = []
    for (const line of lines) readPartHeader(line, found, true)
    expect(found).toEqual(fields)
  })

  test.each(['A : b', ' A: b', 'broken', 'A: \0'])('strictly not %j', (line) => {
    expect(() => readPartHeader(line, ['X', 'y'], false)).toThrow(SyntaxError)
  })
})
