import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dumpHeader } from '../../src/http/dump-header.ts'
import { parseListHeader } from '../../src/http/list-header.ts'

test.each<[text: string, items: string[]]>([
  ['', []],
  ['a, b', ['a', 'b']],
  [',,a,,', ['a']],
  ['"a, b", c', ['a, b', 'c']],
  ['a="b c"', ['a="b c"']],
  ['"a\\"b"', ['a"b']],
  ['""', ['']],
  ['a, "b', []],
  ['a\\, b', ['a\\', 'b']],
  ['\x1fa\xa0', ['a']],
  ['\ufeff"a"', ['\ufeff"a"']],
])('%j', (text, items) => {
  expect(parseListHeader(text)).toEqual(items)
})

test('what is written is read', () => {
  // A line feed after a backslash is the one thing that an escape leaves alone.
  const item = fc.string().filter((text) => !text.includes('\n'))
  fc.assert(
    fc.property(fc.array(item), (items) => {
      expect(parseListHeader(dumpHeader(items))).toEqual(items)
    }),
  )
})

test.each(['"', '\\', ',', ' ', '"\\'])('1 MB of %j', (part) => {
  expect(parseListHeader(part.repeat((1 << 20) / part.length)).length).toBeLessThan(2)
})
