import { expect, test } from 'vitest'
import { isResourceModified } from '../../../src/sansio/http.ts'

test('fields and state stand side by side', () => {
  expect(isResourceModified({ httpIfNoneMatch: 'W/"a"', etag: '"a"' })).toBe(false)
  expect(isResourceModified({ httpIfMatch: '"a"', etag: 'W/"a"' })).toBe(true)
  expect(isResourceModified({})).toBe(true)
  expect(() => isResourceModified({ etag: 'a', data: new Uint8Array() })).toThrow(TypeError)
})
