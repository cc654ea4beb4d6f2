import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQslText } from '../../src/compat.ts'
import { GetDict } from '../../src/multidict/index.ts'

describe('each change rewrites the query', () => {
  test.each<[name: string, change: (query: GetDict) => unknown, expected: string]>([
    ['add', (query) => query.add('b', '2'), 'a=1&a=3&b=2'],
    ['set', (query) => query.set('a', '4'), 'a=4'],
    ['delete', (query) => query.delete('a'), ''],
    ['delete of what is not there', (query) => query.delete('x'), 'untouched'],
    ['clear', (query) => query.clear(), ''],
    ['pop', (query) => query.pop('a'), 'a=3'],
    ['pop with a default', (query) => query.pop('x', ''), 'a=1&a=3'],
    ['popitem', (query) => query.popitem(), 'a=1'],
    ['setdefault', (query) => query.setdefault('b', ''), 'a=1&a=3&b='],
    ['setdefault of what is there', (query) => query.setdefault('a', ''), 'a=1&a=3'],
    ['update', (query) => query.update({ a: '5', b: '6' }), 'a=5&b=6'],
    ['extend', (query) => query.extend([['a', '5']]), 'a=1&a=3&a=5'],
    ['reading', (query) => [query.get('a'), ...query], 'untouched'],
    ['a copy', (query) => query.copy().add('b', '2'), 'untouched'],
  ])('%s', (_name, change, expected) => {
    const environ = { QUERY_STRING: 'untouched' }
    change(
      new GetDict(
        [
          ['a', '1'],
          ['a', '3'],
        ],
        environ,
      ),
    )
    expect(environ.QUERY_STRING).toBe(expected)
  })

  test.each([
    ['a b', 'a+b'],
    ['+&=;%', '%2B%26%3D%3B%25'],
    ['caf\xe9 \u2603 \u{1f600}', 'caf%C3%A9+%E2%98%83+%F0%9F%98%80'],
    ["~-._!'()*/?:@", '~-._%21%27%28%29%2A%2F%3F%3A%40'],
    ['\r\n\0', '%0D%0A%00'],
  ])('%j is written as %s', (text, expected) => {
    const environ = { QUERY_STRING: '' }
    new GetDict([], environ).add(text, text)
    expect(environ.QUERY_STRING).toBe(`${expected}=${expected}`)
  })

  test.each([
    ['a number', 'a', 1],
    ['null', 'a', null],
    ['a key that is none', 1, 'a'],
  ])('%s is refused, and nothing changes', (_name, key, value) => {
    const environ = { QUERY_STRING: 'a=1' }
    const query = GetDict.fromEnviron(environ)
    const bad: [string, string] = [key as string, value as string]
    expect(() => query.add(...bad)).toThrow(TypeError)
    expect(() => query.set(...bad)).toThrow(TypeError)
    expect(() => query.extend([['b', '2'], bad])).toThrow(TypeError)
    expect(() => query.update([['b', '2'], bad])).toThrow(TypeError)
    expect([[...query], environ.QUERY_STRING]).toEqual([[['a', '1']], 'a=1'])
  })

  test('what is written reads back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))),
        (pairs) => {
          const environ = { QUERY_STRING: '' }
          new GetDict([], environ).extend(pairs)
          expect(parseQslText(environ.QUERY_STRING)).toEqual(pairs)
        },
      ),
    )
  })
})

describe('the dictionary of an environ', () => {
  test('is the same one until something else writes the query', () => {
    const environ = { QUERY_STRING: 'a=1' }
    const query = GetDict.fromEnviron(environ)
    query.add('b', '2')
    expect(GetDict.fromEnviron(environ)).toBe(query)
    environ.QUERY_STRING = 'c=3'
    expect([...GetDict.fromEnviron(environ)]).toEqual([['c', '3']])
  })

  test('is another one for a copied environ, whose changes stay there', () => {
    const environ = { QUERY_STRING: 'a=1' }
    const query = GetDict.fromEnviron(environ)
    const copy = { ...environ }
    GetDict.fromEnviron(copy).add('b', '2')
    expect([environ.QUERY_STRING, copy.QUERY_STRING]).toEqual(['a=1', 'a=1&b=2'])
    expect(GetDict.fromEnviron(environ)).toBe(query)
  })

  test('is read in the encoding and with the errors asked for', () => {
    expect(() => GetDict.fromEnviron({ QUERY_STRING: 'a=%E9' })).toThrow('Expected utf-8')
    expect(GetDict.fromEnviron({ QUERY_STRING: 'a=%E9' }, { encoding: 'latin-1' }).get('a')).toBe('\xe9')
    expect(GetDict.fromEnviron({ QUERY_STRING: 'a=%E9' }, { errors: 'replace' }).get('a')).toBe('\ufffd')
  })

  test('is empty without a query', () => {
    expect(GetDict.fromEnviron({} as { QUERY_STRING: string }).size).toBe(0)
  })
})
