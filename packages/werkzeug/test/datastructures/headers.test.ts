import { Headers, MultiDict } from '@triptych/werkzeug/datastructures'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'

const pairs = (): [string, string][] => [
  ['Content-Type', 'text/plain'],
  ['X-A', '1'],
  ['x-a', '2'],
  ['X-B', '3'],
]

describe('reading', () => {
  const headers = new Headers(pairs())

  test('names have no case', () => {
    expect(headers.get('content-TYPE')).toBe('text/plain')
    expect(headers.has('x-B')).toBe(true)
    expect(headers.getlist('X-a')).toEqual(['1', '2'])
    expect(headers.getAll('X-a')).toEqual(['1', '2'])
    expect(headers.get('X-None')).toBeUndefined()
  })

  test('at throws where get gives nothing', () => {
    expect(headers.at('X-A')).toBe('1')
    expect(() => headers.at('X-None')).toThrow(expect.objectContaining({ code: 400 }))
  })

  test('values are converted, failures give the default', () => {
    const type = (text: string): number => {
      if (text === '2') throw new RangeError('no')
      return Number(text)
    }
    expect(headers.get('X-A', { type })).toBe(1)
    expect(headers.getlist('X-A', { type })).toEqual([1])
    expect(new Headers({ A: '2' }).get('A', { type, default: 0 })).toBe(0)
    expect(headers.get('X-None', { default: 'x' })).toBe('x')
    expectTypeOf(headers.get('X-A', { type })).toEqualTypeOf<number | undefined>()
    expectTypeOf(headers.get('X-A', { type, default: null })).toEqualTypeOf<number | null>()
  })

  test('pairs, names and values', () => {
    expect([...headers]).toEqual(pairs())
    expect(headers.items({ lower: true }).map(([name]) => name)).toEqual([
      'content-type',
      'x-a',
      'x-a',
      'x-b',
    ])
    expect([...headers.keys()]).toEqual(['Content-Type', 'X-A', 'x-a', 'X-B'])
    expect([...headers.values()]).toEqual(['text/plain', '1', '2', '3'])
    expect([...headers.entries()]).toEqual(headers.toWsgiList())
    expect([headers.size, headers.isEmpty]).toEqual([4, false])
    expect(new Headers({ A: 1 }).toString()).toBe('A: 1\r\n\r\n')
  })
})

describe('writing', () => {
  test.each<[string, (headers: Headers) => unknown, [string, string][]]>([
    ['add', (headers) => headers.add('X-A', 3), [...pairs(), ['X-A', '3']]],
    [
      'addHeader',
      (headers) => headers.addHeader('C', 'd', { e_f: 'g h' }),
      [...pairs(), ['C', 'd; e-f="g h"']],
    ],
    ['set', (headers) => headers.set('X-A', 'n'), [pairs()[0]!, ['X-A', 'n'], pairs()[3]!]],
    ['set what is not there', (headers) => headers.set('N', 'n'), [...pairs(), ['N', 'n']]],
    [
      'setlist',
      (headers) => headers.setlist('x-a', ['7', '8']),
      [pairs()[0]!, ['x-a', '7'], pairs()[3]!, ['x-a', '8']],
    ],
    ['setlist of nothing', (headers) => headers.setlist('x-a', []), [pairs()[0]!, pairs()[3]!]],
    ['setdefault', (headers) => headers.setdefault('X-A', '9'), pairs()],
    [
      'setlistdefault',
      (headers) => headers.setlistdefault('N', ['1', '2']),
      [...pairs(), ['N', '1'], ['N', '2']],
    ],
    ['remove', (headers) => headers.remove('X-A'), [pairs()[0]!, pairs()[3]!]],
    ['extend', (headers) => headers.extend({ 'X-B': ['4', '5'] }), [...pairs(), ['X-B', '4'], ['X-B', '5']]],
    [
      'update of a record',
      (headers) => headers.update({ 'X-A': ['4', '5'] }),
      [pairs()[0]!, ['X-A', '4'], pairs()[3]!, ['X-A', '5']],
    ],
    [
      'update of headers',
      (headers) => headers.update(new Headers({ 'X-B': '4' })),
      [...pairs().slice(0, 3), ['X-B', '4']],
    ],
    [
      'update of pairs',
      (headers) =>
        headers.update([
          ['X-B', '4'],
          ['X-B', '5'],
        ]),
      [...pairs().slice(0, 3), ['X-B', '5']],
    ],
    ['pop', (headers) => headers.pop('X-A'), [pairs()[0]!, pairs()[3]!]],
    ['pop by index', (headers) => headers.pop(0), pairs().slice(1)],
    ['popitem', (headers) => headers.popitem(), pairs().slice(0, 3)],
    ['clear', (headers) => headers.clear(), []],
    ['keepOnly', (headers) => headers.keepOnly((name) => name === 'X-B'), [pairs()[3]!]],
  ])('%s', (_, change, expected) => {
    const headers = new Headers(pairs())
    change(headers)
    expect([...headers]).toEqual(expected)
  })

  test('what is removed is given', () => {
    const headers = new Headers(pairs())
    expect(headers.delete('X-None')).toBe(false)
    expect(headers.delete('X-B')).toBe(true)
    expect(headers.pop('X-A')).toBe('1')
    expect(headers.pop('X-A', { default: null })).toBeNull()
    expect(() => headers.pop('X-A')).toThrow(expect.objectContaining({ code: 400 }))
    expect(headers.popitem()).toEqual(['Content-Type', 'text/plain'])
    expect(() => headers.popitem()).toThrow(RangeError)
  })

  test('a copy and a merged one leave the first alone', () => {
    const headers = new Headers(pairs())
    headers.copy().clear()
    expect(headers.merged({ 'X-B': '4' }).get('X-B')).toBe('4')
    expect([...headers]).toEqual(pairs())
    expect(
      new Headers(
        new MultiDict([
          ['A', '1'],
          ['A', '2'],
        ]),
      ).getlist('a'),
    ).toEqual(['1', '2'])
  })

  test('equal whatever the order and case of names', () => {
    expect(
      new Headers({ A: '1', B: '2' }).equals(
        new Headers([
          ['b', '2'],
          ['a', '1'],
        ]),
      ),
    ).toBe(true)
    expect(new Headers({ A: '1' }).equals(new Headers({ A: '2' }))).toBe(false)
    expect(new Headers({ A: '1' }).equals({ A: '1' })).toBe(false)
  })
})

describe('every door is checked', () => {
  const doors: [string, (name: string, value: string) => unknown][] = [
    ['the constructor', (name, value) => new Headers([[name, value]])],
    ['add', (name, value) => new Headers().add(name, value)],
    ['set', (name, value) => new Headers().set(name, value)],
    ['setlist', (name, value) => new Headers().setlist(name, [value])],
    ['setdefault', (name, value) => new Headers().setdefault(name, value)],
    ['setlistdefault', (name, value) => new Headers().setlistdefault(name, [value])],
    ['extend', (name, value) => new Headers().extend(new Map([[name, value]]))],
    ['update', (name, value) => new Headers().update({ [name]: value })],
    ['merged', (name, value) => new Headers().merged({ [name]: value })],
    ['a parameter', (name, value) => new Headers().add(name, 'a', { b: value })],
  ]
  test.each(doors)('%s', (_, door) => {
    for (const value of ['a\r\nb', 'a\nb', 'a\rb', 'a\0b']) expect(() => door('X', value)).toThrow(TypeError)
    for (const name of ['', 'a b', 'a:', 'a\n', '\xe9']) expect(() => door(name, 'a')).toThrow(TypeError)
  })
})

test('set and get agree', () => {
  const name = fc.stringMatching(/^[A-Za-z-]{1,8}$/)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.stringMatching(/^[ -~]{0,8}$/))), name, (list, key) => {
      const headers = new Headers(list)
      headers.set(key, 'value')
      expect(headers.getlist(key.toUpperCase())).toEqual(['value'])
      expect(headers.delete(key)).toBe(true)
      expect(headers.has(key)).toBe(false)
    }),
  )
})
