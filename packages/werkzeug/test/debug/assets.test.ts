import { describe, expect, test } from 'vitest'
import { buildAssets } from '../../../../tools/debugger-assets.ts'
import { HIGHLIGHTER } from '../../src/debug/assets/highlighter.ts'
import { PAGE_SCRIPT } from '../../src/debug/assets/page-script.ts'
import { PAGE_STYLE } from '../../src/debug/assets/page-style.ts'

const COMMITTED: Record<string, string> = { HIGHLIGHTER, PAGE_SCRIPT, PAGE_STYLE }

describe('what the page loads', () => {
  test('is what its sources make (`npx tsx tools/debugger-assets.ts` writes it)', async () => {
    const built = await buildAssets()
    expect(Object.fromEntries(built.map(({ name, text }) => [name, text]))).toEqual(COMMITTED)
  })

  test('comes from nowhere else, and carries its license', () => {
    expect(PAGE_SCRIPT + PAGE_STYLE).not.toMatch(/https?:|@import|url\(/)
    expect(HIGHLIGHTER).toContain('BSD 3-Clause License')
  })
})
