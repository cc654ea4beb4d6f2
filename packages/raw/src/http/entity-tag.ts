import { ETAGC, WS, skip } from './chars.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'

/** A validator of one state of a resource. */
export interface EntityTag {
  /** What stands between the quotes; nothing in it is escaped. */
  readonly value: string
  /** Whether states with this tag are alike only in meaning, not byte for byte. */
  readonly weak: boolean
}

/** The value of If-Match or If-None-Match. */
export interface EntityTags {
  /** `*`: any state at all. There are no tags then. */
  readonly any: boolean
  readonly tags: readonly EntityTag[]
  /** `entity-tag` for an element that is none (left out), `empty` for a value without any. */
  readonly problems: readonly Problem[]
}

/**
 * Reads one entity tag, RFC 9110 section 8.8.3:
 *
 *     entity-tag = [ weak ] opaque-tag
 *     weak       = %s"W/"                     ; case counts
 *     opaque-tag = DQUOTE *etagc DQUOTE       ; no escapes: a backslash is a backslash
 *
 * @returns `undefined` when the text is none
 * @example
 * assert.deepEqual(parseEntityTag('W/"a"'), { value: 'a', weak: true })
 * assert.equal(parseEntityTag('a'), undefined)
 */
export function parseEntityTag(text: string): EntityTag | undefined {
  const end = tagEnd(text, 0)
  return end > 0 && end === text.length ? tagAt(text, 0, end) : undefined
}

/** The index after the tag that begins at `start`; -1 when there is none. */
function tagEnd(text: string, start: number): number {
  const weak = text.charCodeAt(start) === 0x57 && text.charCodeAt(start + 1) === 0x2f
  const open = weak ? start + 2 : start
  if (text.charCodeAt(open) !== 0x22) return -1
  const close = skip(text, open + 1, ETAGC)
  return text.charCodeAt(close) === 0x22 ? close + 1 : -1
}

function tagAt(text: string, start: number, end: number): EntityTag {
  const weak = text.charCodeAt(start) === 0x57
  return { value: text.slice(start + (weak ? 3 : 1), end - 1), weak }
}

/**
 * Reads If-Match or If-None-Match, RFC 9110 sections 13.1.1 and 13.1.2: `"*" / #entity-tag`.
 *
 * A value with problems is none by the grammar; whoever wants the good tags of it has them, and each left-out
 * element is `text.slice(at, end)` of its problem.
 *
 * @example
 * assert.deepEqual(parseEntityTags('"a,b", W/"c"').tags.map(({ value }) => value), ['a,b', 'c'])
 * assert.equal(parseEntityTags('*').any, true)
 * assert.deepEqual(parseEntityTags('"a", b').problems, [{ code: 'entity-tag', at: 5, end: 6 }])
 */
export function parseEntityTags(text: string): EntityTags {
  const tags: EntityTag[] = []
  let problems: Problem[] | undefined
  let at = skip(text, 0, WS)
  if (text.charCodeAt(at) === 0x2a && skip(text, at + 1, WS) === text.length) {
    return { any: true, tags, problems: NO_PROBLEMS }
  }
  while (at < text.length) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skip(text, at + 1, WS)
      continue
    }
    const tag = tagEnd(text, at)
    const after = tag < 0 ? -1 : skip(text, tag, WS)
    if (after === text.length || text.charCodeAt(after) === 0x2c) {
      tags.push(tagAt(text, at, tag))
      at = after
    } else {
      const end = elementEnd(text, at)
      ;(problems ??= []).push({ code: 'entity-tag', at, end })
      at = end
    }
  }
  if (tags.length === 0) problems ??= [{ code: 'empty', at: 0 }]
  return { any: false, tags, problems: problems ?? NO_PROBLEMS }
}

/** The next comma outside quotes, where a backslash escapes nothing; an unclosed quote runs to the end. */
function elementEnd(text: string, start: number): number {
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) quoted = !quoted
    else if (code === 0x2c && !quoted) return at
  }
  return text.length
}

/**
 * Writes an entity tag.
 *
 * @throws TypeError when the value holds a quote, a space or a control character: there is no escape for them
 * @example
 * assert.equal(formatEntityTag({ value: 'v1', weak: true }), 'W/"v1"')
 */
export function formatEntityTag({ value, weak }: EntityTag): string {
  if (skip(value, 0, ETAGC) !== value.length) {
    throw new TypeError(
      `Expected an entity tag without quotes, spaces and control characters, got ${JSON.stringify(value)}`,
    )
  }
  return `${weak ? 'W/' : ''}"${value}"`
}

/**
 * Writes a list of entity tags, or `*`.
 *
 * @throws TypeError as {@link formatEntityTag} does
 * @example
 * assert.equal(formatEntityTags([{ value: 'a', weak: false }, { value: 'b', weak: true }]), '"a", W/"b"')
 * assert.equal(formatEntityTags('*'), '*')
 */
export function formatEntityTags(tags: '*' | readonly EntityTag[]): string {
  return tags === '*' ? '*' : tags.map((tag) => formatEntityTag(tag)).join(', ')
}

/**
 * Strong comparison, RFC 9110 section 8.8.3.2: both are strong and the same. If-Match and ranges ask for it.
 *
 * @example
 * assert.equal(strongMatch({ value: 'a', weak: false }, { value: 'a', weak: false }), true)
 * assert.equal(strongMatch({ value: 'a', weak: true }, { value: 'a', weak: true }), false)
 */
export function strongMatch(one: EntityTag, other: EntityTag): boolean {
  return !one.weak && !other.weak && one.value === other.value
}

/**
 * Weak comparison, RFC 9110 section 8.8.3.2: the same, weak or not. If-None-Match asks for it.
 *
 * @example
 * assert.equal(weakMatch({ value: 'a', weak: true }, { value: 'a', weak: false }), true)
 */
export function weakMatch(one: EntityTag, other: EntityTag): boolean {
  return one.value === other.value
}
