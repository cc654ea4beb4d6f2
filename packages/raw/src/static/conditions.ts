import { parseHttpDate } from '../http/date.ts'
import { parseEntityTags, strongMatch, weakMatch } from '../http/entity-tag.ts'
import type { EntityTag } from '../http/entity-tag.ts'
import { ifRangeMatches, parseIfRange } from '../http/if-range.ts'
import type { FileStat } from './file-system.ts'

/** By what a state of a file is told from its other states. */
export interface Validators {
  readonly tag?: EntityTag | undefined
  /** In milliseconds since 1970. */
  readonly lastModified?: number | undefined
}

/**
 * What the conditions of a request come to: `send` the content, `not-modified` (304), or `failed` (412).
 */
export type Condition = 'send' | 'not-modified' | 'failed'

/** The parts of an environ that hold conditions. */
export interface ConditionalEnviron {
  readonly REQUEST_METHOD?: string | undefined
  readonly HTTP_IF_MATCH?: string | undefined
  readonly HTTP_IF_UNMODIFIED_SINCE?: string | undefined
  readonly HTTP_IF_NONE_MATCH?: string | undefined
  readonly HTTP_IF_MODIFIED_SINCE?: string | undefined
  readonly HTTP_IF_RANGE?: string | undefined
}

/**
 * The entity tag of a file: the time it was written and its size, and the content coding of a compressed copy, since
 * each representation needs a tag of its own (RFC 9110 section 8.8.3.3). It is strong: both change with the content on
 * any file system that keeps milliseconds.
 *
 * @example
 * assert.deepEqual(fileTag({ modified: 255, size: 16 }), { value: 'ff-10', weak: false })
 * assert.deepEqual(fileTag({ modified: 255, size: 16 }, 'br'), { value: 'ff-10-br', weak: false })
 */
export function fileTag({ modified, size }: Pick<FileStat, 'modified' | 'size'>, coding?: string): EntityTag {
  const value = `${Math.trunc(modified).toString(16)}-${size.toString(16)}`
  return { value: coding === undefined ? value : `${value}-${coding}`, weak: false }
}

/** Times are sent in whole seconds, so that is what they are compared in. */
const inSeconds = (time: number): number => Math.floor(time / 1000) * 1000

/**
 * Judges the conditions of a request for something that exists, in the order of RFC 9110 section 13.2.2. An empty field
 * and a date that is none are no condition.
 *
 * @example
 * const state = { tag: { value: 'a', weak: false }, lastModified: 784111777000 }
 * const judge = (fields) => judgeConditions({ REQUEST_METHOD: 'GET', ...fields }, state)
 * assert.equal(judge({}), 'send')
 * assert.equal(judge({ HTTP_IF_NONE_MATCH: 'W/"a"' }), 'not-modified')
 * assert.equal(judge({ HTTP_IF_MATCH: '"b"' }), 'failed')
 * assert.equal(judge({ HTTP_IF_MODIFIED_SINCE: 'Sun, 06 Nov 1994 08:49:37 GMT' }), 'not-modified')
 */
export function judgeConditions(environ: ConditionalEnviron, { tag, lastModified }: Validators): Condition {
  const { REQUEST_METHOD: method, HTTP_IF_MATCH: match, HTTP_IF_NONE_MATCH: noneMatch } = environ
  const isRead = method === 'GET' || method === 'HEAD'
  if (match) {
    if (!matches(match, tag, strongMatch)) return 'failed'
  } else if (environ.HTTP_IF_UNMODIFIED_SINCE && lastModified !== undefined) {
    const date = parseHttpDate(environ.HTTP_IF_UNMODIFIED_SINCE)
    if (date !== undefined && inSeconds(lastModified) > date) return 'failed'
  }
  if (noneMatch) {
    if (matches(noneMatch, tag, weakMatch)) return isRead ? 'not-modified' : 'failed'
  } else if (isRead && environ.HTTP_IF_MODIFIED_SINCE && lastModified !== undefined) {
    const date = parseHttpDate(environ.HTTP_IF_MODIFIED_SINCE)
    if (date !== undefined && inSeconds(lastModified) <= date) return 'not-modified'
  }
  return 'send'
}

function matches(field: string, tag: EntityTag | undefined, compare: typeof strongMatch): boolean {
  const { any, tags } = parseEntityTags(field)
  return any || (tag !== undefined && tags.some((one) => compare(one, tag)))
}

/**
 * Whether Range may be honoured: there is no If-Range, or it names this state (RFC 9110 section 13.1.5).
 *
 * @example
 * const state = { tag: { value: 'a', weak: false } }
 * assert.equal(rangeIsCurrent({}, state), true)
 * assert.equal(rangeIsCurrent({ HTTP_IF_RANGE: '"b"' }, state), false)
 */
export function rangeIsCurrent({ HTTP_IF_RANGE: field }: ConditionalEnviron, state: Validators): boolean {
  if (field === undefined) return true
  const condition = parseIfRange(field)
  return condition !== undefined && ifRangeMatches(condition, state)
}
