import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SECTIONS } from '@triptych/raw/validate'
import { specification } from '../../../../tools/spec.ts'

test('SPEC.md is what the rules say (npx tsx tools/spec.ts writes it)', () => {
  expect(readFileSync(new URL('../../SPEC.md', import.meta.url), 'utf8')).toBe(specification())
})

test('ids are unique, of one form, and grouped by section', () => {
  const ids = SECTIONS.flatMap(({ rules }) => rules.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
  for (const { rules } of SECTIONS) {
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[A-Z]\d{3}$/)
      expect(rule.id[0]).toBe(rules[0]!.id[0])
      expect(rule.prose.length).toBeGreaterThan(20)
    }
  }
})
