import { isModified } from '../../http/conditions.ts'
import type { ConditionFields, ResourceState } from '../../http/conditions.ts'

/** The fields of a request, and what is known of what it asks for. */
export interface ResourceConditions extends ConditionFields, ResourceState {}

/**
 * Whether something is another one than the client has, by the fields of its request.
 * Python: `werkzeug.sansio.http.is_resource_modified`.
 *
 * @throws TypeError when both a tag and data are given
 * @example
 * assert.equal(isResourceModified({ httpIfNoneMatch: 'W/"a"', etag: '"a"' }), false)
 */
export function isResourceModified(conditions: ResourceConditions): boolean {
  return isModified(conditions, conditions)
}
