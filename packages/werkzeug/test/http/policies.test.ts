import { expect, expectTypeOf, test } from 'vitest'
import { COEP, COOP } from '../../src/http/policies.ts'

test('the values are those of the headers, and cannot be changed', () => {
  expect(Object.values(COEP)).toEqual(['unsafe-none', 'require-corp'])
  expect(Object.values(COOP)).toEqual(['unsafe-none', 'same-origin-allow-popups', 'same-origin'])
  expect(Object.isFrozen(COEP) && Object.isFrozen(COOP)).toBe(true)
  expectTypeOf(COOP.SAME_ORIGIN).toEqualTypeOf<'same-origin'>()
})
