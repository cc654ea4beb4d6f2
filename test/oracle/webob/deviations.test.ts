/** Rules of deviation: each has a reason, and stands in the page that tells users of them. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deviationsOf } from '../judge.ts'
import { webob } from './library.ts'

const page = readFileSync(new URL('../../../docs/decisions/009-webob-deviations.md', import.meta.url), 'utf8')

test.each(deviationsOf(webob).map(({ name, reason }) => [name, reason]))(
  '%s has a reason',
  (name, reason) => {
    expect(reason.length).toBeGreaterThan(30)
    expect(page).toContain(`| \`${name}\` |`)
  },
)
