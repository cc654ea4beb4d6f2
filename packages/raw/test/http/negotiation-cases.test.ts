/** Replays the groups date, accept, range, etag, params, disposition, auth and cache-control of the header suite. */
import { describe, expect, test } from 'vitest'
import { parseAcceptCharset, preferredCharsets } from '../../src/http/accept-charset.ts'
import { parseAcceptEncoding, preferredEncodings } from '../../src/http/accept-encoding.ts'
import { parseAcceptLanguage, preferredLanguages } from '../../src/http/accept-language.ts'
import { parseAccept, preferredMediaTypes } from '../../src/http/accept.ts'
import { parseCredentials } from '../../src/http/authorization.ts'
import { decodeBasic } from '../../src/http/basic.ts'
import { directiveValues, parseCacheControl } from '../../src/http/cache-control.ts'
import { parseContentDisposition } from '../../src/http/content-disposition.ts'
import { parseHttpDate } from '../../src/http/date.ts'
import { parseEntityTags } from '../../src/http/entity-tag.ts'
import { parseMediaType } from '../../src/http/media-type.ts'
import { parameterMap } from '../../src/http/parameters.ts'
import type { Preference } from '../../src/http/preference.ts'
import { parseRange, satisfiableRanges } from '../../src/http/range.ts'
import { fixtureCases } from './hostile-text.ts'

interface Expectation {
  readonly offers?: readonly string[]
  readonly length?: number
}
interface Case {
  readonly id: string
  readonly field: string
  readonly value: string
  readonly expect: Expectation
}

const cases = fixtureCases<Case>('headers-negotiation')

/** A map as an object, where `__proto__` is a name like others. */
const record = (map: ReadonlyMap<string, unknown>): unknown => Object.fromEntries(map)

const preferred: Record<string, (value: string, offers: readonly string[]) => readonly Preference[]> = {
  Accept: (value, offers) => preferredMediaTypes(parseAccept(value), offers),
  'Accept-Charset': (value, offers) => preferredCharsets(parseAcceptCharset(value), offers),
  'Accept-Encoding': (value, offers) => preferredEncodings(parseAcceptEncoding(value), offers),
  'Accept-Language': (value, offers) => preferredLanguages(parseAcceptLanguage(value), offers),
}

function credentials(value: string): unknown {
  const read = parseCredentials(value)
  if (read === undefined) return null
  const { scheme, token68, parameters } = read
  if (scheme === 'basic') {
    const basic = decodeBasic(token68 ?? '')
    return basic === undefined ? null : { scheme, ...basic }
  }
  if (parameters.length > 0) return { scheme, params: record(parameterMap(parameters)) }
  return { scheme, token: token68 ?? '' }
}

function entityTags(value: string): unknown {
  const { any, tags, problems } = parseEntityTags(value)
  if (problems.length > 0) return null
  return any ? '*' : tags.map(({ value, weak }) => [value, weak])
}

function ranges(value: string, length: number): unknown {
  const spans = satisfiableRanges(parseRange(value), length)
  return spans === undefined ? null : spans.length === 0 ? 416 : spans
}

function mediaType(value: string): unknown {
  const type = parseMediaType(value)
  return type && { value: type.essence, params: record(type.parameters) }
}

/** What the suite expects, from what we read. */
const answers: Record<string, (value: string, given: Expectation, field: string) => unknown> = {
  date: (value) => {
    const time = parseHttpDate(value)
    return { epoch: time === undefined ? null : time / 1000 }
  },
  accept: (value, { offers = [] }, field) => {
    return { offers, best: preferred[field]!(value, offers)[0]?.offer ?? null }
  },
  range: (value, { length = 0 }) => ({ length, ranges: ranges(value, length) }),
  etag: (value) => ({ tags: entityTags(value) }),
  params: (value) => mediaType(value),
  disposition: (value) => ({ filename: parseContentDisposition(value)?.filename ?? null }),
  auth: (value) => ({ auth: credentials(value) }),
  'cache-control': (value) => ({ directives: record(directiveValues(parseCacheControl(value))) }),
}

describe.each(Object.keys(answers))('%s', (group) => {
  const own = cases.filter(({ id }) => id.startsWith(`${group}.`))

  test('has cases', () => {
    expect(own.length).toBeGreaterThan(8)
  })

  test.each(own)('$id', ({ field, value, expect: expected }) => {
    // As JSON, so that a parameter called __proto__ is compared as the name that it is.
    const plain = (result: unknown): unknown => JSON.parse(JSON.stringify(result))
    expect(plain(answers[group]!(value, expected, field))).toEqual(plain(expected))
  })
})
