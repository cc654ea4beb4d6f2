import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BaseConverter,
  IntegerConverter,
  Map as RuleMap,
  PathConverter,
  UnicodeConverter,
} from '../../src/routing/index.ts'
import { partTest, regexOf } from '../../src/routing/part-test.ts'
import type { Piece } from '../../src/routing/part-test.ts'

const map = new RuleMap()
class Letters extends BaseConverter {
  override readonly regex = '(?:[a-z](?<ignored>))+'
}
const pieces: Record<string, Piece> = {
  number: new IntegerConverter(map),
  text: new UnicodeConverter(map),
  short: new UnicodeConverter(map, [], { maxlength: 2 }),
  path: new PathConverter(map),
  dash: '-',
  dot: '.',
  ab: 'ab',
}
const subject = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.', '1', '/', '\n'), maxLength: 12 })

describe('several pieces', () => {
  test('are matched as the regular expression matches them', () => {
    const some = fc.array(fc.constantFrom(...Object.values(pieces)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        some.filter((all) => all.some((piece) => typeof piece !== 'string')),
        subject,
        (all, text) => {
          const values: string[] = []
          const matches = partTest(all).match(text, values)
          const found = new RegExp(`^(?:${regexOf(all).replaceAll('.*', '[^\\n]*')})$`, 'u').exec(text)
          expect(matches).toBe(found !== null)
          expect(values).toEqual(found ? Object.values(found.groups ?? {}) : [])
        },
      ),
    )
  })

  test('leave the values as they were when nothing matches', () => {
    const values = ['before']
    expect(partTest([pieces['number']!, '-', pieces['number']!]).match('1-', values)).toBe(false)
    expect(values).toEqual(['before'])
  })

  test('take linear time on what almost matches', () => {
    const { text, path } = pieces
    const hostile = `${'a-'.repeat(200_000)}\n`
    expect(partTest([text!, '-', text!, '-', text!, '-', text!, '!']).match(hostile, [])).toBe(false)
    expect(partTest([path!, '-', path!, '-', path!, '-', path!, '!']).match(hostile, [])).toBe(false)
  })

  test('of a form not known are a regular expression', () => {
    const values: string[] = []
    expect(partTest(['x', new Letters(map), '.', pieces['number']!]).match('xabc.7', values)).toBe(true)
    expect(values).toEqual(['abc', '7'])
    expect(partTest([new Letters(map)]).match('aB', [])).toBe(false)
  })

  test('that are no regular expression are refused', () => {
    class Wrong extends BaseConverter {
      override readonly regex = '['
    }
    expect(() => partTest([new Wrong(map)])).toThrow(SyntaxError)
  })
})
