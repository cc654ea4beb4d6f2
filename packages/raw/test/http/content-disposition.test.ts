import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fileNameOf,
  formatContentDisposition,
  formatFormDataDisposition,
  parseContentDisposition,
} from '../../src/http/content-disposition.ts'
import { parameter } from '../../src/http/parameters.ts'
import { megabyte, textOf } from './hostile-text.ts'

describe('parseContentDisposition', () => {
  test.each<[text: string, type: string | undefined, filename?: string]>([
    ['inline', 'inline'],
    [' INLINE ; FILENAME=a', 'inline', 'a'],
    // RFC 6266 section 4.1 has the implied white space of RFC 2616
    ['attachment; filename = "a b"', 'attachment', 'a b'],
    ['attachment; filename="a\\"b"', 'attachment', 'a"b'],
    ["attachment; filename*=UTF-8''%2e%2e%2f%2e%2e%2fa", 'attachment', 'a'],
    ["attachment; filename*=UTF-8''a%00b%0d%0a", 'attachment', 'ab'],
    ["attachment; filename=old; filename*=X''new", 'attachment', 'old'],
    ['attachment; filename="a/"', 'attachment', ''],
    ['attachment; filename=".."', 'attachment', ''],
    ['attachment; filename=a; filename=b', 'attachment', 'a'],
    ['attachment; filename=a b.txt', 'attachment'],
    ['attachment; filename="a', 'attachment'],
    ['attachment; foo=bar', 'attachment'],
    // Extended values of form data are bytes of UTF-8, which stay bytes here
    ['form-data; name="f"; filename="\xe2\x82\xac"', 'form-data', '\xe2\x82\xac'],
    ['filename=a', undefined],
    ['"attachment"; filename=a', undefined],
    ['; filename=a', undefined],
    ['attachment filename=a', undefined],
    ['attachment, inline', undefined],
    ['', undefined],
  ])('%j', (text, type, filename) => {
    const read = parseContentDisposition(text)
    expect([read?.type, read?.filename]).toEqual([type, filename])
  })

  test('problems of both kinds are listed', () => {
    const { problems } = parseContentDisposition("a; x; filename*=X''a")!
    expect(problems.map(({ code }) => code)).toEqual(['parameter', 'ext-value'])
  })
})

test.each([
  ['a.txt', 'a.txt'],
  ['/etc/passwd', 'passwd'],
  ['..\\..\\a', 'a'],
  ['a/b\\c', 'c'],
  ['a\\b/c', 'c'],
  ['.', ''],
  ['.\0.', ''],
  ['...', '...'],
  ['', ''],
])('the file name of %j is %j', (path, name) => {
  expect(fileNameOf(path)).toBe(name)
})

describe('formatContentDisposition', () => {
  test.each<[filename: string, text: string]>([
    ['a.txt', 'filename=a.txt'],
    ['', 'filename=""'],
    ['a;b', 'filename="a;b"'],
    ['na\xefve.txt', 'filename="naive.txt"; filename*=UTF-8\'\'na%C3%AFve.txt'],
    ['\u{1f600}', 'filename="_"; filename*=UTF-8\'\'%F0%9F%98%80'],
    // RFC 6266 appendix D: recipients disagree on these
    ['a"b\\c', 'filename="a_b_c"; filename*=UTF-8\'\'a%22b%5Cc'],
    ['100%25', 'filename="100_25"; filename*=UTF-8\'\'100%2525'],
  ])('%j', (filename, text) => {
    expect(formatContentDisposition('attachment', filename)).toBe(`attachment; ${text}`)
  })

  test('without a name, and with further parameters', () => {
    expect(formatContentDisposition('inline')).toBe('inline')
    expect(
      formatContentDisposition('attachment', 'a', [
        ['size', '1'],
        ['x', 'y z'],
      ]),
    ).toBe('attachment; filename=a; size=1; x="y z"')
  })

  test('nothing can be injected', () => {
    for (const bad of ['a\rb', 'a\nb', 'a\0b', 'a\x7fb']) {
      expect(() => formatContentDisposition('attachment', bad)).toThrow(TypeError)
      expect(() => formatContentDisposition('attachment', 'a', [['x', bad]])).toThrow(TypeError)
      expect(() => formatContentDisposition(bad)).toThrow(TypeError)
    }
    expect(() => formatContentDisposition('attachment', 'a', [['x; y', 'z']])).toThrow(TypeError)
  })

  test('what is written is read, and is ASCII', () => {
    const name = fc.string({ unit: 'grapheme' }).map((text) => fileNameOf(text))
    fc.assert(
      fc.property(name, (filename) => {
        const text = formatContentDisposition('attachment', filename)
        expect(text).toMatch(/^[\x20-\x7e]*$/)
        expect(parseContentDisposition(text)).toMatchObject({ type: 'attachment', filename, problems: [] })
      }),
    )
  })

  test('a lone surrogate becomes the replacement character', () => {
    expect(formatContentDisposition('attachment', '\ud800')).toContain("filename*=UTF-8''%EF%BF%BD")
  })
})

describe('formatFormDataDisposition', () => {
  test.each<[name: string, filename: string | undefined, text: string]>([
    ['a', undefined, 'form-data; name="a"'],
    ['a"b', 'c"d', 'form-data; name="a%22b"; filename="c%22d"'],
    // WHATWG HTML: line ends of a name become CRLF, those of a file name stay
    ['a\nb\rc\r\nd', 'e\nf', 'form-data; name="a%0D%0Ab%0D%0Ac%0D%0Ad"; filename="e%0Af"'],
    ['\u20ac', undefined, 'form-data; name="\xe2\x82\xac"'],
  ])('%j %j', (name, filename, text) => {
    expect(formatFormDataDisposition(name, filename)).toBe(text)
  })

  test('names stay in their quotes', () => {
    const clean = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\\\0-\x1f\x7f]/g, ''))
    fc.assert(
      fc.property(clean, clean, (name, filename) => {
        const { parameters, problems } = parseContentDisposition(formatFormDataDisposition(name, filename))!
        expect(parameters.map(({ name }) => name)).toEqual(['name', 'filename'])
        expect(parameter(parameters, 'name')).not.toContain('"')
        expect(problems).toEqual([])
      }),
    )
    expect(() => formatFormDataDisposition('\0')).toThrow(TypeError)
  })
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('a;filename*=0"\\/\'%'), (text) => {
      const filename = parseContentDisposition(`a;${text}`)?.filename
      expect(filename ?? '').not.toMatch(/[/\\\0]/)
      parseContentDisposition(text)
    }),
  )
})

test.each([';', '"', '\\', '/', ';filename*=', ';filename*1=a', '%', "'"])('a megabyte of %j', (pattern) => {
  expect(parseContentDisposition(megabyte(pattern, 'a;'))?.type).toBe('a')
})
