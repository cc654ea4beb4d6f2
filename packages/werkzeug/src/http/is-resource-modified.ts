import type { Environ } from '@triptych/raw/gateway'
import { isModified } from './conditions.ts'
import type { ResourceState } from './conditions.ts'

/**
 * Whether something is another one than the client of a request has. Python: `werkzeug.http.is_resource_modified`.
 *
 * @throws TypeError when both a tag and data are given
 * @example
 * assert.equal(isResourceModified({ HTTP_IF_NONE_MATCH: '"a"' }, { etag: 'a' }), false)
 * const lastModified = new Date('2020-01-01T00:00:00Z')
 * assert.equal(isResourceModified({ HTTP_IF_MODIFIED_SINCE: 'Tue, 01 Jan 2019 00:00:00 GMT' }, { lastModified }), true)
 */
export function isResourceModified(environ: Readonly<Partial<Environ>>, state: ResourceState = {}): boolean {
  const fields = {
    httpRange: environ['HTTP_RANGE'] ?? null,
    httpIfRange: environ['HTTP_IF_RANGE'] ?? null,
    httpIfModifiedSince: environ['HTTP_IF_MODIFIED_SINCE'] ?? null,
    httpIfNoneMatch: environ['HTTP_IF_NONE_MATCH'] ?? null,
    httpIfMatch: environ['HTTP_IF_MATCH'] ?? null,
  }
  return isModified(fields, state)
}
