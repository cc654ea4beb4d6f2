/**
 * The field has no condition, or `*`: every tag is in it. Falsy by {@link truthy}, since it says nothing.
 * Python: `webob.etag.AnyETag`.
 */
export interface AnyETagType {
  readonly truthy: false
  has(tag: string | null | undefined): true
  toString(): '*'
}

/** The field is absent: no tag is in it. Python: `webob.etag.NoETag`. */
export interface NoETagType {
  readonly truthy: false
  has(tag: string | null | undefined): false
  toString(): ''
}

/** Contains every tag. */
export const AnyETag: AnyETagType = Object.freeze({
  truthy: false,
  has: (): true => true,
  toString: (): '*' => '*',
})

/** Contains no tag. */
export const NoETag: NoETagType = Object.freeze({
  truthy: false,
  has: (): false => false,
  toString: (): '' => '',
})

/** A whole tag at the start or behind a blank; `\"` does not end it, unless nothing else does. */
export const ETAG: RegExp = /(?:^|\s)(W\/)?"((?:\\"|[^\n])*?)"/

/**
 * The tags of If-Match and If-None-Match, without their quotes. Python: `webob.etag.ETagMatcher`.
 *
 * @example
 * const matcher = ETagMatcher.parse('"a", W/"b"')
 * assert.equal(matcher.has('a'), true)
 * assert.equal(matcher.has('b'), false)
 * assert.equal(ETagMatcher.parse('"a", W/"b"', false).has('b'), true)
 */
export class ETagMatcher {
  readonly etags: readonly string[]

  constructor(etags: readonly string[]) {
    this.etags = etags
  }

  /**
   * Reads a list of tags. `strong` drops the weak ones. A text without any quoted tag is one tag as a whole, and a
   * tag must begin the text or follow a blank, as in the original.
   */
  static parse(value: string | null | undefined, strong: boolean = true): ETagMatcher | AnyETagType {
    if (value === '*') return AnyETag
    if (!value) return new ETagMatcher([])
    const etags: string[] = []
    let found = false
    for (const [, weak, tag] of value.matchAll(new RegExp(ETAG, 'g'))) {
      found = true
      if (!(strong && weak)) etags.push(tag!)
    }
    return new ETagMatcher(found ? etags : [value])
  }

  get truthy(): boolean {
    return true
  }

  /** Whether a tag, without quotes, is among them. */
  has(tag: string | null | undefined): boolean {
    return tag !== null && tag !== undefined && this.etags.includes(tag)
  }

  toString(): string {
    return this.etags.map((tag) => `"${tag}"`).join(', ')
  }
}
