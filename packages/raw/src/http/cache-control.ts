import { WS, skip } from './chars.ts'
import { parseDeltaSeconds } from './delta-seconds.ts'
import { delimiterIndex, splitList } from './list.ts'
import { readParameter } from './parameters.ts'
import type { Parameter, ParameterOptions } from './parameters.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { quoteUnlessToken } from './quoted-string.ts'
import { checkToken } from './token.ts'

/** One directive as it stood in the text. */
export interface Directive {
  /** In lower case; as it was written it is `text.slice(at, at + name.length)`. */
  readonly name: string
  /** Unescaped when it was quoted; `undefined` when there was no `=`. */
  readonly value: string | undefined
  readonly quoted: boolean
  readonly at: number
}

/** The directives in the order of the text, duplicates included. */
export interface CacheControl {
  readonly directives: readonly Directive[]
  /** `directive` for an element that is none (left out), `duplicate` for a name that came before. */
  readonly problems: readonly Problem[]
}

const BARE: ParameterOptions = Object.freeze({ bare: true })

/**
 * Reads Cache-Control, RFC 9111 section 5.2:
 *
 *     Cache-Control   = #cache-directive
 *     cache-directive = token [ "=" ( token / quoted-string ) ]
 *
 * @example
 * const { directives } = parseCacheControl('Max-Age=60, private="set-cookie, x"')
 * assert.deepEqual(directives.map(({ name }) => name), ['max-age', 'private'])
 * assert.deepEqual(directives.map(({ value }) => value), ['60', 'set-cookie, x'])
 */
export function parseCacheControl(text: string): CacheControl {
  const directives: Directive[] = []
  const names = new Set<string>()
  let problems: Problem[] | undefined
  for (let at = skip(text, 0, WS); at < text.length;) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skip(text, at + 1, WS)
      continue
    }
    const read = readParameter(text, at, BARE)
    if (read !== undefined && (read.end === text.length || text.charCodeAt(read.end) === 0x2c)) {
      const directive = directiveOf(text, read.parameter)
      if (names.has(directive.name)) (problems ??= []).push({ code: 'duplicate', at })
      names.add(directive.name)
      directives.push(directive)
      at = read.end
    } else {
      const end = delimiterIndex(text, at, ',')
      ;(problems ??= []).push({ code: 'directive', at, end })
      at = end
    }
  }
  return { directives, problems: problems ?? NO_PROBLEMS }
}

function directiveOf(text: string, { name, value, quoted, at }: Parameter): Directive {
  const isBare = text.charCodeAt(at + name.length) !== 0x3d
  return { name, value: isBare ? undefined : value, quoted, at }
}

/** Those whose value is a number of seconds, RFC 9111 sections 5.2.1 and 5.2.2 and RFC 5861. */
const SECONDS: ReadonlySet<string> = new Set([
  'max-age',
  'max-stale',
  'min-fresh',
  's-maxage',
  'stale-if-error',
  'stale-while-revalidate',
])

/** Those that have no value; one that is there means nothing. The last is of RFC 8246. */
const FLAGS: ReadonlySet<string> = new Set([
  'must-revalidate',
  'must-understand',
  'no-store',
  'no-transform',
  'only-if-cached',
  'proxy-revalidate',
  'public',
  'immutable',
])

/**
 * `true` for a directive without a value, a number of seconds, other text, or `null` for seconds that are
 * none.
 */
export type DirectiveValue = true | number | string | null

/**
 * The directives by name, of equal names the first one (RFC 9111 section 4.2.1), with the values that they
 * stand for.
 *
 * @example
 * const values = directiveValues(parseCacheControl('max-age=60, max-age=1, s-maxage=x, no-cache, private="a, b"'))
 * assert.deepEqual([...values.values()], [60, null, true, 'a, b'])
 */
export function directiveValues({ directives }: CacheControl): ReadonlyMap<string, DirectiveValue> {
  const values = new Map<string, DirectiveValue>()
  for (const directive of directives) {
    if (!values.has(directive.name)) values.set(directive.name, valueOf(directive))
  }
  return values
}

function valueOf({ name, value }: Directive): DirectiveValue {
  if (SECONDS.has(name)) {
    if (value === undefined) return name === 'max-stale' ? true : null
    return parseDeltaSeconds(value) ?? null
  }
  return value === undefined || FLAGS.has(name) ? true : value
}

/**
 * What a client says to caches, RFC 9111 section 5.2.1. Seconds are `undefined` when missing or no number.
 */
export interface RequestDirectives {
  readonly maxAge: number | undefined
  /** `true`: a stale response of any age. */
  readonly maxStale: number | true | undefined
  readonly minFresh: number | undefined
  readonly noCache: boolean
  readonly noStore: boolean
  readonly noTransform: boolean
  readonly onlyIfCached: boolean
  readonly staleIfError: number | undefined
}

/**
 * Cache-Control as part of a request.
 *
 * @example
 * assert.equal(requestDirectives(parseCacheControl('max-stale, no-cache')).maxStale, true)
 */
export function requestDirectives(control: CacheControl): RequestDirectives {
  const values = directiveValues(control)
  return {
    maxAge: seconds(values, 'max-age'),
    maxStale: values.get('max-stale') === true ? true : seconds(values, 'max-stale'),
    minFresh: seconds(values, 'min-fresh'),
    noCache: values.has('no-cache'),
    noStore: values.has('no-store'),
    noTransform: values.has('no-transform'),
    onlyIfCached: values.has('only-if-cached'),
    staleIfError: seconds(values, 'stale-if-error'),
  }
}

/**
 * What a server says to caches, RFC 9111 section 5.2.2, with RFC 8246 (`immutable`) and RFC 5861 (`stale-*`).
 * Seconds are `undefined` when missing, and `null` when they are no number: such a response is stale.
 */
export interface ResponseDirectives {
  readonly immutable: boolean
  readonly maxAge: number | null | undefined
  readonly mustRevalidate: boolean
  readonly mustUnderstand: boolean
  /** `true`, or the names of the fields that may not be reused, in lower case. */
  readonly noCache: boolean | readonly string[]
  readonly noStore: boolean
  readonly noTransform: boolean
  /** `true`, or the names of the fields that a shared cache may not store, in lower case. */
  readonly private: boolean | readonly string[]
  readonly proxyRevalidate: boolean
  readonly public: boolean
  readonly sMaxage: number | null | undefined
  readonly staleIfError: number | undefined
  readonly staleWhileRevalidate: number | undefined
}

/**
 * Cache-Control as part of a response.
 *
 * @example
 * const directives = responseDirectives(parseCacheControl('private="Set-Cookie, x", max-age=60'))
 * assert.deepEqual(directives.private, ['set-cookie', 'x'])
 * assert.equal(directives.maxAge, 60)
 */
export function responseDirectives(control: CacheControl): ResponseDirectives {
  const values = directiveValues(control)
  return {
    immutable: values.has('immutable'),
    maxAge: seconds(values, 'max-age', null),
    mustRevalidate: values.has('must-revalidate'),
    mustUnderstand: values.has('must-understand'),
    noCache: fields(values, 'no-cache'),
    noStore: values.has('no-store'),
    noTransform: values.has('no-transform'),
    private: fields(values, 'private'),
    proxyRevalidate: values.has('proxy-revalidate'),
    public: values.has('public'),
    sMaxage: seconds(values, 's-maxage', null),
    staleIfError: seconds(values, 'stale-if-error'),
    staleWhileRevalidate: seconds(values, 'stale-while-revalidate'),
  }
}

type Values = ReadonlyMap<string, DirectiveValue>

function seconds(values: Values, name: string): number | undefined
function seconds(values: Values, name: string, bad: null): number | null | undefined
function seconds(values: Values, name: string, bad?: null): number | null | undefined {
  const value = values.get(name)
  return value === null ? bad : typeof value === 'number' ? value : undefined
}

function fields(values: Values, name: string): boolean | readonly string[] {
  const value = values.get(name)
  return typeof value === 'string' ? splitList(value.toLowerCase()) : value === true
}

/**
 * Writes Cache-Control. `true` writes the name alone; `false`, `null` and `undefined` write nothing.
 *
 * @throws TypeError for a name that is no token and for text that fits no quoted string
 * @throws RangeError for a number that is no whole number of seconds
 * @example
 * const text = formatCacheControl([['max-age', 60], ['private', 'a, b'], ['no-store', true]])
 * assert.equal(text, 'max-age=60, private="a, b", no-store')
 */
export function formatCacheControl(
  directives: Iterable<readonly [name: string, value: boolean | number | string | null | undefined]>,
): string {
  const parts: string[] = []
  for (const [name, value] of directives) {
    if (value === false || value === null || value === undefined) continue
    checkToken(name)
    if (value === true) parts.push(name)
    else if (typeof value === 'string') parts.push(`${name}=${quoteUnlessToken(value)}`)
    else if (Number.isSafeInteger(value) && value >= 0) parts.push(`${name}=${value}`)
    else throw new RangeError(`Expected a whole number of seconds for ${name}, got ${value}`)
  }
  return parts.join(', ')
}
