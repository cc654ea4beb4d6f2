import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ContentRange, Range } from '../../src/byterange/index.ts'
import {
  CHARSET_RE,
  SCHEME_RE,
  parseContentRange,
  parseEtagResponse,
  parseInt,
  parseIntSafe,
  parseList,
  parseRange,
  serializeContentRange,
  serializeEtagResponse,
  serializeIfRange,
  serializeList,
  serializeRange,
  type ContentRangeLike,
} from '../../src/descriptors/values.ts'
import { AnyETag, ETagMatcher, IfRange } from '../../src/etag/index.ts'

describe('lists', () => {
  test.each<[text: string | null, items: string[] | null]>([
    [null, null],
    ['', null],
    [',', []],
    ['GET', ['GET']],
    [' GET ,HEAD,, ', ['GET', 'HEAD']],
    ['a b,c', ['a b', 'c']],
  ])('%j', (text, items) => {
    expect(parseList(text)).toEqual(items)
  })

  test('are frozen, since changing one changes no field', () => {
    expect(Object.isFrozen(parseList('a,b'))).toBe(true)
  })

  test.each<[value: string | Iterable<string>, text: string]>([
    ['a,b', 'a,b'],
    [['a', 'b'], 'a, b'],
    [new Set(['a']), 'a'],
    [[], ''],
  ])('%j is written as %j', (value, text) => {
    expect(serializeList(value)).toBe(text)
  })

  test('a megabyte', () => {
    expect(parseList(' ,'.repeat(500_000))).toEqual([])
  })
})

describe('ETag', () => {
  test.each<[text: string | null, tag: string | null, strong: string | null]>([
    [null, null, null],
    ['', null, null],
    ['"a"', 'a', 'a'],
    ['W/"a"', 'a', null],
    ['""', '', ''],
    ['a', 'a', 'a'],
    ['"a\\"b"', 'a"b', 'a"b'],
  ])('%j', (text, tag, strong) => {
    expect([parseEtagResponse(text), parseEtagResponse(text, true)]).toEqual([tag, strong])
  })

  test.each<[value: string | readonly [string, boolean], text: string]>([
    ['a', '"a"'],
    ['"a"', '"a"'],
    ['W/"a"', 'W/"a"'],
    ['a"b', '"a\\"b"'],
    [['a', true], '"a"'],
    [['a', false], 'W/"a"'],
    [['"a"', true], '"\\"a\\""'],
  ])('%j is written as %s', (value, text) => {
    expect(serializeEtagResponse(value)).toBe(text)
  })

  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab/ ,;W"') }), fc.boolean(), (tag, strong) => {
        const text = serializeEtagResponse([tag, strong])
        expect([parseEtagResponse(text), parseEtagResponse(text, true)]).toEqual([tag, strong ? tag : null])
      }),
    )
  })

  test.each(['"', '\\"', 'W/"'])('a megabyte of %j', (unit) => {
    expect(parseEtagResponse(unit.repeat(1_000_000 / unit.length))).not.toBeNull()
  })
})

describe('If-Range', () => {
  test.each<[name: string, value: Parameters<typeof serializeIfRange>[0], text: string | null]>([
    ['a date', new Date(0), 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['a day', { year: 1970, month: 1, day: 2 }, 'Fri, 02 Jan 1970 00:00:00 GMT'],
    ['text', '"a"', '"a"'],
    ['no text', '', null],
    ['an IfRange', IfRange.parse('"a"'), '"a"'],
    ['a date that was read', IfRange.parse('Thu, 01 Jan 1970 00:00:00 GMT'), 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['tags', new ETagMatcher(['a', 'b']), '"a", "b"'],
    ['any tag', AnyETag, '*'],
  ])('%s', (_name, value, text) => {
    expect(serializeIfRange(value)).toBe(text)
  })
})

describe('ranges', () => {
  test.each<[text: string | null, range: [number, number | null] | undefined]>([
    [null, undefined],
    ['', undefined],
    ['x', undefined],
    ['bytes=-', undefined],
    ['bytes=0-4', [0, 5]],
    ['bytes=5-', [5, null]],
    ['bytes=-5', [-5, null]],
  ])('%j', (text, range) => {
    const parsed = parseRange(text)
    expect(parsed ? [parsed.start, parsed.end] : undefined).toEqual(range)
  })

  test.each<[value: Parameters<typeof serializeRange>[0], text: string | null]>([
    [null, null],
    ['', null],
    ['bytes=0-4', 'bytes=0-4'],
    [[0, 5], 'bytes=0-4'],
    [[5, null], 'bytes=5-'],
    [new Range(0, 5), 'bytes=0-4'],
  ])('%j is written as %j', (value, text) => {
    expect(serializeRange(value)).toBe(text)
  })
})

describe('Content-Range', () => {
  test.each<[text: string | null, range: (number | null)[] | undefined]>([
    [null, undefined],
    [' ', undefined],
    ['x', undefined],
    ['bytes 0-4/10', [0, 5, 10]],
    ['bytes 0-4/*', [0, 5, null]],
    ['bytes */10', [null, null, 10]],
  ])('%j', (text, range) => {
    const parsed = parseContentRange(text)
    expect(parsed ? [parsed.start, parsed.stop, parsed.length] : undefined).toEqual(range)
  })

  test.each<[value: ContentRangeLike | null, text: string | null]>([
    [null, null],
    [' ', null],
    ['bytes 0-4/10', 'bytes 0-4/10'],
    [[0, 5], 'bytes 0-4/*'],
    [[0, 5, 10], 'bytes 0-4/10'],
    [[null, null, 10], 'bytes */10'],
    [new ContentRange(0, 5, 10), 'bytes 0-4/10'],
  ])('%j is written as %j', (value, text) => {
    expect(serializeContentRange(value)).toBe(text)
  })

  test.each<[value: unknown, error: typeof TypeError | typeof RangeError]>([
    [[1], TypeError],
    [[1, 2, 3, 4], TypeError],
    [[5, 1, 10], RangeError],
  ])('%j is refused', (value, error) => {
    expect(() => serializeContentRange(value as ContentRangeLike)).toThrow(error)
  })
})

describe('integers', () => {
  test.each<[text: string | null, value: number | null]>([
    [null, null],
    ['', null],
    ['0', 0],
    ['-12', -12],
    [' +7\n', 7],
    ['007', 7],
  ])('%j is %j', (text, value) => {
    expect([parseInt(text), parseIntSafe(text)]).toEqual([value, value])
  })

  test.each(['x', '1.5', '0x1', '1e3', '1 2', '-', ' ', 'Infinity', '1n'])('%j is none', (text) => {
    expect(() => parseInt(text)).toThrow(SyntaxError)
    expect(parseIntSafe(text)).toBeNull()
  })

  test('a megabyte of blanks', () => {
    expect(parseIntSafe(`${' '.repeat(1_000_000)}x`)).toBeNull()
  })
})

describe('patterns', () => {
  test.each([
    ['text/html; charset=utf-8', 'utf-8'],
    ['text/html;CHARSET="x" ; a=b', '"x" '],
  ])('the charset of %s', (type, charset) => {
    expect(CHARSET_RE.exec(type)?.[1]).toBe(charset)
  })

  test.each([
    ['http://x', true],
    ['X:', true],
    ['//x', false],
    ['/a:b', false],
    ['1x:', false],
  ])('whether %s has a scheme', (url, has) => {
    expect(SCHEME_RE.test(url)).toBe(has)
  })
})
