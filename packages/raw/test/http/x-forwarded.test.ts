import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseXForwarded, trustedHop } from '../../src/http/x-forwarded.ts'
import { fixtureCases, megabyte, textOf } from './hostile-text.ts'

interface XffCase {
  id: string
  field: string
  value: string
  expect: { trustedProxies: number; remoteAddr: string }
}

const cases = fixtureCases<XffCase>('headers-forwarding').filter(({ field }) => field === 'X-Forwarded-For')

describe('cases', () => {
  test.each(cases)('$id', ({ value, expect: { trustedProxies, remoteAddr } }) => {
    expect(trustedHop(value, trustedProxies) ?? 'peer').toBe(remoteAddr)
  })

  test('there are 9', () => expect(cases.length).toBe(9))
})

test.each<[text: string, hops: number, value: string | undefined]>([
  ['', 1, undefined],
  [',', 1, undefined],
  ['a', 1, 'a'],
  ['a,', 1, 'a'],
  [' a\t, b ', 2, 'a'],
  [',a,,b', 2, 'a'],
  ['a, b', 3, undefined],
  ['"a, b"', 1, 'b"'],
  ['\xa0a', 1, '\xa0a'],
])('%j, %d from the right', (text, hops, value) => {
  expect(trustedHop(text, hops)).toBe(value)
})

test.each([-1, 0.5, NaN, Infinity])('%d hops make no sense', (hops) => {
  expect(() => trustedHop('a', hops)).toThrow(RangeError)
})

test('counting from the right is indexing the list from its end', () => {
  fc.assert(
    fc.property(textOf('ab, \t'), fc.nat(5), (text, hops) => {
      expect(trustedHop(text, hops)).toBe(hops === 0 ? undefined : parseXForwarded(text).at(-hops))
    }),
  )
})

test('a million commas', () => {
  expect(trustedHop(megabyte(', ', 'a'), 1)).toBe('a')
  expect(parseXForwarded(megabyte(','))).toEqual([])
})
