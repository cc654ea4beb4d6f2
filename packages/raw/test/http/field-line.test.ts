import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkFieldLimits, formatFields, readFieldLine } from '../../src/http/field-line.ts'
import type { FieldLeniency } from '../../src/http/field-line.ts'
import { isMessageFault } from '../../src/http/message-error.ts'
import { anyText, megabyte } from './hostile-text.ts'

/** The fields, or the error when it is one about the message; any other error goes on. */
function readOrFault(line: string): readonly string[] | Error {
  try {
    return read(line)
  } catch (error) {
    if (isMessageFault(error)) return error
    throw error
  }
}

function read(line: string, leniency: FieldLeniency = {}, before: string[] = []): string[] {
  const fields = [...before]
  // Between other characters, which must not be looked at.
  readFieldLine(`x\t${line}\ty`, 2, 2 + line.length, fields, 400, leniency)
  return fields
}

describe('readFieldLine, RFC 9112 section 5', () => {
  test.each<[line: string, fields: string[]]>([
    ['Host: a', ['Host', 'a']],
    ['Host:a', ['Host', 'a']],
    ['host: \t a b \t ', ['host', 'a b']],
    ['A:', ['A', '']],
    ['A: \t ', ['A', '']],
    ['A: b:c: d', ['A', 'b:c: d']],
    ['A: caf\xe9', ['A', 'caf\xe9']],
    ['A: \xa0b\xa0', ['A', '\xa0b\xa0']],
    ["!#$%&'*+-.^_`|~9z: 1", ["!#$%&'*+-.^_`|~9z", '1']],
    ['__proto__: 1', ['__proto__', '1']],
  ])('%j', (line, fields) => {
    expect(read(line)).toEqual(fields)
  })

  test.each<[line: string, code: string]>([
    ['Host', 'ERR_FIELD_NAME'],
    [': a', 'ERR_FIELD_NAME'],
    ['Host : a', 'ERR_FIELD_NAME'],
    ['Ho st: a', 'ERR_FIELD_NAME'],
    ['H\xf6st: a', 'ERR_FIELD_NAME'],
    ['H\0st: a', 'ERR_FIELD_NAME'],
    ['H\x7fst: a', 'ERR_FIELD_NAME'],
    ['(a): b', 'ERR_FIELD_NAME'],
    [' a: b', 'ERR_OBS_FOLD'],
    ['\tb', 'ERR_OBS_FOLD'],
    [' ', 'ERR_OBS_FOLD'],
    ['A: a\0b', 'ERR_FIELD_VALUE'],
    ['A: a\rb', 'ERR_FIELD_VALUE'],
    ['A: a\r', 'ERR_FIELD_VALUE'],
    ['A: a\x0bb', 'ERR_FIELD_VALUE'],
    ['A: \x7f', 'ERR_FIELD_VALUE'],
    ['A: \x1b', 'ERR_FIELD_VALUE'],
  ])('refuses %j', (line, code) => {
    expect(() => read(line)).toThrow(
      expect.objectContaining({ code, status: 400, rule: expect.stringMatching(/^RFC 91/) }),
    )
  })

  test.each<[line: string, leniency: FieldLeniency, before: string[], fields: string[]]>([
    ['Host \t: a', { spaceBeforeColon: true }, [], ['Host', 'a']],
    ['\t b ', { obsFold: true }, ['A', 'a'], ['A', 'a b']],
    [' b', { obsFold: true }, ['A', ''], ['A', 'b']],
    [' \t', { obsFold: true }, ['A', 'a'], ['A', 'a']],
  ])('%j with %j', (line, leniency, before, fields) => {
    expect(read(line, leniency, before)).toEqual(fields)
    expect(() => read(line, {}, before)).toThrow(SyntaxError)
  })

  test.each<[line: string, leniency: FieldLeniency]>([
    [' b', { obsFold: true }],
    [' : a', { spaceBeforeColon: true }],
    ['A \0: a', { spaceBeforeColon: true }],
    ['A : a\0', { spaceBeforeColon: true }],
  ])('refuses %j even with %j', (line, leniency) => {
    expect(() => read(line, leniency)).toThrow(SyntaxError)
  })

  test('gives one pair or throws a fault, for any text', () => {
    fc.assert(
      fc.property(anyText, (line) => {
        const outcome = readOrFault(line)
        return outcome instanceof Error || outcome.length === 2
      }),
    )
  })

  test.each<[name: string, line: string, message: RegExp]>([
    ['no colon', megabyte('a'), /token and a colon/],
    ['blanks before the colon', megabyte(' ', 'A', ': b'), /token and a colon/],
    ['a bad value', megabyte('a', 'A: ', '\0'), /control characters/],
  ])('a megabyte: %s', (_, line, message) => {
    const error = readOrFault(line) as Error
    expect(error.message).toMatch(message)
    expect(error.message.length).toBeLessThan(200)
  })

  test('a megabyte of blanks around and in a value', () => {
    expect(read(megabyte(' ', 'A:'))).toEqual(['A', ''])
    expect(read(megabyte('\t', 'A: b', 'c'))[1]?.length).toBe(1_000_002)
  })
})

describe('checkFieldLimits', () => {
  test('the limits themselves are allowed', () => {
    expect(() => checkFieldLimits(100, 65_536, 431, {})).not.toThrow()
  })

  test.each<[count: number, size: number, code: string]>([
    [101, 1, 'ERR_TOO_MANY_FIELDS'],
    [1, 65_537, 'ERR_FIELDS_TOO_LARGE'],
  ])('%i fields of %i bytes are too much', (count, size, code) => {
    expect(() => checkFieldLimits(count, size, 431, {})).toThrow(
      expect.objectContaining({ code, status: 431 }),
    )
  })
})

describe('formatFields', () => {
  test.each<[name: string, value: string]>([
    ['A b', 'c'],
    ['', 'c'],
    ['A:', 'c'],
    ['A\r\nB', 'c'],
    ['A', 'a\r\nB: c'],
    ['A', 'a\nb'],
    ['A', 'a\0'],
    ['A', '\u20ac'],
  ])('refuses %j: %j', (name, value) => {
    expect(() => formatFields([[name, value]])).toThrow(TypeError)
  })

  test('writes what readFieldLine reads', () => {
    expect(read(formatFields([['A', 'b c']]).slice(0, -2))).toEqual(['A', 'b c'])
  })
})
