import { expect, expectTypeOf, test } from 'vitest'
import { CombinedMultiDict } from '../../src/datastructures/combined-multi-dict.ts'
import { int } from '../../src/datastructures/convert.ts'
import { ImmutableDict } from '../../src/datastructures/immutable-dict.ts'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import { ImmutableTypeConversionDict } from '../../src/datastructures/immutable-type-conversion-dict.ts'
import { MultiDict } from '../../src/datastructures/multi-dict.ts'

const args = (): ImmutableMultiDict =>
  new ImmutableMultiDict([
    ['a', '1'],
    ['a', '2'],
    ['b', 'x'],
  ])

test('it reads as one that can be changed', () => {
  expect(args().get('a', { type: int })).toBe(1)
  expect(args().getlist('a')).toEqual(['1', '2'])
  expect(args().equals(new MultiDict({ a: ['1', '2'], b: 'x' }))).toBe(true)
  expectTypeOf(args().get('a', { type: int })).toEqualTypeOf<number | undefined>()
  expectTypeOf(args().get('a', { type: int, default: 1 })).toEqualTypeOf<number>()
})

const MULTI = ['add', 'setlist', 'setlistdefault', 'poplist', 'popitemlist']
const ALL = ['set', 'setdefault', 'update', 'delete', 'clear', 'pop', 'popitem']

test.each<[name: string, dict: object, methods: string[]]>([
  ['ImmutableMultiDict', args(), [...ALL, ...MULTI]],
  ['CombinedMultiDict', new CombinedMultiDict([args()]), [...ALL, ...MULTI]],
  ['ImmutableDict', new ImmutableDict({ a: '1' }), ALL],
  ['ImmutableTypeConversionDict', new ImmutableTypeConversionDict({ a: '1' }), ALL],
])('nothing changes %s', (name, dict, methods) => {
  const before = [...(dict as Iterable<unknown>)]
  for (const method of methods) {
    const change = (dict as Record<string, (...all: unknown[]) => unknown>)[method]!
    expect(() => change.call(dict, 'a', '9')).toThrow(new TypeError(`${name} objects are immutable`))
  }
  expect([...(dict as Iterable<unknown>)]).toEqual(before)
})

test('a changing call does not compile', () => {
  expectTypeOf<Parameters<ImmutableMultiDict['set']>>().toEqualTypeOf<[]>()
  expectTypeOf<ReturnType<ImmutableMultiDict['update']>>().toEqualTypeOf<never>()
})

test('copies can be changed', () => {
  const dict = args()
  const copy = dict.copy()
  expectTypeOf(copy).toEqualTypeOf<MultiDict>()
  copy.add('a', '3')
  expect(copy).toBeInstanceOf(MultiDict)
  expect(dict.getlist('a')).toEqual(['1', '2'])
  expect(dict.merged({ a: '3' }).getlist('a')).toEqual(['1', '2', '3'])
  expect(dict.deepcopy().equals(dict)).toBe(true)
})

test('a list that is given is no way in', () => {
  const dict = args()
  dict.getlist('a').push('3')
  dict.toDict({ flat: false }).get('a')!.push('3')
  expect(dict.getlist('a')).toEqual(['1', '2'])
})
