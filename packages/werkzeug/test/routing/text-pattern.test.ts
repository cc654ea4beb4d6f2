import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeRegex, patternOf } from '../../src/routing/text-pattern.ts'

const SOURCES = [
  '[^/]+',
  '[^/]{1,}',
  '[^/]{2,3}',
  '[^/]{0,2}',
  '[^/]{2}',
  '[^/].*?',
  '\\d+',
  '-?\\d+',
  '\\d+\\.\\d+',
  '-?\\d+\\.\\d+',
  '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
  '(?:a|bc|b\\.)',
  '(?:)',
]
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '/', '.', '-', '1', '20', '\n', '\u{1f40d}', ''),
  maxLength: 8,
})

describe.each(SOURCES)('%s', (source) => {
  const pattern = patternOf(source)!
  // The dot takes everything but a line feed, as in Python.
  const regex = new RegExp(`^(?:${source.replaceAll('.*', '[^\\n]*')})$`, 'u')

  test('takes what the regular expression takes', () => {
    fc.assert(fc.property(text, (text) => pattern.accepts(text) === regex.test(text)))
    const uuid = 'A8098C1A-f86e-11da-bd1a-00112444be1e'
    expect(pattern.accepts(uuid)).toBe(regex.test(uuid))
  })

  test('may end where the regular expression may end, from the best place on', () => {
    fc.assert(
      fc.property(text, fc.nat(8), (text, start) => {
        const at = Math.min(start, text.length)
        const splitsPair = (place: number): boolean => (text.codePointAt(place - 1) ?? 0) > 0xffff
        fc.pre(!splitsPair(at))
        const places: number[] = []
        for (const [first, last] of pattern.endsIn(text)(at)) {
          const step = first <= last ? 1 : -1
          for (let end = first; step * (last - end) >= 0; end += step) places.push(end)
        }
        const possible = Array.from({ length: text.length - at + 1 }, (_, length) => at + length)
        expect(places.filter((place) => !splitsPair(place)).toSorted((a, b) => a - b)).toEqual(
          possible.filter((end) => !splitsPair(end) && regex.test(text.slice(at, end))),
        )
      }),
    )
  })
})

test.each(['[a-z]+', '(a|b)', '(?:a|(?:b))', '(?:a+)', '[^/]{x}', 'toString'])(
  '%s is left to RegExp',
  (source) => {
    expect(patternOf(source)).toBeUndefined()
  },
)

test('a text is escaped so that it is taken as it is', () => {
  fc.assert(fc.property(fc.string(), (text) => new RegExp(`^${escapeRegex(text)}$`, 'u').test(text)))
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (items) => {
      const pattern = patternOf(`(?:${items.map(escapeRegex).join('|')})`)!
      return items.every((item) => pattern.accepts(item))
    }),
  )
})
