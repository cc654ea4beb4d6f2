import type { HeaderPair } from '../gateway.ts'
import { DIGIT, all, skip, trimOws } from '../http/chars.ts'
import { isHopByHop } from '../http/connection.ts'
import { isFieldValue } from '../http/field.ts'
import { isToken } from '../http/token.ts'
import { mayBeTrailer } from '../http/trailer.ts'
import type { CallSite } from './call-site.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

/** Fields of a response that have one value; all others may be lists or are Set-Cookie. */
const SINGLE: ReadonlySet<string> = new Set([
  'age',
  'content-disposition',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'server',
])

/** What the headers say about the body. */
export interface Declared {
  /** Content-Length in bytes, or -1 */
  readonly length: number
  readonly hasType: boolean
}

/**
 * Checks the status of `startResponse` and gives its code.
 *
 * @param upgrades whether the server can switch protocols, which is when 101 is a final answer
 * @example
 * const broken = []
 * checkStatus('100 Continue', false, (id) => broken.push(id), {})
 * assert.deepEqual(broken, ['S003'])
 */
export function checkStatus(status: unknown, upgrades: boolean, report: Report, site: CallSite): number {
  if (typeof status !== 'string' || skip(status, 0, DIGIT, 3) !== 3 || status[3] !== ' ') {
    report('S002', `The status is ${show(status)}`, status, site)
    return 0
  }
  const code = Number(status.slice(0, 3))
  if ((code < 200 && !(code === 101 && upgrades)) || code > 599) {
    report('S003', `The status is ${show(status)}`, status, site)
  }
  if (!isFieldValue(status)) report('S004', `The status is ${show(status)}`, status, site)
  return code
}

/**
 * Checks the headers of `startResponse` against the rules of fields and against the status.
 *
 * @example
 * const broken = []
 * checkHeaders([['Content-Length', '5'], ['Connection', 'close']], 204, (id) => broken.push(id), {})
 * assert.deepEqual(broken, ['H007', 'H010'])
 */
export function checkHeaders(headers: unknown, code: number, report: Report, site: CallSite): Declared {
  const seen = new Set<string>()
  let length = -1
  for (const [name, value] of checkFields(headers, report, site)) {
    const lower = name.toLowerCase()
    if (seen.has(lower) && SINGLE.has(lower)) {
      report('H008', `${name} stands there again, with ${show(value)}`, value, site)
    }
    seen.add(lower)
    if (lower === 'content-length') {
      length = all(value, DIGIT) ? Number(value) : -1
      if (length < 0 || !Number.isSafeInteger(length)) {
        report('H009', `Content-Length is ${show(value)}`, value, site)
      }
    }
  }
  if (length >= 0 && (code < 200 || code === 204)) {
    report('H010', `Content-Length is ${length} and the status ${code}`, length, site)
  }
  const hasType = seen.has('content-type')
  if (hasType && (code === 204 || code === 304)) {
    report('H011', `There is a Content-Type and the status is ${code}`, code, site)
  }
  return { length, hasType }
}

/**
 * Checks the fields of a trailer, which must not hold what is needed before the body.
 *
 * @example
 * const broken = []
 * checkTrailers([['Content-Length', '5']], (id) => broken.push(id), {})
 * assert.deepEqual(broken, ['H014'])
 */
export function checkTrailers(fields: unknown, report: Report, site: CallSite): void {
  for (const [name, value] of checkFields(fields, report, site)) {
    if (!mayBeTrailer(name)) {
      report('H014', `The trailer holds ${name}, ${show(value)}`, name, site)
    }
  }
}

/**
 * Checks a list of fields one by one and gives those that are pairs of texts.
 *
 * @example
 * const broken = []
 * checkFields([['9-Lives!', 'cat'], ['a b', 'c']], (id) => broken.push(id), {})
 * assert.deepEqual(broken, ['H003'])
 */
export function checkFields(fields: unknown, report: Report, site: CallSite): readonly HeaderPair[] {
  if (!Array.isArray(fields)) {
    report('H001', `The headers are ${show(fields)}`, fields, site)
    return []
  }
  const pairs: HeaderPair[] = []
  // By index, since for-of and forEach differ on the holes of a list.
  for (let at = 0; at < fields.length; at++) {
    const pair: unknown = fields[at]
    if (isPair(pair)) {
      checkField(pair[0], pair[1], report, site)
      pairs.push(pair)
    } else report('H002', `The field at index ${at} is ${show(pair)}`, pair, site)
  }
  return pairs
}

function isPair(value: unknown): value is HeaderPair {
  if (!Array.isArray(value) || value.length !== 2) return false
  return typeof value[0] === 'string' && typeof value[1] === 'string'
}

function checkField(name: string, value: string, report: Report, site: CallSite): void {
  if (!isToken(name)) report('H003', `The header name is ${show(name)}`, name, site)
  if (!isFieldValue(value)) report('H004', `The value of ${show(name)} is ${show(value)}`, value, site)
  if (trimOws(value) !== value) report('H005', `The value of ${show(name)} is ${show(value)}`, value, site)
  if (name.toLowerCase() === 'status') report('H006', `There is a field Status, ${show(value)}`, value, site)
  if (isHopByHop(name)) report('H007', `There is a field ${name}, ${show(value)}`, name, site)
}
