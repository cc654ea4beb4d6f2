import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import {
  MultiDict,
  NestedMultiDict,
  type MultiDictSource,
  type MutableMultiDict,
  type ReadonlyMultiDict,
} from '../../src/multidict/index.ts'

type Pairs = [string, string][]

const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.string({ maxLength: 3 })))

describe('what it is made of', () => {
  test.each<[name: string, source: MultiDictSource<string>, expected: Pairs]>([
    [
      'pairs',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'an object',
      { a: '1', b: '2' },
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a Map', new Map([['a', '1']]), [['a', '1']]],
    [
      'another',
      new MultiDict([
        ['a', '1'],
        ['a', '2'],
      ]),
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'several in a row',
      new NestedMultiDict(new MultiDict([['a', '1']]), new MultiDict([['a', '2']])),
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'URLSearchParams',
      new URLSearchParams('a=1&a=2'),
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['nothing', [], []],
  ])('%s', (_name, source, expected) => {
    expect([...new MultiDict(source)]).toEqual(expected)
  })

  test.each([
    ['text', 'ab'],
    ['null', null],
    ['single values', ['a', 'b']],
    ['triples', [['a', '1', '2']]],
    ['a number', 1],
  ])('not of %s', (_name, source) => {
    expect(() => new MultiDict(source as unknown as Pairs)).toThrow(/Expected pairs/)
    expect(() => new MultiDict().update(source as unknown as Pairs)).toThrow(/Expected pairs/)
    expect(() => new MultiDict().extend(source as unknown as Pairs)).toThrow(/Expected pairs/)
  })

  test('it has its own pairs', () => {
    const source: Pairs = [['a', '1']]
    const dict = new MultiDict(source)
    dict.add('b', '2')
    dict.set('a', '3')
    expect(source).toEqual([['a', '1']])
  })

  test('unless it is a view, which sees and makes changes of the list', () => {
    const list: Pairs = [['a', '1']]
    const view = MultiDict.viewList(list)
    view.add('b', '2')
    list.push(['c', '3'])
    expect(list).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ])
    expect(view.get('c')).toBe('3')
    view.delete('a')
    view.update({ c: '4' })
    expect(list).toEqual([
      ['b', '2'],
      ['c', '4'],
    ])
    view.clear()
    expect(list).toEqual([])
  })

  test('a view is of an array', () => {
    expect(() => MultiDict.viewList(new Set() as unknown as Pairs)).toThrow(/array of pairs, got object/)
  })
})

const abab = (): MultiDict =>
  new MultiDict([
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
  ])

describe('reading', () => {
  test.each<[name: string, read: (dict: MultiDict) => unknown, expected: unknown]>([
    ['get: the last', (dict) => dict.get('a'), '3'],
    ['get: absent', (dict) => dict.get('x'), undefined],
    ['get: the default', (dict) => dict.get('x', null), null],
    ['get: no default when present', (dict) => dict.get('b', '9'), '2'],
    ['getall', (dict) => dict.getall('a'), ['1', '3']],
    ['getall: absent', (dict) => dict.getall('x'), []],
    ['getone', (dict) => dict.getone('b'), '2'],
    ['has', (dict) => [dict.has('a'), dict.has('A')], [true, false]],
    ['size', (dict) => dict.size, 3],
    [
      'mixed',
      (dict) => dict.mixed(),
      new Map<string, unknown>([
        ['a', ['1', '3']],
        ['b', '2'],
      ]),
    ],
    [
      'dictOfLists',
      (dict) => dict.dictOfLists(),
      new Map([
        ['a', ['1', '3']],
        ['b', ['2']],
      ]),
    ],
    [
      'toMap',
      (dict) => dict.toMap(),
      new Map([
        ['a', '3'],
        ['b', '2'],
      ]),
    ],
    ['keys', (dict) => [...dict.keys()], ['a', 'b', 'a']],
    ['values', (dict) => [...dict.values()], ['1', '2', '3']],
    ['entries', (dict) => [...dict.entries()], [...abab()]],
    ['an object', (dict) => Object.fromEntries(dict), { a: '3', b: '2' }],
  ])('%s', (_name, read, expected) => {
    expect(read(abab())).toEqual(expected)
  })

  test.each([
    ['x', 'No such key: "x"'],
    ['a', 'Expected one value of "a", got 2'],
  ])('getone of %s throws', (key, message) => {
    expect(() => abab().getone(key)).toThrow(new KeyError(key, message))
  })

  test('a list as a value is not a list of values', () => {
    const dict = new MultiDict<string[]>([['a', ['1', '2']]])
    expect(dict.mixed()).toEqual(new Map([['a', ['1', '2']]]))
  })

  test('a change of the pairs that were read changes nothing', () => {
    const dict = abab()
    for (const pair of dict) pair[1] = 'x'
    dict.getall('a').push('x')
    expect([...dict]).toEqual([...abab()])
  })
})

describe('changing', () => {
  test.each<[name: string, change: (dict: MultiDict) => unknown, value: unknown, expected: Pairs]>([
    [
      'set replaces all and goes to the end',
      (d) => d.set('a', '4'),
      undefined,
      [
        ['b', '2'],
        ['a', '4'],
      ],
    ],
    ['set of a new key', (d) => d.set('c', '4'), undefined, [...abab(), ['c', '4']]],
    ['add keeps', (d) => d.add('a', '4'), undefined, [...abab(), ['a', '4']]],
    ['delete', (d) => d.delete('a'), true, [['b', '2']]],
    ['delete of what is not there', (d) => d.delete('x'), false, [...abab()]],
    ['clear', (d) => d.clear(), undefined, []],
    ['setdefault gives the first', (d) => d.setdefault('a', '4'), '1', [...abab()]],
    ['setdefault adds', (d) => d.setdefault('c', '4'), '4', [...abab(), ['c', '4']]],
    [
      'pop takes the first',
      (d) => d.pop('a'),
      '1',
      [
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    ['pop with a default', (d) => d.pop('x', 0), 0, [...abab()]],
    ['pop with undefined as default', (d) => d.pop('x', undefined), undefined, [...abab()]],
    [
      'popitem takes the last',
      (d) => d.popitem(),
      ['a', '3'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'update by an object',
      (d) => d.update({ a: '4', c: '5' }),
      undefined,
      [
        ['b', '2'],
        ['a', '4'],
        ['c', '5'],
      ],
    ],
    [
      'update by pairs: the last one',
      (d) =>
        d.update([
          ['c', '4'],
          ['a', '5'],
          ['c', '6'],
        ]),
      undefined,
      [
        ['b', '2'],
        ['a', '5'],
        ['c', '6'],
      ],
    ],
    [
      'update by itself',
      (d) => d.update(d),
      undefined,
      [
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    [
      'extend',
      (d) =>
        d.extend([
          ['a', '4'],
          ['a', '5'],
        ]),
      undefined,
      [...abab(), ['a', '4'], ['a', '5']],
    ],
    ['extend by itself', (d) => d.extend(d), undefined, [...abab(), ...abab()]],
  ])('%s', (_name, change, value, expected) => {
    const dict = abab()
    expect(change(dict)).toEqual(value)
    expect([...dict]).toEqual(expected)
  })

  test('update takes what several in a row give for a key: the value of the first', () => {
    const dict = abab()
    dict.update(new NestedMultiDict(new MultiDict([['a', 'query']]), new MultiDict([['a', 'form']])))
    expect(dict.getall('a')).toEqual(['query'])
  })

  test('an object with a field toMap is an object', () => {
    const dict = new MultiDict()
    dict.update({ toMap: '1' })
    expect([...dict]).toEqual([['toMap', '1']])
  })

  test.each<[name: string, change: (dict: MultiDict) => unknown]>([
    ['pop', (dict) => dict.pop('x')],
    ['popitem', (dict) => dict.popitem()],
  ])('%s of nothing throws', (_name, change) => {
    expect(() => change(new MultiDict())).toThrow(KeyError)
  })

  test('a megabyte of keys is updated in one go', () => {
    const many = Array.from({ length: 200_000 }, (_, at): [string, string] => [`k${at}`, ''])
    const dict = new MultiDict(many)
    dict.update(many)
    expect(dict.size).toBe(many.length)
  })
})

describe('laws', () => {
  test('it is a Map of the last values, under any name', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const dict = new MultiDict(list)
        const map = new Map(list)
        expect(dict.toMap()).toEqual(map)
        for (const [key, value] of map) expect(dict.get(key)).toBe(value)
        expect(dict.dictOfLists().get('__proto__') ?? []).toEqual(dict.getall('__proto__'))
      }),
    )
  })

  test('update is one set after the other', () => {
    fc.assert(
      fc.property(pairs, pairs, (list, other) => {
        const [updated, set] = [new MultiDict(list), new MultiDict(list)]
        updated.update(other)
        for (const [key, value] of other) set.set(key, value)
        expect([...updated]).toEqual([...set])
      }),
    )
  })

  test('a copy is equal, and another dictionary', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const dict = new MultiDict(list)
        const copy = dict.copy()
        expect([...copy]).toEqual([...dict])
        expect(copy.equals(dict)).toBe(true)
        copy.add('new', '')
        expect(copy.equals(dict)).toBe(false)
        expect(dict.has('new')).toBe(false)
      }),
    )
  })
})

test.each<[Pairs, Pairs, boolean]>([
  [
    [
      ['a', '1'],
      ['b', '2'],
    ],
    [
      ['b', '2'],
      ['a', '1'],
    ],
    true,
  ],
  [
    [
      ['a', '1'],
      ['a', '2'],
    ],
    [['a', '2']],
    true,
  ],
  [[['a', '1']], [['a', '2']], false],
  [[['a', '1']], [['b', '1']], false],
  [[], [], true],
])('%j equals %j: %j', (one, other, expected) => {
  expect(new MultiDict(one).equals(new MultiDict(other))).toBe(expected)
})

test('passwords stay out of logs', () => {
  const form = new MultiDict<unknown>([
    ['name', 'Ada'],
    ['passwd', 'secret'],
    ['n', 1],
    ['newPassword', 'secret'],
    ['pwd', 'secret'],
  ])
  const shown =
    'MultiDict([["name", "Ada"], ["passwd", "******"], ["n", 1], ["newPassword", "******"], ["pwd", "******"]])'
  expect(String(form)).toBe(shown)
  expect(inspect(form)).toBe(shown)
})

test('types', () => {
  const dict = new MultiDict([['a', '1']])
  expectTypeOf(dict).toExtend<MutableMultiDict>()
  expectTypeOf(dict).toExtend<ReadonlyMultiDict<string | number>>()
  expectTypeOf<ReadonlyMultiDict>().not.toExtend<MutableMultiDict>()
  expectTypeOf<ReadonlyMultiDict>().not.toHaveProperty('set')
  expectTypeOf(dict.get('a')).toEqualTypeOf<string | undefined>()
  expectTypeOf(dict.get('a', null)).toEqualTypeOf<string | null>()
  expectTypeOf(dict.pop('a', 0)).toEqualTypeOf<string | number>()
  expectTypeOf(new MultiDict<number>().mixed()).toEqualTypeOf<Map<string, number | number[]>>()
})
