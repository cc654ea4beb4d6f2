import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CombinedMultiDict } from '../../src/datastructures/combined-multi-dict.ts'
import { int } from '../../src/datastructures/convert.ts'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import { MultiDict } from '../../src/datastructures/multi-dict.ts'
import type { MultiDictInit } from '../../src/datastructures/readonly-multi-dict.ts'
import { BadRequestKeyError } from '../../src/exceptions/bad-request-key-error.ts'

const form = (): MultiDict =>
  new MultiDict([
    ['a', '1'],
    ['b', 'x'],
    ['a', '2'],
  ])

const lists = (dict: MultiDict<never> | MultiDict): Record<string, unknown> =>
  Object.fromEntries(dict.toDict({ flat: false }))

describe('what it is made of', () => {
  test.each<
    [name: string, init: MultiDictInit<string> | null | undefined, expected: Record<string, string[]>]
  >([
    ['nothing', undefined, {}],
    ['null', null, {}],
    [
      'pairs',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
      { a: ['1', '3'], b: ['2'] },
    ],
    [
      'a record',
      { a: '1', b: ['2', '3'], c: [], d: new Set(['4', '5']) },
      { a: ['1'], b: ['2', '3'], d: ['4', '5'] },
    ],
    [
      'a Map',
      new Map<string, string | string[]>([
        ['a', '1'],
        ['b', ['2', '3']],
      ]),
      { a: ['1'], b: ['2', '3'] },
    ],
    ['URLSearchParams', new URLSearchParams('a=1&a=2'), { a: ['1', '2'] }],
    ['another', form(), { a: ['1', '2'], b: ['x'] }],
    ['one that cannot be changed', new ImmutableMultiDict(form()), { a: ['1', '2'], b: ['x'] }],
    ['several', new CombinedMultiDict([form(), new MultiDict({ a: '3' })]), { a: ['1', '2', '3'], b: ['x'] }],
  ])('%s', (_, init, expected) => {
    expect(lists(new MultiDict(init))).toEqual(expected)
  })

  test('a generator', () => {
    function* pairs(): Generator<[string, number], void> {
      yield ['a', 1]
      yield ['a', 2]
    }
    expect(new MultiDict(pairs()).getlist('a')).toEqual([1, 2])
  })

  test.each<[name: string, init: unknown]>([
    ['text', 'ab'],
    ['a number', 1],
    ['keys', ['a']],
    ['triples', [['a', 'b', 'c']]],
  ])('not %s', (_, init) => {
    expect(() => new MultiDict(init as MultiDictInit<string>)).toThrow(TypeError)
  })

  test('lists are its own', () => {
    const first = form()
    const second = new MultiDict(first)
    second.add('a', '3')
    expect(first.getlist('a')).toEqual(['1', '2'])
  })
})

describe('reading', () => {
  test('the first value is the value', () => {
    const dict = form()
    expect(dict.at('a')).toBe('1')
    expect(dict.get('a')).toBe('1')
    expect(dict.get('zz')).toBeUndefined()
    expect(dict.get('zz', { default: null })).toBeNull()
    expect(dict.get('a', { default: 'd' })).toBe('1')
    expect([...dict]).toEqual([
      ['a', '1'],
      ['b', 'x'],
    ])
    expect([...dict.entries()]).toEqual([...dict])
    expect([...dict.values()]).toEqual(['1', 'x'])
    expect([...dict.keys()]).toEqual(['a', 'b'])
    expect(dict.size).toBe(2)
    expect(dict.isEmpty).toBe(false)
    expect(new MultiDict().isEmpty).toBe(true)
  })

  test('all values', () => {
    const dict = form()
    expect(dict.getlist('a')).toEqual(['1', '2'])
    expect(dict.getlist('zz')).toEqual([])
    expect(dict.items()).toEqual([
      ['a', '1'],
      ['b', 'x'],
    ])
    expect(dict.items({ multi: true })).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', 'x'],
    ])
    expect(dict.lists()).toEqual([
      ['a', ['1', '2']],
      ['b', ['x']],
    ])
    expect(dict.listvalues()).toEqual([['1', '2'], ['x']])
    expect(dict.toDict()).toEqual(
      new Map([
        ['a', '1'],
        ['b', 'x'],
      ]),
    )
  })

  test('a list that is given is a copy', () => {
    const dict = form()
    dict.getlist('a').push('3')
    dict.lists()[0]![1].push('3')
    dict.listvalues()[0]!.push('3')
    expect(dict.getlist('a')).toEqual(['1', '2'])
  })

  test('conversions that fail give the default, or leave the value out', () => {
    const dict = new MultiDict([
      ['n', '1'],
      ['n', 'x'],
      ['n', '3'],
      ['s', 'x'],
    ])
    expect(dict.get('n', { type: int })).toBe(1)
    expect(dict.get('s', { type: int })).toBeUndefined()
    expect(dict.get('s', { type: int, default: 7 })).toBe(7)
    expect(dict.get('zz', { type: int, default: 7 })).toBe(7)
    expect(dict.getlist('n', { type: int })).toEqual([1, 3])
  })

  test('a missing key is the client’s fault', () => {
    expect(() => form().at('zz')).toThrow(BadRequestKeyError)
    expect(() => form().at('zz')).toThrow(expect.objectContaining({ code: 400, key: 'zz' }))
  })

  test('keys that objects have of their own', () => {
    const dict = new MultiDict([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
    expect(dict.get('__proto__')).toBe('1')
    expect(dict.get('toString')).toBeUndefined()
    expect([...dict.toDict().keys()]).toEqual(['__proto__', 'constructor'])
  })
})

describe('equality', () => {
  test.each<[name: string, other: unknown, expected: boolean]>([
    ['itself', form(), true],
    [
      'another order of keys',
      new MultiDict([
        ['b', 'x'],
        ['a', '1'],
        ['a', '2'],
      ]),
      true,
    ],
    [
      'another order of values',
      new MultiDict([
        ['a', '2'],
        ['a', '1'],
        ['b', 'x'],
      ]),
      false,
    ],
    [
      'fewer values',
      new MultiDict([
        ['a', '1'],
        ['b', 'x'],
      ]),
      false,
    ],
    [
      'another key',
      new MultiDict([
        ['a', '1'],
        ['a', '2'],
        ['c', 'x'],
      ]),
      false,
    ],
    ['one that cannot be changed', new ImmutableMultiDict(form()), true],
    ['a record of lists', { a: ['1', '2'], b: ['x'] }, true],
    [
      'a Map of lists',
      new Map([
        ['a', ['1', '2']],
        ['b', ['x']],
      ]),
      true,
    ],
    ['a record of values', { a: '1', b: 'x' }, false],
    ['pairs', form().items(), false],
    ['null', null, false],
    ['text', 'a', false],
  ])('%s: %s', (_, other, expected) => {
    expect(form().equals(other)).toBe(expected)
  })

  test('values may know when they are equal', () => {
    const dict = (): MultiDict<MultiDict> => new MultiDict([['a', form()]])
    expect(dict().equals(dict())).toBe(true)
    expect(dict().equals(new MultiDict([['a', new MultiDict()]]))).toBe(false)
  })
})

describe('changing', () => {
  test('set replaces and keeps the place, add adds', () => {
    const dict = form()
    expect(dict.set('a', '9')).toBe(dict)
    dict.add('b', 'y')
    dict.add('c', 'z')
    expect(lists(dict)).toEqual({ a: ['9'], b: ['x', 'y'], c: ['z'] })
    expect([...dict.keys()]).toEqual(['a', 'b', 'c'])
  })

  test('setlist copies', () => {
    const dict = form()
    const values = ['3']
    dict.setlist('a', values)
    values.push('4')
    expect(dict.getlist('a')).toEqual(['3'])
  })

  test('defaults', () => {
    const dict = form()
    expect(dict.setdefault('a', '9')).toBe('1')
    expect(dict.setdefault('n', '9')).toBe('9')
    expect(dict.setlistdefault('a', ['9'])).toEqual(['1', '2'])
    dict.setlistdefault('m').push('7')
    expect(dict.getlist('m')).toEqual(['7'])
  })

  test('update adds, merged adds to a copy', () => {
    const dict = form()
    dict.update({ a: ['3'], c: '4', d: [] })
    expect(lists(dict)).toEqual({ a: ['1', '2', '3'], b: ['x'], c: ['4'] })
    expect(lists(form().merged(new ImmutableMultiDict({ b: 'y' })))).toEqual({ a: ['1', '2'], b: ['x', 'y'] })
  })

  test('update by itself', () => {
    const dict = form()
    dict.update(dict)
    expect(lists(dict)).toEqual({ a: ['1', '2', '1', '2'], b: ['x', 'x'] })
  })

  test('removing', () => {
    const dict = new MultiDict({ a: ['1', '2'], b: '3', c: '4', d: ['5', '6'], e: '7' })
    expect(dict.delete('b')).toBe(true)
    expect(dict.delete('b')).toBe(false)
    expect(dict.pop('a')).toBe('1')
    expect(dict.has('a')).toBe(false)
    expect(dict.pop('a', { default: 0 })).toBe(0)
    expect(() => dict.pop('a')).toThrow(BadRequestKeyError)
    expect(dict.popitem()).toEqual(['e', '7'])
    expect(dict.popitemlist()).toEqual(['d', ['5', '6']])
    expect(dict.poplist('c')).toEqual(['4'])
    expect(dict.poplist('c')).toEqual([])
    expect(dict.isEmpty).toBe(true)
    expect(() => dict.popitem()).toThrow(BadRequestKeyError)
    expect(() => dict.popitemlist()).toThrow(BadRequestKeyError)
  })

  test('clear', () => {
    const dict = form()
    dict.clear()
    expect([...dict]).toEqual([])
  })
})

describe('a key without values', () => {
  const empty = (): MultiDict => {
    const dict = new MultiDict()
    dict.setlist('e', [])
    return dict
  }

  test('is there, and has no first value', () => {
    const dict = empty()
    expect(dict.has('e')).toBe(true)
    expect(dict.size).toBe(1)
    expect(dict.get('e', { default: 'd' })).toBe('d')
    expect(dict.getlist('e')).toEqual([])
    expect(dict.items({ multi: true })).toEqual([])
    expect(dict.toDict({ flat: false })).toEqual(new Map([['e', []]]))
    expect(() => dict.at('e')).toThrow(BadRequestKeyError)
    expect(() => dict.setdefault('e', '1')).toThrow(BadRequestKeyError)
    expect(() => dict.items()).toThrow(new RangeError('Expected a value of "e", got an empty list'))
    expect(() => dict.toDict()).toThrow(RangeError)
  })

  test('pop removes it, whatever it gives', () => {
    const dict = empty()
    expect(() => dict.pop('e')).toThrow(BadRequestKeyError)
    expect(dict.has('e')).toBe(false)
    expect(empty().pop('e', { default: 'd' })).toBe('d')
    const other = empty()
    expect(() => other.popitem()).toThrow(BadRequestKeyError)
    expect(other.isEmpty).toBe(true)
  })

  test('a copy of it has no values either', () => {
    expect(empty().copy().getlist('e')).toEqual([])
  })
})

describe('copies', () => {
  class Special extends MultiDict {}

  test('are of the same class', () => {
    const copy = new Special([['a', '1']]).copy()
    expectTypeOf(copy).toEqualTypeOf<Special>()
    expect(copy).toBeInstanceOf(Special)
    copy.set('a', '2')
    expect(copy.merged({ b: '3' })).toBeInstanceOf(Special)
  })

  test('share their values, deep copies do not', () => {
    const value = { deep: [1] }
    const own = { copy: () => 'copied', deep: 1 }
    const dict = new MultiDict<unknown>([
      ['a', value],
      ['a', 'text'],
      ['b', own],
    ])
    expect(dict.copy().get('a')).toBe(value)
    const deep = dict.deepcopy()
    expect(deep.get('a')).toEqual(value)
    expect(deep.get('a')).not.toBe(value)
    expect(deep.getlist('a')[1]).toBe('text')
    expect(deep.get('b')).toBe('copied')
    expect(dict.get('a')).toBe(value)
  })
})

/** What a step does to the lists of a model, and to the dictionary. */
type Lists = Map<string, string[]>
const STEPS: Record<
  string,
  [
    model: (lists: Lists, key: string, values: string[]) => unknown,
    step: (dict: MultiDict, key: string, values: string[]) => unknown,
  ]
> = {
  set: [
    (lists, key, [value = '']) => void lists.set(key, [value]),
    (dict, key, [value = '']) => void dict.set(key, value),
  ],
  add: [
    (lists, key, [value = '']) => void lists.set(key, [...(lists.get(key) ?? []), value]),
    (dict, key, [value = '']) => dict.add(key, value),
  ],
  setlist: [
    (lists, key, values) => void lists.set(key, values),
    (dict, key, values) => dict.setlist(key, values),
  ],
  setlistdefault: [
    (lists, key, values) => lists.get(key) ?? (lists.set(key, values), values),
    (dict, key, values) => [...dict.setlistdefault(key, values)],
  ],
  update: [
    (lists, key, values) =>
      values.length > 0 ? void lists.set(key, [...(lists.get(key) ?? []), ...values]) : undefined,
    (dict, key, values) => dict.update(new Map([[key, values]])),
  ],
  delete: [(lists, key) => lists.delete(key), (dict, key) => dict.delete(key)],
  poplist: [
    (lists, key) => {
      const list = lists.get(key) ?? []
      lists.delete(key)
      return list
    },
    (dict, key) => dict.poplist(key),
  ],
}

test('it behaves as a Map of lists does', () => {
  const step = fc.tuple(
    fc.constantFrom(...Object.keys(STEPS)),
    fc.constantFrom('a', 'b', '__proto__'),
    fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const dict = new MultiDict()
      const model: Lists = new Map()
      for (const [name, key, values] of steps) {
        const [expected, actual] = STEPS[name]!
        expect(actual(dict, key, values)).toEqual(expected(model, key, values))
      }
      const multi = [...model].flatMap(([name, list]) => list.map((value) => [name, value]))
      expect(dict.lists()).toEqual([...model])
      expect(dict.size).toBe(model.size)
      expect(dict.items({ multi: true })).toEqual(multi)
      expect(dict.equals(dict.copy())).toBe(true)
      expect(new MultiDict(dict.items({ multi: true })).merged({}).items({ multi: true })).toEqual(multi)
    }),
  )
})

test('a hundred thousand values of one key, and as many keys', () => {
  const count = 100_000
  const same = new MultiDict(Array.from({ length: count }, (_, at): [string, number] => ['k', at]))
  expect(same.getlist('k').length).toBe(count)
  const other = new MultiDict(Array.from({ length: count }, (_, at): [string, number] => [`k${at}`, at]))
  expect(other.size).toBe(count)
  expect(other.equals(other.copy())).toBe(true)
})

test('types', () => {
  const dict = form()
  expectTypeOf(dict).toEqualTypeOf<MultiDict>()
  expectTypeOf(new MultiDict()).toEqualTypeOf<MultiDict>()
  expectTypeOf(new MultiDict({ a: 1 })).toEqualTypeOf<MultiDict<number>>()
  expectTypeOf(new MultiDict([['a', 1]])).toEqualTypeOf<MultiDict<number>>()
  expectTypeOf(new MultiDict<number>({ a: [1, 2] })).toEqualTypeOf<MultiDict<number>>()
  expectTypeOf(dict.get('a')).toEqualTypeOf<string | undefined>()
  expectTypeOf(dict.at('a')).toEqualTypeOf<string>()
  expectTypeOf(dict.get('a', { default: null })).toEqualTypeOf<string | null>()
  expectTypeOf(dict.get('a', { type: int })).toEqualTypeOf<number | undefined>()
  expectTypeOf(dict.get('a', { type: int, default: 0 })).toEqualTypeOf<number>()
  expectTypeOf(dict.get('a', { type: int, default: null })).toEqualTypeOf<number | null>()
  expectTypeOf(dict.get('a', { type: Number })).toEqualTypeOf<number | undefined>()
  expectTypeOf(dict.getlist('a')).toEqualTypeOf<string[]>()
  expectTypeOf(dict.getlist('a', { type: int })).toEqualTypeOf<number[]>()
  expectTypeOf(dict.pop('a')).toEqualTypeOf<string>()
  expectTypeOf(dict.pop('a', { default: null })).toEqualTypeOf<string | null>()
  expectTypeOf(dict.toDict()).toEqualTypeOf<Map<string, string>>()
  expectTypeOf(dict.toDict({ flat: false })).toEqualTypeOf<Map<string, string[]>>()
  expectTypeOf(dict.items({ multi: true })).toEqualTypeOf<[key: string, value: string][]>()
  expectTypeOf<Parameters<MultiDict['add']>>().toEqualTypeOf<[key: string, value: string]>()
  expectTypeOf(new MultiDict<string | number>(dict)).toEqualTypeOf<MultiDict<string | number>>()
})
