/** Rules of deviation: each has a reason, and stands in the page that tells users of them. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { deviationsOf } from './judge.ts'
import { webob } from './webob/library.ts'
import { werkzeug } from './werkzeug/library.ts'

const decision = (name: string): string =>
  readFileSync(new URL(`../../docs/decisions/${name}-deviations.md`, import.meta.url), 'utf8')

describe.each([
  ['webob', webob, decision('009-webob')],
  ['werkzeug', werkzeug, decision('010-werkzeug')],
])('%s', (_, library, page) => {
  test.each(deviationsOf(library).map(({ name, reason }) => [name, reason]))(
    '%s has a reason',
    (name, reason) => {
      expect(reason.length).toBeGreaterThan(30)
      expect(page).toContain(`| \`${name}\` |`)
    },
  )
})
