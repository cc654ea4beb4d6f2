import { describe, expect, test, vi } from 'vitest'
import { memoised, readLanguage, readList, readWeight, readWeighted } from '../../src/acceptparse/list.ts'

describe('readList', () => {
  test.each<[text: string, optional: string[] | undefined, required: string[] | undefined]>([
    ['', [], undefined],
    ['a', ['a'], ['a']],
    ['a,b', ['a', 'b'], ['a', 'b']],
    ['a \t, \tb', ['a', 'b'], ['a', 'b']],
    ['a,,b,', ['a', 'b'], ['a', 'b']],
    ['a, ', undefined, undefined],
    ['a, ,', ['a'], ['a']],
    [',', [], undefined],
    [',,', [], undefined],
    [',a', undefined, ['a']],
    [', a', undefined, ['a']],
    [',\t, a', ['a'], ['a']],
    [' a', undefined, undefined],
    ['a ', undefined, undefined],
    ['a b', undefined, undefined],
    ['a;', undefined, undefined],
    ['a\n', ['a'], ['a']],
    ['a\n\n', undefined, undefined],
    ['a\0', undefined, undefined],
  ])('%j', (text, optional, required) => {
    const read = (isOptional: boolean): string[] | undefined =>
      readList(text, readWeighted, isOptional)?.map(([item]) => item)
    expect([read(true), read(false)]).toEqual([optional, required])
  })
})

test.each<[text: string, value: number | undefined, end: number | undefined]>([
  [';q=0', 0, 4],
  [';q=1', 1, 4],
  [';q=1.', 1, 5],
  [';q=0.', 0, 5],
  [';q=0.5', 0.5, 6],
  [';q=0.123', 0.123, 8],
  [';q=0.1234', 0.123, 8],
  [';q=1.000', 1, 8],
  [';q=1.001', 1, 7],
  [' \t;\t Q=0.5', 0.5, 10],
  [';q=2', undefined, undefined],
  [';q=.5', undefined, undefined],
  [';q=', undefined, undefined],
  [';q =1', undefined, undefined],
  [';q= 1', undefined, undefined],
  [';qs=1', undefined, undefined],
  ['q=1', undefined, undefined],
])('the weight %j is %j and ends at %j', (text, value, end) => {
  const weight = readWeight(text, 0)
  expect([weight?.value, weight?.end]).toEqual([value, end])
})

test.each<[text: string, item: string | undefined]>([
  ['*', '*'],
  ['en', 'en'],
  ['abcdefgh-12345678', 'abcdefgh-12345678'],
  ['abcdefghi', 'abcdefgh'],
  ['en-123456789', 'en-12345678'],
  ['en-', 'en'],
  ['en--gb', 'en'],
  ['e1', 'e'],
  ['1e', undefined],
  ['-en', undefined],
  ['', undefined],
])('the language at the start of %j is %j', (text, item) => {
  expect(readLanguage(text, 0)?.value[0]).toBe(item)
})

describe('memoised', () => {
  test('reads a text once, also one that is nothing', () => {
    const read = vi.fn<(text: string) => null>(() => null)
    const remembered = memoised(read)
    expect([remembered('a'), remembered('a'), remembered('b')]).toEqual([null, null, null])
    expect(read.mock.calls).toEqual([['a'], ['b']])
  })

  test('forgets everything rather than growing', () => {
    const read = vi.fn<(text: string) => number>((text) => text.length)
    const remembered = memoised(read)
    for (let round = 0; round < 2; round++) for (let text = 0; text < 1000; text++) remembered(`${text}`)
    expect(read).toHaveBeenCalledTimes(2000)
    remembered('999')
    expect(read).toHaveBeenCalledTimes(2000)
  })

  test('keeps no long text', () => {
    const read = vi.fn<(text: string) => number>((text) => text.length)
    const remembered = memoised(read)
    for (const length of [1024, 1024, 1025, 1025]) remembered('a'.repeat(length))
    expect(read).toHaveBeenCalledTimes(3)
  })
})
