import { expect, test } from 'vitest'
import { extensionOf, mediaTypeOf, withCharset } from '@triptych/raw/mime'

test.each([
  ['/a.html', 'html'],
  ['/a.tar.gz', 'gz'],
  ['/A.TXT', 'txt'],
  ['/.profile', ''],
  ['/a.d/file', ''],
  ['C:\\a.d\\file', ''],
  ['file.', ''],
])('extension of %s', (path, expected) => {
  expect(extensionOf(path)).toBe(expected)
})

test.each([
  ['/a.html', 'text/html'],
  ['/a.js', 'text/javascript'],
  ['/a.woff2', 'font/woff2'],
  ['/a.svg', 'image/svg+xml'],
  ['/a.constructor', undefined],
  ['/a', undefined],
])('type of %s', (path, expected) => {
  expect(mediaTypeOf(path)).toBe(expected)
})

test.each([
  ['text/html', 'text/html; charset=utf-8'],
  ['image/svg+xml', 'image/svg+xml; charset=utf-8'],
  ['application/json', 'application/json'],
  ['text/html; charset=latin-1', 'text/html; charset=latin-1'],
])('charset of %s', (type, expected) => {
  expect(withCharset(type, 'utf-8')).toBe(expected)
})
