import { ETags } from '../datastructures/etags.ts'
import { IfRange } from '../datastructures/if-range.ts'
import { parseDate } from './date.ts'
import { generateEtag, unquoteEtag } from './etag.ts'

/** What is known of something that is there, and whether If-Range counts. */
export interface ResourceState {
  /** As it is written, or without quotes. */
  readonly etag?: string | null
  /** Content to make a tag of. */
  readonly data?: Uint8Array | null
  readonly lastModified?: Date | string | null
  /** Default: true. */
  readonly ignoreIfRange?: boolean
}

/** The fields of a request that hold conditions. */
export interface ConditionFields {
  readonly httpRange?: string | null
  readonly httpIfRange?: string | null
  readonly httpIfModifiedSince?: string | null
  readonly httpIfNoneMatch?: string | null
  readonly httpIfMatch?: string | null
}

/**
 * Whether something is another one than the client has. If-None-Match overrides If-Modified-Since, If-Match overrides both;
 * If-Range counts together with Range when it is asked for. Python: `werkzeug.sansio.http.is_resource_modified`.
 *
 * @throws TypeError when both a tag and data are given
 * @example
 * assert.equal(isModified({ httpIfNoneMatch: '"a"' }, { etag: 'a' }), false)
 * assert.equal(isModified({ httpIfNoneMatch: '"b"' }, { etag: 'a' }), true)
 */
export function isModified(fields: ConditionFields, state: ResourceState): boolean {
  const { data, ignoreIfRange = true } = state
  if (data && typeof state.etag === 'string') throw new TypeError('Expected an entity tag or data, got both')
  const etag = state.etag ?? (data ? generateEtag(data) : null)
  const ifRange =
    !ignoreIfRange && typeof fields.httpRange === 'string' ? IfRange.fromHeader(fields.httpIfRange) : null
  let isUnmodified = isOlder(state.lastModified, ifRange?.date ?? parseDate(fields.httpIfModifiedSince))
  if (!etag) return !isUnmodified
  const tag = unquoteEtag(etag)[0] ?? ''
  if (ifRange && ifRange.etag !== null) return !ETags.fromHeader(ifRange.etag).contains(tag)
  const noneMatch = ETags.fromHeader(fields.httpIfNoneMatch)
  if (!noneMatch.isEmpty) isUnmodified = noneMatch.containsWeak(tag)
  const match = ETags.fromHeader(fields.httpIfMatch)
  if (!match.isEmpty) isUnmodified = !match.isStrong(tag)
  return !isUnmodified
}

/** Whether it was last changed before a date, in whole seconds. */
function isOlder(lastModified: Date | string | null | undefined, date: Date | null): boolean {
  const changed = typeof lastModified === 'string' ? parseDate(lastModified) : lastModified
  return !!changed && date !== null && Math.floor(changed.getTime() / 1000) * 1000 <= date.getTime()
}
