import { describe, expect, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { MultiDict, NestedMultiDict, NoVars } from '../../src/multidict/index.ts'

const query = new MultiDict([
  ['a', 'q1'],
  ['a', 'q2'],
  ['q', '1'],
])
const form = new MultiDict([
  ['a', 'f1'],
  ['f', '1'],
])
const both = new NestedMultiDict(query, form)

describe('several in a row', () => {
  test.each<[name: string, actual: unknown, expected: unknown]>([
    ['get: the first that has it', both.get('a'), 'q2'],
    ['get: of the second', both.get('f'), '1'],
    ['get: absent', [both.get('x'), both.get('x', 0)], [undefined, 0]],
    ['has', [both.has('f'), both.has('x')], [true, false]],
    ['getall', both.getall('a'), ['q1', 'q2', 'f1']],
    ['getone', both.getone('f'), '1'],
    ['size', both.size, 5],
    ['keys', [...both.keys()], ['a', 'a', 'q', 'a', 'f']],
    ['values', [...both.values()], ['q1', 'q2', '1', 'f1', '1']],
    ['pairs', [...both], [...query, ...form]],
    ['dictOfLists', both.dictOfLists().get('a'), ['q1', 'q2', 'f1']],
    ['mixed', both.mixed().get('q'), '1'],
    [
      'toMap, as get',
      both.toMap(),
      new Map([
        ['a', 'q2'],
        ['q', '1'],
        ['f', '1'],
      ]),
    ],
    ['equals', both.equals(both.copy()), true],
    ['nothing', [...new NestedMultiDict()], []],
    ['nothing and no form', new NestedMultiDict(new MultiDict(), new NoVars()).size, 0],
    [
      'for a log',
      String(new NestedMultiDict(new MultiDict([['pwd', 'x']]))),
      'NestedMultiDict([["pwd", "******"]])',
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toEqual(expected)
  })

  test.each([
    ['x', 'No such key: "x"'],
    ['a', 'Expected one value of "a", got 3'],
  ])('getone of %s throws', (key, message) => {
    expect(() => both.getone(key)).toThrow(new KeyError(key, message))
  })

  test('it shows what they hold at the time', () => {
    const live = new MultiDict()
    const nested = new NestedMultiDict(live)
    live.add('a', '1')
    expect(nested.get('a')).toBe('1')
  })

  test('its copy can be changed', () => {
    const copy = both.copy()
    copy.set('a', 'new')
    expect([copy.getall('a'), both.get('a')]).toEqual([['new'], 'q2'])
  })
})
