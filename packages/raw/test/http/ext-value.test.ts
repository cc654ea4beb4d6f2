import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extendedParameter, formatExtValue, parseExtValue } from '../../src/http/ext-value.ts'
import { readParameters } from '../../src/http/parameters.ts'
import { megabyte, textOf } from './hostile-text.ts'

describe('parseExtValue', () => {
  test.each<[text: string, value: string | undefined]>([
    // RFC 8187 section 3.2.3
    ["UTF-8''%c2%a3%20and%20%e2%82%ac%20rates", '\xa3 and \u20ac rates'],
    ["iso-8859-1'en'%A3%20rates", '\xa3 rates'],
    ["utf-8'de-CH'a", 'a'],
    ["US-ASCII''a", 'a'],
    ["US-ASCII''%e9", undefined],
    ["UTF-8''", ''],
    ["UTF-8''%e9", undefined],
    ["UTF-8''%c0%af", undefined],
    ["koi8-r''%c1", undefined],
    ["UTF-8''%z1", undefined],
    ["UTF-8''%e", undefined],
    ["UTF-8''a b", undefined],
    ["UTF-8''a'b", undefined],
    ["UTF-8''a*b", undefined],
    ["''a", undefined],
    ["UTF-8'a", undefined],
    ['UTF-8', undefined],
    ['', undefined],
    ["UTF-8'e n'a", undefined],
  ])('%j', (text, value) => {
    expect(parseExtValue(text)?.value).toBe(value)
  })

  test('a charset must be named', () => {
    expect(parseExtValue("''a")).toBeUndefined()
  })

  test('the bytes stay when the charset is not known', () => {
    const bytes = { charset: 'koi8-r', language: 'ru', bytes: '\xc1', value: undefined }
    expect(parseExtValue("KOI8-R'ru'%C1")).toEqual(bytes)
  })
})

describe('extendedParameter', () => {
  test.each<[text: string, value: string | undefined, problems: number]>([
    ['; f=a', 'a', 0],
    ['; g=a', undefined, 0],
    ["; f=a; f*=UTF-8''b", 'b', 0],
    ["; f*=UTF-8''b; f=a", 'b', 0],
    // What cannot be read gives way to the next best form
    ["; f*=X''b; f=a", 'a', 1],
    ['; f*="UTF-8\'\'b"; f=a', 'a', 1],
    ["; f*=UTF-8''%zz", undefined, 1],
    ["; f*=UTF-8''b; f*0=c; f=a", 'b', 0],
    ['; f*=%; f*0=c; f=a', 'c', 1],
    // RFC 2231 section 3: by number, whatever the order
    ['; f*0=a; f*1=b', 'ab', 0],
    ['; f*1=b; f*0=a', 'ab', 0],
    ['; f*0=a; f*2=c', 'a', 0],
    ['; f*1=b; f=x', 'x', 0],
    ['; f*0=a; f*01=b', 'a', 0],
    ['; f*0="a; "; f*1="b"', 'a; b', 0],
    ['; f*00=a; f=x', 'x', 0],
    ['; f*0x=a; f=x', 'x', 0],
    ['; f*0=a; f*0=b', 'a', 0],
    ["; f*0*=UTF-8''%e2%82; f*1*=%ac", '\u20ac', 0],
    ["; f*0*=UTF-8''%41; f*1=%41", 'A%41', 0],
    ["; f*0*=UTF-8''%e2%82; f*1=x; f=y", 'y', 1],
    ['; f*0=a; f*1*=%41; f=y', 'y', 1],
    ["; f*0*=X''a; f=y", 'y', 1],
    ['; f*0*="UTF-8\'\'a"; f=y', 'y', 1],
  ])('%j', (text, value, problems) => {
    const read = extendedParameter(readParameters(text).parameters, 'f')
    expect(read.value).toBe(value)
    expect(read.problems).toHaveLength(problems)
  })
})

describe('formatExtValue', () => {
  test('writes UTF-8', () => {
    expect(formatExtValue("\u20ac's 100%*", 'en')).toBe("UTF-8'en'%E2%82%AC%27s%20100%25%2A")
  })

  test('refuses what is no language tag', () => {
    expect(() => formatExtValue('a', "en'")).toThrow(TypeError)
    expect(() => formatExtValue('a', 'e\r\nn')).toThrow(TypeError)
  })

  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => parseExtValue(formatExtValue(text))?.value === text,
      ),
    )
  })
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf("uUtTfF-8'%c3a9*;=01 "), (text) => {
      parseExtValue(text)
      expect(extendedParameter(readParameters(`;f*0=${text}`).parameters, 'f')).toHaveProperty('problems')
    }),
  )
})

test.each(["'", '%', '%41', "UTF-8''", 'a'])('a megabyte of %j', (pattern) => {
  expect(parseExtValue(megabyte(pattern, "UTF-8''", '%'))).toBeUndefined()
})
