import { expect, test } from 'vitest'
import { isResourceModified } from '../../src/http/is-resource-modified.ts'

const DATE = 'Tue, 01 Jan 2008 12:30:00 GMT'
const lastModified = new Date('2008-01-01T12:30:00Z')

test('each field is the one of its name', () => {
  expect(isResourceModified({ HTTP_IF_MODIFIED_SINCE: DATE }, { lastModified })).toBe(false)
  expect(isResourceModified({ HTTP_IF_NONE_MATCH: '"a"' }, { etag: 'a' })).toBe(false)
  expect(isResourceModified({ HTTP_IF_MATCH: '"b"' }, { etag: 'a' })).toBe(false)
  const state = { etag: 'a', ignoreIfRange: false }
  expect(isResourceModified({ HTTP_RANGE: 'bytes=0-1', HTTP_IF_RANGE: '"a"' }, state)).toBe(false)
  expect(isResourceModified({})).toBe(true)
})
