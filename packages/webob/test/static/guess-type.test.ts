import { expect, test } from 'vitest'
import { guessType } from '@triptych/webob/static'

test.each([
  ['/a.html', 'text/html', null],
  ['/a.js', 'text/javascript', null],
  ['/a.mjs', 'application/javascript', null],
  ['/a.ico', 'image/x-icon', null],
  ['/a.xml', 'text/xml', null],
  ['/a.XML', 'text/xml', null],
  ['/a.svg', 'image/svg+xml', null],
  ['/a.svgz', 'image/svg+xml', 'gzip'],
  ['/a.tar.gz', 'application/x-tar', 'gzip'],
  ['/a.TGZ', 'application/x-tar', 'gzip'],
  ['/a.tar.Z', 'application/x-tar', 'compress'],
  ['/a.tar.z', null, null],
  ['/a.gz', null, 'gzip'],
  ['/a.css.br', 'text/css', 'br'],
  ['/.profile', null, null],
  ['/..html', null, null],
  ['/a.d/file', null, null],
  ['/a.webp', 'image/webp', null],
  ['/a.constructor', null, null],
])('%s', (name, type, encoding) => {
  expect(guessType(name)).toEqual([type, encoding])
})
