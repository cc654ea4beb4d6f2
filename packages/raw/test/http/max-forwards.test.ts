import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMaxForwards } from '../../src/http/max-forwards.ts'
import { anyText } from './hostile-text.ts'

test.each<[text: string, value: number | undefined]>([
  ['0', 0],
  ['10', 10],
  ['007', 7],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ['', undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1.5', undefined],
  ['1 ', undefined],
  ['0x10', undefined],
  ['\u0663', undefined],
])('%.20j', (text, value) => {
  expect(parseMaxForwards(text)).toBe(value)
})

test('a whole number or nothing', () => {
  fc.assert(fc.property(anyText, (text) => parseMaxForwards(text) === undefined || /^\d+$/.test(text)))
  fc.assert(fc.property(fc.nat(), (value) => parseMaxForwards(String(value)) === value))
})
