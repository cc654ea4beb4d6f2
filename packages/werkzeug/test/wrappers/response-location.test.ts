import { buildEnviron } from '@triptych/raw/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { iriToUri } from '../../src/urls/iri-to-uri.ts'
import { absoluteLocation } from '../../src/wrappers/response-location.ts'

test('whatever is relative stays on the host', () => {
  const environ = buildEnviron({ target: '//a/b', headers: { Host: 'here.example' } })
  const unit = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    'evil.example',
    '?',
    '#',
    '@',
    ':80',
    '%2F',
    '\t',
    ' ',
    '\xe9',
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
      fc.pre(!/^[a-z][a-z0-9+.-]*:/i.test(iriOf(text)))
      expect(new URL(absoluteLocation(iriOf(text), environ)).host).toBe('here.example')
    }),
  )
})

/** A host that cannot be one is refused before. */
function iriOf(text: string): string {
  try {
    return iriToUri(text)
  } catch {
    return ''
  }
}
