import { parse } from 'content-type'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMediaType, mediaRangeMatches, parseMediaType, specificity } from '../../src/http/media-type.ts'
import type { MediaRange } from '../../src/http/media-type.ts'
import { megabyte, textOf } from './hostile-text.ts'

describe('parseMediaType', () => {
  test.each<
    [text: string, essence: string | undefined, parameters: Record<string, string>, problems: string[]]
  >([
    ['text/html', 'text/html', {}, []],
    [' Text/HTML ', 'text/html', {}, []],
    ['application/problem+json', 'application/problem+json', {}, []],
    ['text/html ; Charset=UTF-8', 'text/html', { charset: 'UTF-8' }, []],
    // content-type would keep the next three, with problems that nobody sees
    ['text/html; charset = utf-8', 'text/html', {}, ['parameter']],
    ['text/html; a=b c; d=e', 'text/html', { d: 'e' }, ['parameter']],
    ['text/html; a b=c', 'text/html', {}, ['parameter']],
    ['text/html; a=1; A=2', 'text/html', { a: '1' }, ['duplicate']],
    ['text/html, text/plain', undefined, {}, []],
    ['text', undefined, {}, []],
    ['text/', undefined, {}, []],
    ['/html', undefined, {}, []],
    ['text/html/x', undefined, {}, []],
    ['text /html', undefined, {}, []],
    ['te xt/html', undefined, {}, []],
    ['', undefined, {}, []],
    ['; charset=utf-8', undefined, {}, []],
  ])('%j', (text, essence, parameters, problems) => {
    const type = parseMediaType(text)
    expect(type?.essence).toBe(essence)
    expect(Object.fromEntries(type?.parameters ?? [])).toEqual(parameters)
    expect(type?.problems.map(({ code }) => code) ?? []).toEqual(problems)
  })

  test('names the parts', () => {
    expect(parseMediaType('Text/HTML')).toMatchObject({ type: 'text', subtype: 'html' })
  })
})

const token = fc.string({ unit: fc.constantFrom(..."abXY09!#$&'*+.^_|~-"), minLength: 1, maxLength: 8 })
const value = fc.string({ unit: fc.constantFrom(...'ab ;,="\\\t\xe9'), maxLength: 9 })
const parameters = fc.uniqueArray(
  fc.tuple(
    token.map((name) => name.toLowerCase()),
    value,
  ),
  {
    selector: ([name]) => name,
  },
)

describe('properties', () => {
  test('what is written is read, by us and by content-type alike', () => {
    fc.assert(
      fc.property(token, token, parameters, (type, subtype, list) => {
        const text = formatMediaType(`${type}/${subtype}`, list)
        const read = parseMediaType(text)!
        const essence = `${type}/${subtype}`.toLowerCase()
        expect([read.essence, read.problems]).toEqual([essence, []])
        expect(new Map(read.parameters)).toEqual(new Map(list))
        const theirs = parse(text)
        expect(theirs.type).toBe(essence)
        expect(new Map(Object.entries(theirs.parameters))).toEqual(new Map(read.parameters))
      }),
    )
  })

  test('where we see no problem, content-type gives the same', () => {
    fc.assert(
      fc.property(textOf('a/b;=" \\,'), (tail) => {
        const read = parseMediaType(`text/html;${tail}`)
        if (read === undefined || read.problems.length > 0) return
        expect(new Map(Object.entries(parse(`text/html;${tail}`).parameters))).toEqual(
          new Map(read.parameters),
        )
      }),
    )
  })

  test('any text is read', () => {
    fc.assert(
      fc.property(textOf('a/*;=" \\,'), (text) => {
        const type = parseMediaType(text)
        expect(type?.essence).toBe(type && `${type.type}/${type.subtype}`)
      }),
    )
  })
})

test.each<[essence: string, parameters: [string, string][]]>([
  ['text', []],
  ['text/html; a=b', []],
  ['text/html\r\n', []],
  ['text/html', [['a b', 'c']]],
  ['text/html', [['a', 'b\r\nc']]],
  ['text/html', [['a', '\u20ac']]],
])('%j %j cannot be written', (essence, list) => {
  expect(() => formatMediaType(essence, list)).toThrow(TypeError)
})

test('a parameter may have any name', () => {
  expect(formatMediaType('a/b', [['__proto__', 'x']])).toBe('a/b; __proto__=x')
})

const range = (type: string, subtype: string, list: [string, string][] = []): MediaRange => {
  return { type, subtype, parameters: new Map(list) }
}

test.each<[range: MediaRange, specificity: number, offer: string, matches: boolean]>([
  [range('*', '*'), 0, 'text/html', true],
  [range('text', '*'), 1, 'text/html', true],
  [range('text', '*'), 1, 'image/png', false],
  [range('text', 'html'), 2, 'Text/HTML;level=1', true],
  [range('text', 'html'), 2, 'text/plain', false],
  [range('text', 'html', [['level', '1']]), 3, 'text/html;charset=utf-8;level=1', true],
  [range('text', 'html', [['level', '1']]), 3, 'text/html;level=2', false],
  [range('text', 'html', [['level', '1']]), 3, 'text/html', false],
  [range('text', 'html', [['charset', 'UTF-8']]), 3, 'text/html;charset=utf-8', true],
  [range('text', 'html', [['title', 'A']]), 3, 'text/html;title=a', false],
])('%j', (wanted, count, offer, matches) => {
  expect(specificity(wanted)).toBe(count)
  expect(mediaRangeMatches(wanted, parseMediaType(offer)!)).toBe(matches)
})

test.each([';', '"', '\\', '/', ';a="', ';a=b', ','])('a megabyte of %j', (pattern) => {
  expect(parseMediaType(megabyte(pattern, 'text/html ;'))?.essence).toBe('text/html')
  parseMediaType(megabyte(pattern))
})
