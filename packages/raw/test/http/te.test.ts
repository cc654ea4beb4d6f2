import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTe } from '../../src/http/te.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, codings: [string, number][], trailers: boolean, problems: string[]]>([
  ['', [], false, []],
  ['deflate', [['deflate', 1]], false, []],
  ['trailers, deflate;q=0.5', [['deflate', 0.5]], true, []],
  [
    'Trailers ,GZIP ; Q=0 , x',
    [
      ['gzip', 0],
      ['x', 1],
    ],
    true,
    [],
  ],
  ['a;b="1,2";q=0.1', [['a', 0.1]], false, []],
  ['gzip;q=2, x', [['x', 1]], false, ['q']],
  ['gzip;q, a b, x', [['x', 1]], false, ['coding', 'coding']],
  [';q=1, "trailers", x', [['x', 1]], false, ['coding', 'coding']],
  ['trailers;q=0.5', [['trailers', 0.5]], false, []],
])('%j', (text, codings, trailers, problems) => {
  const te = parseTe(text)
  expect(te.codings.map(({ coding, q }) => [coding, q])).toEqual(codings)
  expect(te.trailers).toBe(trailers)
  expect(te.problems.map(({ code }) => code)).toEqual(problems)
})

test('parameters other than the weight are the coding’s', () => {
  expect(parseTe('a;b=c;q=0.5').codings[0]?.parameters.map(({ name, value }) => [name, value])).toEqual([
    ['b', 'c'],
  ])
})

test('any text; a million characters', () => {
  fc.assert(
    fc.property(textOf('trailersq=01.;," '), (text) => {
      for (const { q } of parseTe(text).codings) expect(q >= 0 && q <= 1).toBe(true)
    }),
  )
  for (const pattern of [',', ';', '"', 'a;q=1,', ' ', 'a;"']) {
    expect(parseTe(megabyte(pattern)).codings.length).toBeLessThanOrEqual(200_000)
  }
})
