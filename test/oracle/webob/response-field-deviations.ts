/** Where responses here refuse a field that WebOb keeps, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import {
  VALUE,
  isField,
  kwargs,
  mapFields,
  pairsOf,
  plain,
  steps,
  type Pair,
  type Step,
} from './response-vectors.ts'

/** A text that no field may hold. */
const isHostile = (value: unknown): boolean =>
  typeof value === 'string'
    ? !VALUE.test(value)
    : Array.isArray(plain(value))
      ? (plain(value) as unknown[]).some(isHostile)
      : false

/** A tab may stand in a field, but not in a URL: it is a Location that hides its host. */
const hidesHost = (step: Step): boolean =>
  step[0] === 'set' && step[1] === 'location' && typeof step[2] === 'string' && step[2].includes('\t')

const setsBadField = (step: Step): boolean =>
  (step[0] === 'set' && isHostile(step[2])) ||
  (step[0] === 'on' && step[1] === 'headers' && isHostile((step[2] as Step)[2]))

const setsHostile = (step: Step): boolean => setsBadField(step) || hidesHost(step)

/** A recorded file with a field that has no name. */
const hasBadLine = (vector: Vector): boolean =>
  vector['new'] === 'Response.from_file' &&
  isJson(vector['get']) &&
  pairsOf(vector['get']['headerlist']).some((pair) => !isField(pair))

/** What a new response has. */
const UNTOUCHED: Record<string, unknown> = {
  charset: 'UTF-8',
  content_type: 'text/html',
  cache_control: { $obj: 'CacheControl', type: 'response', properties: [] },
}

const fieldsOf = (vector: Vector): Pair[] => pairsOf(kwargs(vector)['headerlist'])
const isText = ([name, value]: Pair): boolean => typeof name === 'string' && typeof value === 'string'

const refused = (vector: Vector): Vector => ({
  ...without(vector, 'do', 'get', 'wire', 'results'),
  raises: 'TypeError',
})

/** The answer when what is set is refused: nothing changes, so what is read afterwards is what was there before. */
function refusing(vector: Vector): Vector {
  const refused = new Set(
    steps(vector)
      .filter(setsHostile)
      .map((step) => String(step[1])),
  )
  const before = new Map<string, unknown>()
  const results = (vector['results'] as Json[]).map((result, at) => {
    const step = steps(vector)[at]!
    if (setsHostile(step)) return { raises: 'ValueError' }
    if (step[0] !== 'get' || !refused.has(String(step[1]))) return result
    const name = String(step[1])
    const isLater = steps(vector).findIndex(setsHostile) < at
    if (!isLater) before.set(name, result['value'])
    const untouched = UNTOUCHED[name] ?? null
    return isLater ? { value: before.has(name) ? before.get(name) : untouched } : result
  })
  const fields = new Set([...refused].map((name) => name.replaceAll('_', '-')))
  const isRefused = ([name, value]: Pair): boolean =>
    !isField([name, value]) || fields.has(name.toLowerCase())
  const changed = mapFields({ ...vector, results }, (pairs) => [
    ...pairsOf(kwargs(vector)['headerlist']).filter((pair) => isRefused(pair)),
    ...pairs.filter((pair) => !isRefused(pair) && !(refused.has('charset') && pair[0] === 'Content-Type')),
  ])
  if (isJson(changed['get']) && refused.has('charset')) {
    const get = changed['get']
    if ('charset' in get) get['charset'] = 'UTF-8'
    if (Array.isArray(get['headerlist'])) {
      const list = get['headerlist'] as Pair[]
      const type: Pair = ['Content-Type', 'text/html; charset=UTF-8']
      if (!list.some(([name]) => name === 'Content-Type')) get['headerlist'] = [type, ...list]
    }
  }
  return changed
}

/** What no field may hold is refused wherever it is set: in the constructor, by assignment, in a file. */
export const fieldDeviations: Deviation[] = [
  {
    name: 'response-fields-are-checked',
    reason:
      'A name that is no token, a value with CR, LF, NUL, another control or a character above U+00FF is refused at every door (RFC 9110 sections 5.1 and 5.5; a status line, RFC 9112 section 4; ZSL-2015-5267, security.header/0003).',
    applies: (vector) =>
      (vector['new'] === 'Response' &&
        (fieldsOf(vector).some((pair) => isText(pair) && !isField(pair)) ||
          isHostile(kwargs(vector)['status']))) ||
      hasBadLine(vector),
    expected: refused,
  },
  {
    name: 'response-fields-are-checked',
    reason:
      'The same for a field that is set (RFC 9110 section 5.5): nothing changes, so what is read afterwards is what was there before.',
    applies: (vector) => vector['new'] === 'Response' && steps(vector).some(setsBadField),
    expected: refusing,
  },
  {
    name: 'response-fields-are-checked',
    reason:
      'Numbers and bytes are no values of fields (RFC 9110 section 5.5, PEP 3333): the original keeps them in its list, and fails when they are sent.',
    applies: (vector) => vector['new'] === 'Response' && fieldsOf(vector).some((pair) => !isText(pair)),
    expected: refused,
  },
  {
    name: 'response-fields-are-checked',
    reason:
      'A URL has no tabs (RFC 3986 section 2, RFC 9110 section 10.2.2), and browsers drop them, so that another host appears (CVE-2026-44889, security.location/0008): refused where it is set, not when it is sent.',
    applies: (vector) => vector['new'] === 'Response' && steps(vector).some(hidesHost),
    expected: (vector) => (steps(vector).some(setsBadField) ? vector : refusing(vector)),
  },
]
