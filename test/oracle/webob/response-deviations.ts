/** Where responses here answer otherwise than WebOb's, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import { fieldDeviations } from './response-field-deviations.ts'
import {
  isResponse,
  kwargs,
  mapFields,
  pairsOf,
  plain,
  steps,
  type Pair,
  type Step,
} from './response-vectors.ts'

/** The recorded body of a response that was made of JSON, one character for each byte; empty when there is none. */
function jsonBodyOf(vector: Vector): string {
  const body = isJson(vector['get']) ? vector['get']['body'] : undefined
  const isMadeOfJson = ['json', 'json_body'].some(
    (name) => name in kwargs(vector) || steps(vector).some((step) => step[0] === 'set' && step[1] === name),
  )
  return isMadeOfJson && isJson(body) ? Buffer.from(String(body['$bytes']), 'base64').toString('latin1') : ''
}

/** JSON whose floats of an integral value are integers; what stands in quotes stays. */
const withoutFloats = (json: string): string =>
  json.replaceAll(/("(?:[^"\\]|\\.)*")|(\d)\.0(?!\d)/g, (whole, quoted?: string, digit?: string) =>
    quoted === undefined ? digit! : whole,
  )

/** RFC 3986 section 5.2.4, by its letter. */
function withoutDots(path: string): string {
  const out: string[] = []
  const parts = path.split('/').slice(1)
  for (const [at, part] of parts.entries()) {
    const last = at === parts.length - 1
    if (part === '..') out.pop()
    if (part === '.' || part === '..') {
      if (last) out.push('')
    } else out.push(part)
  }
  return `/${out.join('/')}`
}

const locationOf = (vector: Vector): string | undefined => {
  const pair = pairsOf(kwargs(vector)['headerlist']).find(([name]) => name.toLowerCase() === 'location')
  const location = pair?.[1] ?? kwargs(vector)['location']
  return typeof location === 'string' ? location : undefined
}

const environ = (vector: Vector): Json => (vector['environ'] ?? {}) as Json

const bytesOf = (vector: Vector): Buffer => {
  const { body, app_iter: blocks } = kwargs(vector)
  const list = (isJson(blocks) ? (blocks['$iter'] ?? blocks['$tuple']) : blocks) as
    | { $bytes: string }[]
    | undefined
  return Buffer.concat(
    (list ?? (isJson(body) ? [body as { $bytes: string }] : [])).map(({ $bytes }) =>
      Buffer.from($bytes, 'base64'),
    ),
  )
}

/** The answer with a part of the content, by RFC 9110: from `start` to before `stop`. */
function partial(vector: Vector, start: number, stop: number): Vector {
  const wire = vector['wire'] as Json
  const content = bytesOf(vector)
  const rest = pairsOf(wire['headers']).filter(([name]) => !/^content-(?:length|range|type)$/i.test(name))
  const listed = pairsOf(kwargs(vector)['headerlist'])
  const type = kwargs(vector)['headerlist']
    ? listed.filter(([name]) => /^content-type$/i.test(name))
    : [['Content-Type', 'text/html; charset=UTF-8'] as Pair]
  const isHead = environ(vector)['REQUEST_METHOD'] === 'HEAD'
  return {
    ...vector,
    wire: {
      status: '206 Partial Content',
      headers: [
        ['Content-Length', String(stop - start)],
        ['Content-Range', `bytes ${start}-${stop - 1}/${content.length}`],
        ...type,
        ...rest,
      ],
      body: { $bytes: isHead ? '' : content.subarray(start, stop).toString('base64') },
    },
  }
}

/** The spans of a Range field with several ranges, or with a suffix, of a content of so many bytes. */
function spans(field: string, length: number): [number, number][] {
  return field
    .slice(field.indexOf('=') + 1)
    .split(',')
    .flatMap((text): [number, number][] => {
      const [, first = '', last = ''] = /^\s*(\d*)-(\d*)\s*$/.exec(text) ?? []
      if (first === '')
        return last === '' || Number(last) === 0 ? [] : [[Math.max(0, length - Number(last)), length]]
      return Number(first) < length
        ? [[Number(first), last === '' ? length : Math.min(length, Number(last) + 1)]]
        : []
    })
}

const RANGES = /^bytes=\s*(?:\d+-\d*|-\d+)\s*(?:,\s*(?:\d+-\d*|-\d+)\s*)*$/i
const rangeOf = (vector: Vector): string | undefined => {
  const field = environ(vector)['HTTP_RANGE']
  const isPartial = isJson(vector['wire']) && /^(?:206|416)/.test(String(vector['wire']['status']))
  return vector['new'] === 'Response' && isPartial && typeof field === 'string' && RANGES.test(field)
    ? field
    : undefined
}

export const responseDeviations: Deviation[] = [
  ...fieldDeviations,
  {
    name: 'if-none-match-star',
    reason:
      'If-None-Match: * is false when there is a representation at all (RFC 9110 section 13.1.2); the original takes it for no condition.',
    applies: (vector) =>
      isJson(vector['wire']) &&
      environ(vector)['HTTP_IF_NONE_MATCH'] === '*' &&
      kwargs(vector)['conditional_response'] === true &&
      /^(?:GET|HEAD)$/.test(String(environ(vector)['REQUEST_METHOD'])),
    expected: (vector) => ({
      ...vector,
      wire: {
        status: '304 Not Modified',
        headers: pairsOf((vector['wire'] as Json)['headers']).filter(
          ([name]) => !/^content-(?:length|type|range)$/i.test(name),
        ),
        body: { $bytes: '' },
      },
    }),
  },
  {
    name: 'ranges-by-the-rfc',
    reason:
      'All ranges of a field count, those that lie close together in one part, and a long suffix is everything (RFC 9110 sections 14.1.2 and 15.3.7.2); the original serves the first range only.',
    applies: (vector) => {
      const field = rangeOf(vector)
      return field !== undefined && /,|=\s*-/.test(field)
    },
    expected: (vector) => {
      const found = spans(rangeOf(vector)!, bytesOf(vector).length)
      if (found.length === 0) return vector
      return partial(
        vector,
        Math.min(...found.map(([start]) => start)),
        Math.max(...found.map(([, stop]) => stop)),
      )
    },
  },
  {
    name: 'cache-control-takes-text',
    reason: 'Text can be assigned at any time; the original fails once the property has been read.',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      steps(vector).some(
        (step, at) =>
          step[0] === 'set' &&
          step[1] === 'cache_control' &&
          (vector['results'] as Json[])[at]!['implicit'] === true,
      ),
    expected: (vector) => ({
      ...vector,
      results: (vector['results'] as Json[]).map((result, at) =>
        steps(vector)[at]![1] === 'cache_control' && result['implicit'] === true ? { value: null } : result,
      ),
    }),
  },
  {
    name: 'location-stays-on-its-host',
    reason:
      'A backslash is a slash to browsers, so in a relative Location it is sent as %5C (security.location/0015).',
    applies: (vector) => isJson(vector['wire']) && locationOf(vector)?.includes('\\') === true,
    expected: (vector) =>
      mapFields(vector, (pairs) =>
        pairs.map(([name, value]) => [
          name,
          /^location$/i.test(name) ? String(value).replaceAll('\\', '%5C') : value,
        ]),
      ),
  },
  {
    name: 'empty-segments-stay',
    reason: 'Resolving a reference keeps empty path segments (RFC 3986 section 5.2.4); Python drops them.',
    applies: (vector) =>
      isJson(vector['wire']) &&
      /^\.{0,2}[^:?#]*[^:/?#]*\/\//.test(locationOf(vector) ?? '') &&
      !locationOf(vector)!.startsWith('//'),
    expected: (vector) => {
      const { SCRIPT_NAME = '', PATH_INFO = '' } = environ(vector)
      const base = String(SCRIPT_NAME) + String(PATH_INFO)
      const location = locationOf(vector)!
      const path = location.startsWith('/') ? location : base.slice(0, base.lastIndexOf('/') + 1) + location
      return mapFields(vector, (pairs) =>
        pairs.map(([name, value]) => {
          if (!/^location$/i.test(name)) return [name, value]
          const host = /^[a-z]+:\/\/[^/]*/i.exec(String(value))?.[0] ?? ''
          return [name, host + withoutDots(path.startsWith('/') ? path : `/${path}`)]
        }),
      )
    },
  },
  {
    name: 'a-body-is-text-or-bytes',
    reason:
      'An array is no body (its blocks go to appIter), and a method is no option; the original takes both and fails later, or never.',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      ([(vector['args'] as unknown[] | undefined)?.[0], kwargs(vector)['body']].some(Array.isArray) ||
        'md5_etag' in kwargs(vector)),
    expected: (vector) => ({ ...without(vector, 'do', 'get', 'wire', 'results'), raises: 'TypeError' }),
  },
  {
    name: 'blocks-are-bytes',
    reason: 'The blocks of a body are bytes (the contract); the original hands text through.',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      /"app_iter", ?\["|"app_iter":\["/.test(JSON.stringify([vector['kwargs'], vector['do']])),
    expected: (vector) => ({
      ...vector,
      ...('get' in vector && isJson(vector['get']) && typeof vector['get']['body'] === 'string'
        ? { get: { ...vector['get'], body: { $raises: 'TypeError' } } }
        : {}),
      ...('results' in vector
        ? {
            results: (vector['results'] as Json[]).map((result, at) =>
              steps(vector)[at]?.[1] === 'body' && typeof result['value'] === 'string'
                ? { raises: 'TypeError' }
                : result,
            ),
          }
        : {}),
    }),
  },
  {
    name: 'json-text-is-utf-8',
    reason:
      'The text of a JSON type is UTF-8 (RFC 8259 section 8.1), so it needs no charset; the original raises TypeError.',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      vector['raises'] === 'TypeError' &&
      /^application\/(?:[^;]*\+)?json$/.test(String(kwargs(vector)['content_type'])) &&
      typeof ((vector['args'] as unknown[] | undefined)?.[0] ?? kwargs(vector)['body']) === 'string',
    expected: (vector) => without(vector, 'raises'),
  },
  {
    name: 'null-deletes-a-body',
    reason: 'Assigning null is Python\'s del (DESIGN, "Body accessors").',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      steps(vector).some(
        (step, at) =>
          step[0] === 'set' &&
          /^(?:body|text)$/.test(String(step[1])) &&
          step[2] === null &&
          'raises' in (vector['results'] as Json[])[at]!,
      ),
    expected: (vector) => ({
      ...vector,
      results: (vector['results'] as Json[]).map((result, at) =>
        steps(vector)[at]![0] === 'set' && steps(vector)[at]![2] === null ? { value: null } : result,
      ),
    }),
  },
  {
    name: 'tuples-are-arrays',
    reason:
      "An array is a list of one's own blocks; Python tells a tuple from a list and reads it like an iterable.",
    applies: (vector) =>
      vector['new'] === 'Response' &&
      /"app_iter", ?\{"\$tuple"|"app_iter":\{"\$tuple"/.test(
        JSON.stringify([vector['kwargs'], vector['do']]),
      ),
    expected(vector) {
      const given = plain(
        kwargs(vector)['app_iter'] ?? steps(vector).find((step) => step[1] === 'app_iter')?.[2],
      ) as unknown[]
      if (given.length !== 1) return vector
      const get =
        isJson(vector['get']) && isJson(vector['get']['body'])
          ? { get: { ...vector['get'], body: given[0] } }
          : {}
      const unread = (pairs: Pair[]): Pair[] =>
        'content_length' in kwargs(vector) ? pairs : pairs.filter(([name]) => name !== 'Content-Length')
      return mapFields({ ...vector, ...get }, unread)
    },
  },
  {
    name: 'numbers-have-one-type',
    reason: 'JSON has one kind of number and so has JavaScript: 1.0 is 1; Python tells floats from integers.',
    applies: (vector) => isResponse(vector) && withoutFloats(jsonBodyOf(vector)) !== jsonBodyOf(vector),
    expected(vector) {
      const body = Buffer.from(withoutFloats(jsonBodyOf(vector)), 'latin1')
      const get = { ...(vector['get'] as Json), body: { $bytes: body.toString('base64') } }
      const lengths = 'content_length' in get ? { content_length: body.length } : {}
      return mapFields({ ...vector, get: { ...get, ...lengths } }, (pairs) =>
        pairs.map(([name, value]): Pair => [name, name === 'Content-Length' ? String(body.length) : value]),
      )
    },
  },
  {
    name: 'expires-has-a-zone',
    reason:
      'An instant is an instant: the original subtracts a datetime with a zone from one without, and fails.',
    applies: (vector) =>
      vector['new'] === 'Response' &&
      steps(vector).some((step, at) => failedExpiry(step, (vector['results'] as Json[])[at])),
    expected(vector) {
      const added: Pair[] = []
      const results = (vector['results'] as Json[]).map((result, at) => {
        const step = steps(vector)[at]!
        if (!failedExpiry(step, result)) return result
        const [name, value = ''] = step[2] as [string, string?]
        const expires = Date.parse(((step[3] as Json)['expires'] as Json)['$datetime'] as string)
        const now = Date.UTC(2024, 1, 3, 4, 5, 6)
        const seconds = Math.trunc((expires - now) / 1000)
        const date = new Date(now + seconds * 1000).toUTCString().replace(/(\d\d) (\w{3}) /, '$1-$2-')
        added.push(['Set-Cookie', `${name}=${value}; Max-Age=${seconds}; Path=/; expires=${date}`])
        return { value: null }
      })
      return mapFields({ ...vector, results }, (pairs) => [...pairs, ...added])
    },
  },
]

const failedExpiry = (step: Step, result: Json | undefined): boolean =>
  step[1] === 'set_cookie' &&
  isJson(((step[3] ?? {}) as Json)['expires']) &&
  '$datetime' in ((step[3] as Json)['expires'] as Json) &&
  result?.['implicit'] === true
