/** Every recorded vector of the project, file by file, and the judge that decides about them. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { same } from './compare.ts'
import type { Deviation, Library, Vector } from './engine.ts'
import { Player } from './engine.ts'
import { judge } from './judge.ts'
import { libraryOf, replay } from './run.ts'
import { decode, encode } from './values.ts'

const LIBRARIES = ['webob', 'werkzeug']
/** At most this part of a library's vectors may be answered otherwise than recorded. */
const DEVIATING = 0.02

describe.each(LIBRARIES)('the vectors of %s', (name) => {
  const folder = new URL(`./vectors/${name}/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
  const counts = { all: 0, deviating: 0 }

  test.each(files)('%s', { timeout: 120_000 }, async (file) => {
    const path = new URL(file, folder).pathname
    const verdicts = await replay(path, await libraryOf(path))
    counts.all += verdicts.length
    counts.deviating += verdicts.filter(({ outcome }) => outcome === 'deviating').length
    expect(verdicts.length).toBeGreaterThan(0)
    expect(verdicts.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  })

  test('at most 2 % deviate', () => {
    expect(counts.all).toBeGreaterThan(0)
    expect(counts.deviating / counts.all).toBeLessThanOrEqual(DEVIATING)
  })
})

const double: Library = {
  modules: {
    m: {
      calls: {
        double: (args: [number]) => args[0] * 2,
        fail: () => {
          throw new TypeError('no')
        },
      },
    },
  },
}
const rule: Deviation = {
  name: 'odd',
  reason: 'an example',
  applies: (vector) => (vector['args'] as number[] | undefined)?.[0] === 3,
  expected: (vector) => ({ ...vector, result: 6 }),
}
const rows: [what: string, vector: Vector, outcome: string, rules: string[]][] = [
  ['the recorded answer passes', { id: 'm.double/1', call: 'm.double', args: [2], result: 4 }, 'passed', []],
  ['another answer fails', { id: 'm.double/2', call: 'm.double', args: [2], result: 5 }, 'failed', []],
  [
    'an answer by a rule deviates',
    { id: 'm.double/3', call: 'm.double', args: [3], result: 5 },
    'deviating',
    ['odd'],
  ],
  [
    'a rule does not excuse what passes',
    { id: 'm.double/4', call: 'm.double', args: [3], result: 6 },
    'passed',
    [],
  ],
  ['an error is compared by class', { id: 'm.fail/1', call: 'm.fail', raises: 'TypeError' }, 'passed', []],
  ['another class fails', { id: 'm.fail/2', call: 'm.fail', raises: 'KeyError' }, 'failed', []],
  [
    'an accident takes any class',
    { id: 'm.fail/3', call: 'm.fail', raises: 'KeyError', implicit: true },
    'passed',
    [],
  ],
  ['an answer for an error fails', { id: 'm.fail/4', call: 'm.fail', result: 1 }, 'failed', []],
  [
    'an error for an answer fails',
    { id: 'm.double/5', call: 'm.double', args: [2], raises: 'TypeError' },
    'failed',
    [],
  ],
  ['what nothing binds fails', { id: 'm.other/1', call: 'm.other', result: null }, 'failed', []],
]

test.each(rows)('the judge: %s', async (_, vector, outcome, rules) => {
  const verdict = await judge(vector, new Player(double), [rule])
  expect([verdict.outcome, verdict.rules]).toEqual([outcome, rules])
})

test.each([
  [{ $bytes: 'AP8=' }],
  [{ $datetime: '2024-02-03T04:05:06Z' }],
  [{ $dict: [['__proto__', 1]] }],
  [{ $float: '-inf' }],
  [{ $bigint: '9007199254740993' }],
  [['a', null, true, 1.5, { b: [] }]],
])('values survive decoding and encoding: %j', async (value) => {
  expect(same(value, await encode(decode(value, {}), () => undefined))).toBe(true)
})

test.each([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ $tuple: [1, 2] }, [1, 2], true],
  [[1, 2], [2, 1], false],
  [{ $datetime: 'x', naive: true }, { $datetime: 'x' }, true],
  [{ $dict: [['a', 1]] }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [null, 0, false],
  ['1', 1, false],
])('%j and %j are the same: %s', (a, b, expected) => {
  expect(same(a, b)).toBe(expected)
})
