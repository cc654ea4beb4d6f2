import { ContentRange } from '../../datastructures/content-range.ts'
import { ContentSecurityPolicy } from '../../datastructures/content-security-policy.ts'
import { HeaderSet } from '../../datastructures/header-set.ts'
import type { Headers } from '../../datastructures/headers.ts'
import { ResponseCacheControl } from '../../datastructures/response-cache-control.ts'
import { WWWAuthenticate } from '../../datastructures/www-authenticate.ts'
import { dumpHeader } from '../../http/dump-header.ts'
import { putField } from './response-base.ts'
import { ResponseFields } from './response-fields.ts'

/** A list of names: as the field has it, or name by name; nothing removes the field. */
export type NameList = string | Iterable<string> | null

/**
 * The fields of a response that are objects. Each is made from the field when it is asked for, and every change of it goes
 * back; when nothing is left, the field goes.
 *
 * @example
 * const response = new ResponseObjects()
 * response.cacheControl.maxAge = 60
 * response.vary.add('Cookie')
 * assert.equal(response.headers.get('Cache-Control'), 'max-age=60')
 * response.vary.remove('Cookie')
 * assert.equal(response.headers.has('Vary'), false)
 */
export class ResponseObjects extends ResponseFields {
  /** Vary: the request fields that this answer depends on. */
  get vary(): HeaderSet {
    return namesIn(this.headers, 'Vary')
  }
  set vary(value: NameList) {
    putNames(this.headers, 'Vary', value)
  }

  /** Content-Language: whom the content is for. */
  get contentLanguage(): HeaderSet {
    return namesIn(this.headers, 'Content-Language')
  }
  set contentLanguage(value: NameList) {
    putNames(this.headers, 'Content-Language', value)
  }

  /** Allow: the methods that may be used here. */
  get allow(): HeaderSet {
    return namesIn(this.headers, 'Allow')
  }
  set allow(value: NameList) {
    putNames(this.headers, 'Allow', value)
  }

  /** Access-Control-Allow-Headers: fields that scripts of other origins may send; null without the field. */
  get accessControlAllowHeaders(): HeaderSet | null {
    return this.headers.has('Access-Control-Allow-Headers')
      ? namesIn(this.headers, 'Access-Control-Allow-Headers')
      : null
  }
  set accessControlAllowHeaders(value: NameList) {
    putNames(this.headers, 'Access-Control-Allow-Headers', value)
  }

  /** Access-Control-Allow-Methods: methods that scripts of other origins may use; null without the field. */
  get accessControlAllowMethods(): HeaderSet | null {
    return this.headers.has('Access-Control-Allow-Methods')
      ? namesIn(this.headers, 'Access-Control-Allow-Methods')
      : null
  }
  set accessControlAllowMethods(value: NameList) {
    putNames(this.headers, 'Access-Control-Allow-Methods', value)
  }

  /** Access-Control-Expose-Headers: fields that scripts of other origins may read; null without the field. */
  get accessControlExposeHeaders(): HeaderSet | null {
    return this.headers.has('Access-Control-Expose-Headers')
      ? namesIn(this.headers, 'Access-Control-Expose-Headers')
      : null
  }
  set accessControlExposeHeaders(value: NameList) {
    putNames(this.headers, 'Access-Control-Expose-Headers', value)
  }

  /** Cache-Control: what caches on the way must know. */
  get cacheControl(): ResponseCacheControl {
    const text = this.headers.get('Cache-Control') ?? null
    const directives: ResponseCacheControl = ResponseCacheControl.fromHeader(text, () => {
      putField(this.headers, 'Cache-Control', directives.size === 0 ? null : directives.toHeader())
    })
    return directives
  }

  /** Content-Range: which part this is. Without units there is no such field. */
  get contentRange(): ContentRange {
    const onUpdate = (range: ContentRange): void => {
      putField(this.headers, 'Content-Range', range.units === null ? null : range.toHeader())
    }
    return (
      ContentRange.fromHeader(this.headers.get('Content-Range') ?? null, onUpdate) ??
      new ContentRange(null, null, null, null, onUpdate)
    )
  }
  set contentRange(value: ContentRange | string | null) {
    const text = value instanceof ContentRange ? (value.units === null ? null : value.toHeader()) : value
    putField(this.headers, 'Content-Range', text || null)
  }

  /**
   * WWW-Authenticate, its first challenge; an empty `basic` one, which is not sent, without the field. An array that is
   * assigned sets several challenges.
   */
  get wwwAuthenticate(): WWWAuthenticate {
    const value =
      WWWAuthenticate.fromHeader(this.headers.get('WWW-Authenticate') ?? null) ?? new WWWAuthenticate('basic')
    follow(this.headers, value)
    return value
  }
  set wwwAuthenticate(value: WWWAuthenticate | readonly WWWAuthenticate[] | null) {
    if (value instanceof WWWAuthenticate) {
      this.headers.set('WWW-Authenticate', value.toHeader())
      follow(this.headers, value)
      return
    }
    const [first, ...rest] = value ?? []
    putField(this.headers, 'WWW-Authenticate', first?.toHeader() ?? null)
    for (const other of rest) this.headers.add('WWW-Authenticate', other.toHeader())
  }

  /** Content-Security-Policy: what a page may load and do. */
  get contentSecurityPolicy(): ContentSecurityPolicy {
    return policyIn(this.headers, 'Content-Security-Policy')
  }
  set contentSecurityPolicy(value: ContentSecurityPolicy | string | null) {
    putPolicy(this.headers, 'Content-Security-Policy', value)
  }

  /** Content-Security-Policy-Report-Only: a policy whose breaches are reported and not stopped. */
  get contentSecurityPolicyReportOnly(): ContentSecurityPolicy {
    return policyIn(this.headers, 'Content-Security-policy-report-only')
  }
  set contentSecurityPolicyReportOnly(value: ContentSecurityPolicy | string | null) {
    putPolicy(this.headers, 'Content-Security-policy-report-only', value)
  }
}

function namesIn(headers: Headers, field: string): HeaderSet {
  return HeaderSet.fromHeader(headers.get(field) ?? null, (names) => {
    putField(headers, field, names.size === 0 ? null : names.toHeader())
  })
}

function putNames(headers: Headers, field: string, value: NameList): void {
  const text = value === null || typeof value === 'string' ? value : dumpHeader([...value])
  putField(headers, field, text || null)
}

/** Has the field follow a challenge that is changed. */
function follow(headers: Headers, challenge: WWWAuthenticate): void {
  challenge.onUpdate = (changed) => headers.set('WWW-Authenticate', changed.toHeader())
}

function policyIn(headers: Headers, field: string): ContentSecurityPolicy {
  const policy: ContentSecurityPolicy = ContentSecurityPolicy.fromHeader(headers.get(field) ?? null, () => {
    putField(headers, field, policy.size === 0 ? null : policy.toHeader())
  })
  return policy
}

function putPolicy(headers: Headers, field: string, value: ContentSecurityPolicy | string | null): void {
  putField(headers, field, (value instanceof ContentSecurityPolicy ? value.toHeader() : value) || null)
}
