import { expect, test } from 'vitest'
import { MultiDict } from '../../src/datastructures/multi-dict.ts'
import { dumpHeader, type HeaderItems } from '../../src/http/dump-header.ts'

test.each<[items: HeaderItems, text: string]>([
  [[], ''],
  [['a', 'b c', ''], 'a, "b c", ""'],
  [new Set(['a', 'b']), 'a, b'],
  [{ realm: 'x y', stale: null }, 'realm="x y", stale'],
  [{ n: 1, u: undefined }, 'n=1, u'],
  [new Map([['a', 'b"c']]), 'a="b\\"c"'],
  [new MultiDict({ a: '1' }), 'a=1'],
  [{ 'a*': "utf-8''x%20y" }, "a*=utf-8''x%20y"],
])('%j', (items, text) => {
  expect(dumpHeader(items)).toBe(text)
})
