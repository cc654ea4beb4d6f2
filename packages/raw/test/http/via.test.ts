import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatVia, parseVia } from '../../src/http/via.ts'
import { megabyte, textOf } from './hostile-text.ts'

type Hop = [protocol: string | undefined, version: string, by: string, comment: string | undefined]

describe('parseVia, RFC 9110 section 7.6.3', () => {
  test.each<[text: string, hops: Hop[], problems: number[]]>([
    ['', [], []],
    [', ,', [], []],
    [
      '1.0 fred, 1.1 p.example.net',
      [
        [undefined, '1.0', 'fred', undefined],
        [undefined, '1.1', 'p.example.net', undefined],
      ],
      [],
    ],
    ['HTTP/2 [::1]:80\t(a (b, c) \\) d)', [['HTTP', '2', '[::1]:80', 'a (b, c) \\) d']], []],
    [
      '1.1 a (x),1.1 b',
      [
        [undefined, '1.1', 'a', 'x'],
        [undefined, '1.1', 'b', undefined],
      ],
      [],
    ],
    ['1.1 a ()', [[undefined, '1.1', 'a', '']], []],
    ['1.1', [], [0]],
    ['1.1 a b, 1.1 c', [[undefined, '1.1', 'c', undefined]], [0]],
    ['1.1 a(x), 1.1 c', [[undefined, '1.1', 'c', undefined]], [0]],
    ['/1.1 a', [], [0]],
    ['HTTP/ a', [], [0]],
    ['1.1 u@h', [], [0]],
    ['1.1 a:b', [], [0]],
    ['1.1 a (x, 1.1 b', [], [0]],
    ['1.1 a (x)y, 1.0 z', [[undefined, '1.0', 'z', undefined]], [0]],
    ['1.1 a (\x01)', [], [0]],
    ['(x), 1.1 a', [[undefined, '1.1', 'a', undefined]], [0]],
  ])('%j', (text, hops, problems) => {
    const read = parseVia(text)
    expect(read.hops.map(({ protocol, version, by, comment }) => [protocol, version, by, comment])).toEqual(
      hops,
    )
    expect(read.problems.map(({ at }) => at)).toEqual(problems)
  })

  test('a million characters', () => {
    for (const pattern of ['(', '1.1 a (', '1.1 a (,', ', ', ' ', '1.1 a (\\', '1.1 a (x),']) {
      expect(parseVia(megabyte(pattern)).hops.length).toBeLessThanOrEqual(100_000)
    }
  })
})

test.each<Hop>([
  [undefined, '', 'a', undefined],
  [undefined, '1.1', 'a, 1.1 b', undefined],
  [undefined, '1.1', 'a', 'x) y'],
  [undefined, '1.1', 'a', '(x'],
  [undefined, '1.1', 'a', '\n'],
  ['HT TP', '1.1', 'a', undefined],
  ['HTTP/1', '1', 'a', undefined],
])('formatVia refuses %j', (protocol, version, by, comment) => {
  expect(() => formatVia([{ protocol, version, by, comment }])).toThrow(TypeError)
})

test('whatever was read is written again', () => {
  fc.assert(
    fc.property(textOf('1.a/, ()\\:[]'), (text) => {
      const { hops } = parseVia(text)
      expect(parseVia(formatVia(hops))).toEqual({ hops, problems: [] })
    }),
    { numRuns: 1000 },
  )
})
