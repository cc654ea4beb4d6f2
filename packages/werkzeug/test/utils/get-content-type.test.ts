import { expect, test } from 'vitest'
import { getContentType } from '../../src/utils/get-content-type.ts'

test.each([
  ['text/plain', 'text/plain; charset=utf-8'],
  ['application/xml', 'application/xml; charset=utf-8'],
  ['application/javascript', 'application/javascript; charset=utf-8'],
  ['application/sql', 'application/sql; charset=utf-8'],
  ['application/atom+xml', 'application/atom+xml; charset=utf-8'],
  ['image/svg+xml', 'image/svg+xml; charset=utf-8'],
  ['application/json', 'application/json'],
  ['application/octet-stream', 'application/octet-stream'],
  ['image/png', 'image/png'],
  ['TEXT/html', 'TEXT/html'],
  ['', ''],
])('%s', (mimetype, contentType) => {
  expect(getContentType(mimetype, 'utf-8')).toBe(contentType)
})

test('the charset is the one given', () => {
  expect(getContentType('text/html', 'latin1')).toBe('text/html; charset=latin1')
})
