import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_PARAMETERS,
  parameter,
  parameterMap,
  readParameter,
  readParameters,
} from '../../src/http/parameters.ts'
import type { ParameterOptions } from '../../src/http/parameters.ts'
import { quote, quoteUnlessToken } from '../../src/http/quoted-string.ts'
import { megabyte, textOf } from './hostile-text.ts'

const pairs = (text: string, options?: ParameterOptions): unknown =>
  readParameters(text, 0, options).parameters.map(({ name, value }) => [name, value])
const codes = (text: string, options?: ParameterOptions): string[] =>
  readParameters(text, 0, options).problems.map(({ code }) => code)

test.each<[text: string, pairs: [string, string][], problems: string[], options?: ParameterOptions]>([
  ['', [], []],
  ['  ', [], []],
  [';a=1', [['a', '1']], []],
  [
    ' \t;\t A=1 ;b="2" ',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    [],
  ],
  [';; ;a=1;', [['a', '1']], []],
  [';a="x;y\\"\\\\z"', [['a', 'x;y"\\z']], []],
  [';a=""', [['a', '']], []],
  // RFC 9110 section 5.6.6: no whitespace around "=", not even bad whitespace
  ['; a = b; c=d', [['c', 'd']], ['parameter']],
  ['; a = b', [['a', 'b']], [], { bws: true }],
  ['; a =\t"b" ;c', [['a', 'b']], ['parameter'], { bws: true }],
  ['; a', [], ['parameter']],
  [
    '; a; b=1',
    [
      ['a', ''],
      ['b', '1'],
    ],
    [],
    { bare: true },
  ],
  ['; a=', [], ['parameter']],
  ['; a=', [], ['parameter'], { bare: true }],
  ['; =b', [], ['parameter']],
  ['; a=b c; d=e', [['d', 'e']], ['parameter']],
  ['; a="b"c; d=e', [['d', 'e']], ['parameter']],
  ['; a="b', [], ['parameter']],
  ['; a="b; c=d', [], ['parameter']],
  ['; a="b\x00c"; d=e', [['d', 'e']], ['parameter']],
  ['; a="b;c" x; d=e', [['d', 'e']], ['parameter']],
  ['x; a=b', [['a', 'b']], ['parameter']],
  [
    '; a=1; A=2; a="3"',
    [
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
    ],
    ['duplicate', 'duplicate'],
  ],
  [
    '; __proto__=x; constructor=y',
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
    [],
  ],
  // Only in a list does a comma end the parameters
  ['; a=1, b', [], ['parameter']],
  ['; a="1,2", b', [['a', '1,2']], [], { list: true }],
  ['; a, b', [], ['parameter'], { list: true }],
])('%j', (text, expected, problems, options) => {
  expect(pairs(text, options)).toEqual(expected)
  expect(codes(text, options)).toEqual(problems)
})

describe('offsets', () => {
  test('a name can be read as it was written', () => {
    const text = 'text/html; Charset=UTF-8'
    const [first] = readParameters(text, 9).parameters
    expect(text.slice(first!.at, first!.at + first!.name.length)).toBe('Charset')
  })

  test('what was left out can be read again', () => {
    const text = ';a=1; b c ;d=2'
    const [problem] = readParameters(text).problems
    expect(text.slice(problem!.at, problem!.end)).toBe('b c ')
  })

  test('the end of a list element is its comma', () => {
    expect(readParameters('x;a=1 , y;b=2', 1, { list: true }).end).toBe(6)
    expect(readParameters('x, y', 1, { list: true }).end).toBe(1)
    expect(readParameters('x;a=", y', 1, { list: true }).end).toBe(8)
  })
})

test('of equal names the first one counts', () => {
  const { parameters } = readParameters(';a=1;b=2;a=3')
  expect(parameter(parameters, 'a')).toBe('1')
  expect(parameter(parameters, 'c')).toBeUndefined()
  expect([...parameterMap(parameters)]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ])
})

test('reading stops at the limit', () => {
  const text = Array.from({ length: MAX_PARAMETERS + 1 }, (_, index) => `;p${index}=x`).join('')
  const read = readParameters(`${text};,next`, 0, { list: true })
  expect(read.parameters).toHaveLength(MAX_PARAMETERS)
  expect(read.problems.map(({ code }) => code)).toEqual(['too-many'])
  expect(read.end).toBe(text.length + 1)
})

test('a single parameter is read up to what follows it', () => {
  expect(readParameter('a=b , c', 0)).toEqual({
    parameter: { name: 'a', value: 'b', quoted: false, at: 0 },
    end: 4,
  })
  expect(readParameter('=b', 0)).toBeUndefined()
})

const token = fc.string({ unit: fc.constantFrom(..."abcXYZ019!#$%&'*+-.^_`|~"), minLength: 1, maxLength: 9 })
const value = fc.string({ unit: fc.constantFrom(...'ab ;,="\\\t\xe9'), maxLength: 9 })

describe('properties', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(token, value)), (list) => {
        const text = list.map(([name, text]) => `; ${name}=${quoteUnlessToken(text)}`).join('')
        expect(pairs(text)).toEqual(list.map(([name, text]) => [name.toLowerCase(), text]))
      }),
    )
  })

  test('quotes change nothing', () => {
    fc.assert(
      fc.property(token, token, (name, text) => {
        expect(pairs(`;${name}=${quote(text)}`)).toEqual(pairs(`;${name}=${text}`))
      }),
    )
  })

  test('any text is read to a comma or the end', () => {
    fc.assert(
      fc.property(textOf('a=;," \\\t'), fc.boolean(), fc.boolean(), fc.boolean(), (text, list, bare, bws) => {
        const { end, problems } = readParameters(text, 0, { list, bare, bws })
        expect(end === text.length || (list && text[end] === ',')).toBe(true)
        for (const problem of problems) expect(problem.at).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

test.each([';', ';"', ';a="', '\\', ';a="\\', ';a=b;', ';a b', '"', ';a="\x00";'])(
  'a megabyte of %j',
  (pattern) => {
    expect(readParameters(megabyte(pattern, ';a=1')).parameters.length).toBeLessThanOrEqual(MAX_PARAMETERS)
  },
)
