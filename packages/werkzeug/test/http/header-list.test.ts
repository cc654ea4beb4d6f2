import { expect, test } from 'vitest'
import { Headers } from '../../src/datastructures/headers.ts'
import { keepFields } from '../../src/http/header-list.ts'

test.each(['a list', 'a Headers'])('%s is thinned out in place', (kind) => {
  const pairs: [string, string][] = [
    ['A', '1'],
    ['B', '2'],
    ['A', '3'],
  ]
  const headers = kind === 'a list' ? pairs : new Headers(pairs)
  keepFields(headers, (name) => name === 'A')
  expect([...headers]).toEqual([
    ['A', '1'],
    ['A', '3'],
  ])
})

test('a long list', () => {
  const pairs = Array.from({ length: 200_000 }, (): [string, string] => ['A', ''])
  keepFields(pairs, () => true)
  expect(pairs.length).toBe(200_000)
})
