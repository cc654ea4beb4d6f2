import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compactJson, spacedJson } from '../src/json.ts'

const rows: [name: string, value: unknown, compact: string, spaced: string][] = [
  ['null', null, 'null', 'null'],
  ['numbers', [1, -0.5, 1e21], '[1,-0.5,1e+21]', '[1, -0.5, 1e+21]'],
  ['nothing in it', [{}, []], '[{},[]]', '[{}, []]'],
  ['objects', { a: { b: 1 }, c: [2] }, '{"a":{"b":1},"c":[2]}', '{"a": {"b": 1}, "c": [2]}'],
  ['separators in texts', { 'a,:': 'b,:"\\' }, '{"a,:":"b,:\\"\\\\"}', '{"a,:": "b,:\\"\\\\"}'],
  [
    'beyond ASCII',
    ['\xe9\x7f\u{1f600}'],
    '["\\u00e9\\u007f\\ud83d\\ude00"]',
    '["\\u00e9\\u007f\\ud83d\\ude00"]',
  ],
  ['half a pair', '\ud800', '"\\ud800"', '"\\ud800"'],
  ['dates', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}', '{"at": "1970-01-01T00:00:00.000Z"}'],
  ['toJSON', { a: { toJSON: () => [1, 2] } }, '{"a":[1,2]}', '{"a": [1, 2]}'],
  ['members without a form', { a: undefined, b: () => 1, c: Symbol('c') }, '{}', '{}'],
  ['items without a form', [undefined, () => 1, Symbol('c')], '[null,null,null]', '[null, null, null]'],
  ['holes', Array.from({ length: 2 }), '[null,null]', '[null, null]'],
]

describe('compactJson and spacedJson', () => {
  test.each(rows)('%s', (_name, value, compact, spaced) => {
    expect([compactJson(value), spacedJson(value)]).toEqual([compact, spaced])
  })

  test.each([undefined, Symbol('a'), new Uint8Array(1), 1n, () => 1])('%s has no JSON form', (value) => {
    expect(() => compactJson(value)).toThrow(TypeError)
    expect(() => spacedJson(value)).toThrow(TypeError)
  })

  test('are ASCII, and come back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        for (const json of [compactJson(value), spacedJson(value)]) {
          expect(json).toMatch(/^[\x20-\x7e]*$/)
          expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
        }
      }),
    )
  })

  test.each(['a', '"', '\\', ',', '\xe9'])('a megabyte of %j', (unit) => {
    const text = unit.repeat(1_000_000)
    expect(JSON.parse(spacedJson([text]))).toEqual([text])
  })
})
