import { format, parse } from 'content-type'
import { parameterMap, readParameters } from './parameters.ts'
import type { Parameter } from './parameters.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { isToken } from './token.ts'

/**
 * Content-Type, by way of the npm package content-type: it finds the type and writes the whole. Parameters
 * are read by our own reader, because content-type says nothing of what is wrong and keeps parts that the
 * grammar forbids (`a = b`, `a=b c`), which both Python originals drop. On text without such parts the two
 * give the same.
 */
export interface MediaType {
  /** `text/html`, in lower case. */
  readonly essence: string
  /** `text` */
  readonly type: string
  /** `html` */
  readonly subtype: string
  /** By name in lower case; the first of equal names counts. */
  readonly parameters: ReadonlyMap<string, string>
  /** Of the parameters: see `Parameters` for the codes. */
  readonly problems: readonly Problem[]
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map()

/**
 * Reads Content-Type, RFC 9110 section 8.3.1:
 *
 *     media-type = type "/" subtype parameters        ; type = token, subtype = token
 *
 * @returns `undefined` when there is no type and subtype
 * @example
 * const type = parseMediaType('Text/HTML; Charset="utf-8"')
 * assert.equal(type?.essence, 'text/html')
 * assert.equal(type?.parameters.get('charset'), 'utf-8')
 * assert.equal(parseMediaType('html'), undefined)
 */
export function parseMediaType(text: string): MediaType | undefined {
  const { type: essence, index } = parse(text, { parameters: false })
  const slash = essence.indexOf('/')
  const type = essence.slice(0, slash)
  const subtype = essence.slice(slash + 1)
  if (slash < 0 || !isToken(type) || !isToken(subtype)) return undefined
  if (index === text.length) {
    return { essence, type, subtype, parameters: NO_PARAMETERS, problems: NO_PROBLEMS }
  }
  const read = readParameters(text, index)
  return { essence, type, subtype, parameters: parameterMap(read.parameters), problems: read.problems }
}

/**
 * Writes Content-Type; values that are no token are quoted.
 *
 * @throws TypeError for a type, name or value that cannot be written
 * @example
 * assert.equal(formatMediaType('text/html', [['charset', 'utf-8']]), 'text/html; charset=utf-8')
 * assert.equal(formatMediaType('text/plain', new Map([['a', 'b c']])), 'text/plain; a="b c"')
 */
export function formatMediaType(
  essence: string,
  parameters: Iterable<readonly [name: string, value: string]> = [],
): string {
  const record = Object.create(null) as Record<string, string>
  for (const [name, value] of parameters) record[name] = value
  return format({ type: essence, parameters: record })
}

/** A media range of Accept, or a media type that is offered. */
export interface MediaRange {
  /** In lower case; `*` for any. */
  readonly type: string
  /** In lower case; `*` for any. */
  readonly subtype: string
  readonly parameters: readonly Parameter[] | ReadonlyMap<string, string>
}

/**
 * How specific a media range is, RFC 9110 section 12.5.1: 0 for `*` + `/*`, 1 for `text/*`, 2 for
 * `text/html`, and one more for each parameter.
 *
 * @example
 * assert.equal(specificity({ type: 'text', subtype: '*', parameters: [] }), 1)
 */
export function specificity({ type, subtype, parameters }: MediaRange): number {
  if (type === '*') return 0
  if (subtype === '*') return 1
  return 2 + ('size' in parameters ? parameters.size : parameters.length)
}

/**
 * Whether a media type is in a media range: type and subtype are the same or wild, and each parameter of the
 * range is one of the type. Values are compared as they are, those of `charset` without case (RFC 9110
 * section 8.3.2).
 *
 * @example
 * const range = { type: 'text', subtype: 'html', parameters: new Map([['level', '1']]) }
 * assert.equal(mediaRangeMatches(range, parseMediaType('text/html;level=1;charset=utf-8')!), true)
 * assert.equal(mediaRangeMatches(range, parseMediaType('text/html')!), false)
 */
export function mediaRangeMatches(range: MediaRange, offer: MediaType): boolean {
  if (range.type !== '*' && range.type !== offer.type) return false
  if (range.subtype !== '*' && range.subtype !== offer.subtype) return false
  return parametersMatch(range.parameters, offer.parameters)
}

function parametersMatch(
  wanted: readonly Parameter[] | ReadonlyMap<string, string>,
  offered: ReadonlyMap<string, string>,
): boolean {
  for (const item of wanted) {
    const [name, value] = 'name' in item ? [item.name, item.value] : item
    const other = offered.get(name)
    if (other === value) continue
    if (other === undefined || name !== 'charset' || other.toLowerCase() !== value.toLowerCase()) return false
  }
  return true
}
