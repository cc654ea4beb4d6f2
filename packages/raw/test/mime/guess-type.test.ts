import { expect, test } from 'vitest'
import { guessType } from '@triptych/raw/mime'

test.each([
  ['/a.html', 'text/html', null],
  ['/a.js', 'text/javascript', null],
  ['/a.mjs', 'application/javascript', null],
  ['/a.ico', 'image/vnd.microsoft.icon', null],
  ['/a.XML', 'text/xml', null],
  ['/a.svgz', 'image/svg+xml', 'gzip'],
  ['/a.tar.gz', 'application/x-tar', 'gzip'],
  ['/a.TGZ', 'application/x-tar', 'gzip'],
  ['/a.tar.z', null, null],
  ['/a.css.br', 'text/css', 'br'],
  ['/.profile', null, null],
  ['/..html', null, null],
  ['/a.d/file', null, null],
  ['/a.woff2', 'font/woff2', null],
  ['/a.constructor', null, null],
])('guessType: %s', (name, type, encoding) => {
  expect(guessType(name)).toEqual([type, encoding])
})

test("guessType: a table of one's own is asked first", () => {
  expect(guessType('/a.html.gz', (extension) => (extension === 'html' ? 'x/y' : undefined))).toEqual([
    'x/y',
    'gzip',
  ])
})
