import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Delimiter } from '../../../src/http/multipart/delimiter.ts'
import type { DelimiterKind } from '../../../src/http/multipart/delimiter.ts'
import { bytesOf } from '../blocks.ts'

describe('find', () => {
  test('agrees with a search by regular expression, whatever the boundary repeats', () => {
    const boundary = fc.string({ unit: fc.constantFrom('-', 'a', 'b'), minLength: 1, maxLength: 6 })
    const text = fc.string({ unit: fc.constantFrom('\r', '\n', '-', 'a', 'b', '\r\n--'), maxLength: 60 })
    fc.assert(
      fc.property(boundary, text, text, fc.boolean(), (name, before, after, bare) => {
        const body = `${before}\r\n--${name}${after}`
        const found = new RegExp(`(?<=${bare ? '[\\r\\n]' : '\\r\\n'})--${name}`).exec(body)
        expect(new Delimiter(name, bare).find(bytesOf(body), 0)).toBe(found?.index)
      }),
    )
  })

  test('the line end must not begin before the start', () => {
    expect(new Delimiter('b', false).find(bytesOf('\r\n--b'), 1)).toBe(-1)
    expect(new Delimiter('b', false).find(bytesOf('\r\n--b'), 0)).toBe(2)
    expect(new Delimiter('b', true).find(bytesOf('\r\n--b'), 1)).toBe(2)
  })

  test('without a line end only where it need not be anchored', () => {
    expect(new Delimiter('b', false).find(bytesOf('x--b'), 0)).toBe(-1)
    expect(new Delimiter('b', false).find(bytesOf('x--b'), 0, false)).toBe(1)
  })
})

describe('kind', () => {
  test.each<[text: string, kind: DelimiterKind, bare?: DelimiterKind]>([
    ['--b\r\n', 'part'],
    ['--b \t\r\n', 'part'],
    ['--b--', 'close'],
    ['--b--x', 'close'],
    ['--bx', 'none'],
    ['--b x', 'none'],
    ['--b-x', 'none'],
    ['--B\r\n', 'none'],
    ['--b\n', 'none', 'part'],
    ['--b\rx', 'none', 'part'],
    ['--b\r', 'unknown', 'part'],
    ['', 'unknown'],
    ['-', 'unknown'],
    ['--', 'unknown'],
    ['--b', 'unknown'],
    ['--b ', 'unknown'],
    ['--b-', 'unknown'],
    [`--b${' '.repeat(200)}`, 'none'],
  ])('%j is %s', (text, kind, bare = kind) => {
    expect(new Delimiter('b', false).kind(bytesOf(text), 0)).toBe(kind)
    expect(new Delimiter('b', true).kind(bytesOf(text), 0)).toBe(bare)
  })
})

describe('tail', () => {
  test.each<[text: string, held: string, bare?: string]>([
    ['abc', ''],
    ['abc\r', '\r'],
    ['abc\r\n', '\r\n'],
    ['abc\r\n-', '\r\n-'],
    ['abc\r\n--b', '\r\n--b'],
    ['abc\r\n\r\n', '\r\n'],
    ['abc\r\r', '\r'],
    ['abc\r-', '', '\r-'],
    ['abc\n', '', '\n'],
    ['abc\n--', '', '\n--'],
    ['abc\r\nx', ''],
    ['abc\r\n-x', ''],
    ['--b', ''],
  ])('of %j, %j may be the beginning of a delimiter', (text, held, bare = held) => {
    const bytes = bytesOf(text)
    expect(text.slice(new Delimiter('bc', false).tail(bytes, 0))).toBe(held)
    expect(text.slice(new Delimiter('bc', true).tail(bytes, 0))).toBe(bare)
  })

  test('of what need not be anchored also dashes', () => {
    expect(new Delimiter('bc', false).tail(bytesOf('abc--b'), 0, false)).toBe(3)
  })
})
