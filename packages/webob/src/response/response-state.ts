// The constructor's rules stand in one place, with the options that they read: hence the length.
import type { Body, Environ, HeaderPair } from '@triptych/raw'
import { checkField } from '@triptych/raw/http'
import { bytes } from '@triptych/raw/util'
import type { CacheControl, DirectiveValue } from '../cachecontrol/index.ts'
import type { DateLike, Duration } from '../datetime-utils.ts'
import type { AuthorizationLike, ContentRangeLike } from '../descriptors/index.ts'
import type { ResponseHeaders } from '../headers/response-headers.ts'
import { encodeText } from '../encode-text.ts'
import { compactJson } from '../json.ts'
import { statusGenericReasons, statusReasons } from '../util.ts'
import type { Readable } from './app-iters.ts'
import { charsetOf, contentTypeIn, hasCharset, isJsonType } from './content-type.ts'
import { toAppIter } from './stream-body.ts'

/** A body in blocks: anything that can be iterated, at once or with promises, and perhaps closed. */
export type AppIter = Body

/** What `appIter` can be set to. */
export type AppIterLike = AppIter | ReadableStream<Uint8Array>

/** Header fields to begin with. */
export type HeaderList = Iterable<readonly [name: string, value: string]>

/** What a response can be made with. Besides these, every attribute that can be set. */
export interface ResponseOptions {
  /** A code, or a code and a reason. */
  readonly status?: number | string | null | undefined
  /** Fields to begin with; then there is no default Content-Type. */
  readonly headerlist?: HeaderList | null | undefined
  readonly appIter?: AppIterLike | null | undefined
  /** A file to send. */
  readonly bodyFile?: Readable | null | undefined
  readonly contentType?: string | null | undefined
  readonly conditionalResponse?: boolean | null | undefined
  readonly charset?: string | null | undefined
  /** A value to send as JSON. */
  readonly json?: unknown
  readonly jsonBody?: unknown
  readonly text?: string | undefined
  readonly request?: unknown
  readonly environ?: Environ | null | undefined
  readonly headers?: Iterable<readonly [string, string]> | Readonly<Record<string, string>> | undefined
  readonly statusCode?: number | undefined
  readonly statusInt?: number | undefined
  readonly allow?: string | Iterable<string> | null | undefined
  readonly vary?: string | Iterable<string> | null | undefined
  readonly contentLanguage?: string | Iterable<string> | null | undefined
  readonly contentLength?: number | string | null | undefined
  readonly contentEncoding?: string | null | undefined
  readonly contentLocation?: string | null | undefined
  readonly contentMd5?: string | null | undefined
  readonly contentDisposition?: string | null | undefined
  readonly acceptRanges?: string | null | undefined
  readonly contentRange?: ContentRangeLike | null | undefined
  readonly date?: DateLike | null | undefined
  readonly expires?: DateLike | null | undefined
  readonly lastModified?: DateLike | null | undefined
  readonly etag?: string | readonly [tag: string, strong: boolean] | null | undefined
  readonly location?: string | null | undefined
  readonly pragma?: string | null | undefined
  readonly age?: number | null | undefined
  readonly retryAfter?: DateLike | null | undefined
  readonly server?: string | null | undefined
  readonly wwwAuthenticate?: AuthorizationLike | null | undefined
  readonly contentTypeParams?: Readonly<Record<string, string>> | null | undefined
  readonly cacheControl?: CacheControl | string | Readonly<Record<string, DirectiveValue>> | null | undefined
  /** As {@link Response.cacheExpires}. */
  readonly cacheExpires?: number | boolean | Duration | null | undefined
}

/** The class settings that a response reads; subclasses may have others. */
export interface ResponseSettings {
  readonly defaultContentType: string | null
  readonly defaultCharset: string | null
  readonly defaultBodyEncoding: string | null
  readonly defaultConditionalResponse: boolean
  readonly unicodeErrors: 'strict' | 'replace'
}

/** The fields of a response. HTTP exceptions have them too: they are public, so that both can be one type. */
export interface ResponseState {
  /** @internal */ _status: string
  /** @internal */ _headerlist: HeaderPair[]
  /** @internal */ _appIter: AppIter | null
  /** @internal */ _headers: ResponseHeaders | undefined
  /** @internal */ _cacheControl: { object: CacheControl; text: string } | undefined
  conditionalResponse: boolean
}

/** Options that the constructor handles itself. */
const OWN = new Set([
  'body',
  'status',
  'headerlist',
  'appIter',
  'contentType',
  'conditionalResponse',
  'charset',
  'json',
  'jsonBody',
])

/**
 * Whether answers of a status have a body, and so a type and a length.
 *
 * @example
 * assert.equal(statusHasBody('200 OK'), true)
 * assert.equal(statusHasBody('204 No Content'), false)
 */
export function statusHasBody(status: string): boolean {
  if (status.charCodeAt(0) === 0x31) return false
  return !(status.startsWith('204') || status.startsWith('205') || status.startsWith('304'))
}

/**
 * A status line from a code or a line.
 *
 * @throws TypeError when it is neither
 * @throws SyntaxError when it does not begin with an integer
 * @throws RangeError when no reason is known for the code
 * @example
 * assert.equal(statusLine(404), '404 Not Found')
 * assert.equal(statusLine('200 Fine'), '200 Fine')
 * assert.throws(() => statusLine('fine'), SyntaxError)
 */
export function statusLine(status: number | string | Uint8Array): string {
  const value = status instanceof Uint8Array ? new TextDecoder().decode(status) : status
  if (typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value))) {
    const code = Math.trunc(Number(value))
    const reason = statusReasons.get(code) ?? statusGenericReasons.get(Math.floor(code / 100))
    if (reason === undefined) throw new RangeError(`Expected a status code from 100 to 599, got ${code}`)
    return `${code} ${reason}`
  }
  if (typeof value !== 'string') throw new TypeError(`Expected a status code or line, got ${typeof value}`)
  if (!/^\s*[+-]?\d+(?:\s|$)/.test(value)) {
    throw new SyntaxError(`Expected a status line that begins with a code, got ${JSON.stringify(value)}`)
  }
  checkField('status', value)
  return value
}

/**
 * A list of one's own, with every field checked.
 *
 * @example
 * assert.deepEqual(checkedList([['A', 'b']]), [['A', 'b']])
 * assert.throws(() => checkedList([['A', 'b\n']]), { code: 'ERR_INVALID_FIELD' })
 */
export function checkedList(list: HeaderList): HeaderPair[] {
  const pairs: HeaderPair[] = []
  for (const [name, value] of list) {
    checkField(name, value)
    pairs.push([name, value])
  }
  return pairs
}

/** Text from bytes in UTF-8 is most of all answers: its length is a text already for short ones. */
const LENGTHS: readonly string[] = Array.from({ length: 1024 }, (_, length) => String(length))
const lengthText = (length: number): string => LENGTHS[length] ?? String(length)

/** Sets an attribute that is no part of the constructor, as assignment would. */
function setOption(target: object, name: string, value: unknown): void {
  const method = (target as Record<string, unknown>)[`set${name.charAt(0).toUpperCase()}${name.slice(1)}`]
  // Only what can be read too: setCookie sets no attribute named cookie.
  if (typeof method === 'function' && name in target) {
    method.call(target, value)
    return
  }
  // Object.prototype has a setter too, of __proto__.
  let level: object | null = target
  for (; level && level !== Object.prototype; level = Object.getPrototypeOf(level) as object | null) {
    if (Object.getOwnPropertyDescriptor(level, name)?.set) {
      ;(target as Record<string, unknown>)[name] = value
      return
    }
  }
  throw new TypeError(
    `Expected an attribute of a response that can be set, got the option ${JSON.stringify(name)}`,
  )
}

/**
 * Fills a response in: status, Content-Type with its charset, body with its length, then every other option.
 *
 * @throws TypeError for an unknown option, a text body without a charset, or both `body` and `appIter`
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response('hello', { status: 201 }) // calls it
 * assert.equal(response.status, '201 Created')
 * assert.equal(response.contentLength, 5)
 * assert.throws(() => new Response('a', { appIter: [] }), TypeError)
 * assert.equal(typeof initResponse, 'function')
 */
export function initResponse(
  target: ResponseState,
  settings: ResponseSettings,
  body: string | Uint8Array | null | undefined,
  options: ResponseOptions,
): void {
  const { status, headerlist, charset } = options
  let content = body
  let { contentType } = options
  // As in the original JSON that comes beside a body replaces it in the end.
  const isOverridden = (body !== null && body !== undefined) || Boolean(options.appIter)
  if (
    (content === null || content === undefined) &&
    !options.appIter &&
    (options.json !== undefined || options.jsonBody !== undefined)
  ) {
    content = bytes(compactJson(options.json === undefined ? options.jsonBody : options.json))
    contentType ??= 'application/json'
  }
  target._status = status === null || status === undefined ? '200 OK' : statusLine(status)
  target._headers = undefined
  target._cacheControl = undefined
  target.conditionalResponse = options.conditionalResponse ?? settings.defaultConditionalResponse
  const hasList = headerlist !== null && headerlist !== undefined
  const list: HeaderPair[] = hasList ? checkedList(headerlist) : []
  target._headerlist = list
  const hasBody = statusHasBody(target._status)
  let encoding: string | null = charset ?? null
  const type = contentType || settings.defaultContentType
  if (!hasList && hasBody && type) {
    if (type.includes('charset=')) {
      encoding = null
      if (type !== contentType || !TYPES.has(type)) checkType(type)
      list.push(['Content-Type', type])
    } else {
      const added = charset === undefined ? settings.defaultCharset : encoding
      checkType(type)
      list.push(['Content-Type', added && hasCharset(type) ? `${type}; charset=${added}` : type])
    }
  }
  if (options.appIter !== null && options.appIter !== undefined) {
    if (content !== null && content !== undefined) {
      throw new TypeError('Expected a body or an appIter, got both')
    }
    target._appIter = toAppIter(options.appIter)
  } else if (hasBody) {
    if (typeof content === 'string') {
      encoding ||=
        charsetOf(contentTypeIn(list)) ?? (isJsonType(contentTypeIn(list)?.split(';', 1)[0]) ? 'UTF-8' : null)
      if (encoding === null) throw new TypeError('Expected bytes as body, or a charset to write the text in')
      content = encodeText(content, encoding)
    } else if (content !== null && content !== undefined && !(content instanceof Uint8Array)) {
      throw new TypeError(`Expected text or bytes as body, got ${typeof content}`)
    }
    const block = content ?? new Uint8Array(0)
    target._appIter = [block]
    if (hasList) removeField(list, 'content-length')
    list.push(['Content-Length', lengthText(block.length)])
  } else target._appIter = [new Uint8Array(0)]
  for (const name in options) {
    const value = (options as Record<string, unknown>)[name]
    if (value !== undefined && (!OWN.has(name) || (isOverridden && name.startsWith('json')))) {
      setOption(target, name, value)
    }
  }
}

/** Types that were checked: a program has a handful, and they come again and again. */
const TYPES = new Set<string>()

function checkType(type: string): void {
  if (TYPES.has(type)) return
  checkField('Content-Type', type)
  if (TYPES.size < 100 && type.length < 100) TYPES.add(type)
}

/**
 * Takes every field of a name, in lower case, out of a list.
 *
 * @example
 * const list = [['A', '1'], ['B', '2'], ['a', '3']]
 * removeField(list, 'a')
 * assert.deepEqual(list, [['B', '2']])
 */
export function removeField(list: HeaderPair[], name: string): void {
  let kept = 0
  for (const pair of list) if (pair[0].toLowerCase() !== name) list[kept++] = pair
  list.length = kept
}
