import { describe, expect, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { NoVars } from '../../src/multidict/index.ts'

describe('NoVars', () => {
  const nothing = new NoVars('Not a form request')

  test.each<[name: string, actual: unknown, expected: unknown]>([
    ['get', [nothing.get('a'), nothing.get('a', 0)], [undefined, 0]],
    ['has', nothing.has('a'), false],
    ['getall', nothing.getall('a'), []],
    ['size', nothing.size, 0],
    ['iteration', [[...nothing], [...nothing.keys()], [...nothing.values()]], [[], [], []]],
    ['maps', [nothing.mixed().size, nothing.dictOfLists().size, nothing.toMap().size], [0, 0, 0]],
    ['its copy is itself', nothing.copy(), nothing],
    ['for a log', String(nothing), '<NoVars: Not a form request>'],
    [
      'without a reason',
      [new NoVars().reason, new NoVars(null).reason, new NoVars('').reason],
      ['N/A', 'N/A', 'N/A'],
    ],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toEqual(expected)
  })

  test('getone gives the reason', () => {
    expect(() => nothing.getone('a')).toThrow(new KeyError('a', 'No such key: "a": Not a form request'))
  })
})
