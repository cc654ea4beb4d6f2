import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedQualities, ranked } from '../../src/acceptparse/quality.ts'

test.each<[parsed: [string, number][], name: string, quality: number]>([
  [[], 'a', 0.7],
  [[['a', 0.5]], 'a', 0.5],
  [[['A', 0.5]], 'a', 0.5],
  [[['a', 0.5]], 'A', 0.5],
  [
    [
      ['a', 0.5],
      ['a', 1],
    ],
    'a',
    0.5,
  ],
  [
    [
      ['*', 0.2],
      ['a', 0],
    ],
    'a',
    0,
  ],
  [
    [
      ['*', 0.2],
      ['a', 0],
    ],
    'b',
    0.2,
  ],
  [[['*', 0]], 'b', 0],
  [[['a', 1]], '*', 0.7],
  [[['*', 0.2]], '*', 0.2],
  [[['a', 1]], 'constructor', 0.7],
])('%j gives %j %j', (parsed, name, quality) => {
  expect(namedQualities(parsed, () => 0.7)(name)).toBe(quality)
})

test('what nothing is said of weighs nothing', () => {
  expect(namedQualities([], () => undefined)('a')).toBe(0)
})

test('the heaviest come first, equal ones in the order of the offers, none of no weight', () => {
  const offers = fc.array(fc.tuple(fc.string(), fc.constantFrom(0, 0.5, 1)), { maxLength: 20 })
  fc.assert(
    fc.property(offers, (pairs) => {
      const weights = new Map(pairs.map(([, q], at) => [`${at}`, q]))
      const found = ranked(weights.keys(), (offer) => weights.get(offer)!)
      expect(found).toHaveLength(pairs.filter(([, q]) => q > 0).length)
      const isSorted = found.every(([offer, q], at) => {
        const [next, less] = found[at + 1] ?? [Number.POSITIVE_INFINITY, 0]
        return q > less || (q === less && Number(offer) < Number(next))
      })
      expect(isSorted).toBe(true)
    }),
  )
})
