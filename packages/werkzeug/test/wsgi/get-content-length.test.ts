import { expect, test } from 'vitest'
import { getContentLength } from '../../src/wsgi/get-content-length.ts'

test.each([
  [{}, null],
  [{ CONTENT_LENGTH: '3' }, 3],
  [{ CONTENT_LENGTH: '3', HTTP_TRANSFER_ENCODING: 'chunked' }, null],
  [{ CONTENT_LENGTH: '' }, 0],
])('of %j', (environ, length) => {
  expect(getContentLength(environ)).toBe(length)
})
