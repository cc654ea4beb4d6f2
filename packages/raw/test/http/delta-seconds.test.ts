import { expect, test } from 'vitest'
import { MAX_DELTA_SECONDS, parseDeltaSeconds } from '../../src/http/delta-seconds.ts'
import { megabyte } from './hostile-text.ts'

test.each<[text: string, seconds: number | undefined]>([
  ['0', 0],
  ['0060', 60],
  ['2147483648', MAX_DELTA_SECONDS],
  ['2147483649', MAX_DELTA_SECONDS],
  ['9'.repeat(400), MAX_DELTA_SECONDS],
  ['-1', undefined],
  ['+1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  [' 1', undefined],
  ['', undefined],
])('%j', (text, seconds) => {
  expect(parseDeltaSeconds(text)).toBe(seconds)
})

test('a megabyte of digits', () => {
  expect(parseDeltaSeconds(megabyte('9'))).toBe(MAX_DELTA_SECONDS)
})
