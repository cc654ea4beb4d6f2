import fc from 'fast-check'
import { expect, test } from 'vitest'
import { constantTimeEqual } from '../../src/security/constant-time-equal.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u2603'), maxLength: 4 })

test('says what === says', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(constantTimeEqual(a, b)).toBe(a === b)
    }),
  )
})
