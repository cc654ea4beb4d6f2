/** Where requests here answer otherwise than WebOb's, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import { isOdd, strictPairs } from './compat.ts'

type Step = [string, ...unknown[]]
const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
const environ = (vector: Vector): Json => (vector['environ'] ?? {}) as Json
const gets = (vector: Vector): Json => (isJson(vector['get']) ? vector['get'] : {})
const isRequest = (vector: Vector): boolean => vector.id.startsWith('request.')
const failed = (value: unknown): boolean => isJson(value) && '$raises' in value && value['implicit'] === true

const quote = (bytes: unknown): string =>
  String(bytes ?? '').replaceAll(
    /[^A-Za-z0-9_.\-~!$&'()*+,;=:@/]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

/** The URL family from the bytes of the path. */
function urls(vector: Vector): Record<string, string> {
  const { SCRIPT_NAME, PATH_INFO, QUERY_STRING, HTTP_HOST, SERVER_NAME, SERVER_PORT } = environ(vector)
  const scheme = String(environ(vector)['wsgi.url_scheme'])
  const authority = String(HTTP_HOST ?? `${String(SERVER_NAME)}:${String(SERVER_PORT)}`)
  const host = authority.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  const application = `${scheme}://${host}${quote(SCRIPT_NAME)}`
  const path = quote(SCRIPT_NAME) + quote(PATH_INFO)
  const query = QUERY_STRING ? `?${String(QUERY_STRING)}` : ''
  return {
    application_url: application,
    path,
    path_qs: path + query,
    path_url: application + quote(PATH_INFO),
    url: application + quote(PATH_INFO) + query,
  }
}

const queryOf = (vector: Vector): string => {
  if (typeof environ(vector)['QUERY_STRING'] === 'string') return environ(vector)['QUERY_STRING'] as string
  const [path] = (vector['args'] ?? []) as [unknown?]
  return vector['new'] === 'Request.blank' && typeof path === 'string'
    ? path.slice(path.indexOf('?') + 1)
    : ''
}

export const requestDeviations: Deviation[] = [
  {
    name: 'urls-quote-raw-bytes',
    reason:
      'A path whose bytes are no UTF-8 is quoted as it is (DESIGN, "One behaviour"): the original fails, and answers 500.',
    applies: (vector) =>
      isRequest(vector) && Object.keys(urls(vector)).some((name) => failed(gets(vector)[name])),
    expected: (vector) => ({
      ...vector,
      get: Object.fromEntries(
        Object.entries(gets(vector)).map(([name, value]) => [
          name,
          failed(value) && name in urls(vector) ? urls(vector)[name] : value,
        ]),
      ),
    }),
  },
  {
    name: 'deleting-what-is-absent',
    reason: 'Assigning null is Python\'s del (DESIGN, "Body accessors"), and a second time changes nothing.',
    applies: (vector) =>
      isRequest(vector) &&
      steps(vector).some(
        (step, at) => step[0] === 'del' && (vector['results'] as Json[])[at]!['raises'] === 'KeyError',
      ),
    expected: (vector) => ({
      ...vector,
      results: (vector['results'] as Json[]).map((result, at) =>
        steps(vector)[at]![0] === 'del' && result['raises'] === 'KeyError' ? { value: null } : result,
      ),
    }),
  },
  {
    name: 'null-takes-a-field-out',
    reason:
      'Null is no value of a field: the original leaves None in the environ, which no server or gateway expects.',
    applies: (vector) =>
      isRequest(vector) && Object.values((vector['environ_after'] ?? {}) as Json).includes(null),
    expected: (vector) => ({
      ...vector,
      environ_after: Object.fromEntries(
        Object.entries(vector['environ_after'] as Json).filter(([, value]) => value !== null),
      ),
    }),
  },
  {
    name: 'range-without-numbers',
    reason: '`bytes=-` is no range; the original fails with ValueError and so answers 500.',
    applies: (vector) => isRequest(vector) && failed(gets(vector)['range']),
    expected: (vector) => ({ ...vector, get: { ...gets(vector), range: null } }),
  },
  {
    name: 'two-hex-digits',
    reason:
      'A percent-encoding is % and two hexadecimal digits (RFC 3986 section 2.1); Python takes what int() takes.',
    applies: (vector) =>
      isRequest(vector) && isOdd(queryOf(vector)) && ('GET' in gets(vector) || 'params' in gets(vector)),
    expected(vector) {
      const items = strictPairs(queryOf(vector))
      const get = { ...gets(vector) }
      if (isJson(get['GET']) && 'items' in get['GET']) get['GET'] = { ...get['GET'], items }
      if (isJson(get['params']) && Array.isArray(get['params']['items'])) {
        get['params'] = { ...get['params'], items: [...items, ...get['params']['items'].slice(items.length)] }
      }
      return { ...vector, get }
    },
  },
]
