import { ETags } from '@triptych/werkzeug/datastructures'
import { expect, test } from 'vitest'

test.each<[string | null, string[], string[], boolean]>([
  ['"a", W/"b", w/"c", d', ['a', 'd'], ['b', 'c'], false],
  ['*', [], [], true],
  ['"*"', ['*'], [], false],
  ['"a", *', [], [], true],
  ['""', [''], [], false],
  ['"a, b"', ['a, b'], [], false],
  [null, [], [], false],
  ['', [], [], false],
])('%j', (header, strong, weak, star) => {
  const tags = ETags.fromHeader(header)
  expect([...tags]).toEqual(strong)
  expect([...tags.asSet({ includeWeak: true })]).toEqual([...strong, ...weak])
  expect(tags.starTag).toBe(star)
  expect(tags.size).toBe(strong.length)
  expect(tags.isEmpty).toBe(strong.length + weak.length === 0 && !star)
})

test('strong and weak comparison', () => {
  const tags = new ETags(['a'], ['b'])
  expect([tags.contains('a'), tags.contains('b'), tags.has('a')]).toEqual([true, false, true])
  expect([tags.containsWeak('b'), tags.isWeak('b'), tags.isStrong('a')]).toEqual([true, true, true])
  expect([tags.containsRaw('W/"b"'), tags.containsRaw('"b"'), tags.containsRaw('')]).toEqual([
    true,
    false,
    false,
  ])
  expect([tags.matches('b'), tags.matches('b', { includeWeak: true })]).toEqual([false, true])
  const data = new TextEncoder().encode('abc')
  expect(new ETags(['a9993e364706816aba3e25717850c26c9cd0d89d']).matches(null, { data })).toBe(true)
  expect(() => tags.matches(null)).toThrow(TypeError)
})

test('what is no tag can be written', () => {
  expect(ETags.fromHeader('"a"b, W/c').toHeader()).toBe('""a"b", W/"c"')
})

test('a star takes all and holds none', () => {
  const tags = new ETags(['a'], null, true)
  expect([tags.contains('x'), tags.size, tags.toHeader()]).toEqual([true, 0, '*'])
})

test('header and back', () => {
  const tags = ETags.fromHeader('"a", W/"b"')
  expect(String(tags)).toBe('"a", W/"b"')
  expect(ETags.fromHeader(tags.toHeader()).equals(tags)).toBe(true)
  expect(tags.equals(new ETags(['a']))).toBe(false)
})

test.each([
  ['"a"\n'],
  ['"x,'.repeat(300_000)],
  [','.repeat(1_000_000)],
  [' '.repeat(1_000_000)],
  ['"'.repeat(1_000_000)],
])('a hostile header ends', (header) => {
  expect(ETags.fromHeader(header)).toBeInstanceOf(ETags)
})
