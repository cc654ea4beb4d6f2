/** What the vectors of requests say, for the rules in request-deviations.ts. */
import type { Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

export type Step = [string, ...unknown[]]
export const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
export const environ = (vector: Vector): Json => {
  if (vector['environ']) return vector['environ'] as Json
  const [path] = (vector['args'] ?? []) as [unknown?]
  if (vector['new'] !== 'Request.blank' || typeof path !== 'string' || /^[a-z]+:/i.test(path)) return {}
  const [info = '', ...query] = path.split('?')
  return {
    SCRIPT_NAME: '',
    PATH_INFO: info.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    QUERY_STRING: query.join('?'),
    HTTP_HOST: 'localhost:80',
    'wsgi.url_scheme': 'http',
  }
}
export const gets = (vector: Vector): Json => (isJson(vector['get']) ? vector['get'] : {})
export const isRequest = (vector: Vector): boolean => vector.id.startsWith('request.')
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const failed = (value: unknown): boolean =>
  isJson(value) && '$raises' in value && value['implicit'] === true

export const quote = (bytes: unknown): string =>
  textOf(bytes).replaceAll(
    /[^A-Za-z0-9_.\-~!$&'()*+,;=:@/]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

/** The URL family from the bytes of the path. */
export function urls(vector: Vector): Record<string, string> {
  const { SCRIPT_NAME, PATH_INFO, QUERY_STRING, HTTP_HOST, SERVER_NAME, SERVER_PORT } = environ(vector)
  const scheme = String(environ(vector)['wsgi.url_scheme'])
  const authority = textOf(HTTP_HOST ?? `${textOf(SERVER_NAME)}:${textOf(SERVER_PORT)}`)
  const host = authority.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  const application = `${scheme}://${host}${quote(SCRIPT_NAME)}`
  const path = quote(SCRIPT_NAME) + quote(PATH_INFO)
  const query = QUERY_STRING ? `?${textOf(QUERY_STRING)}` : ''
  return {
    application_url: application,
    path,
    path_qs: path + query,
    path_url: application + quote(PATH_INFO),
    url: application + quote(PATH_INFO) + query,
  }
}

/** What Python's `int(digits, 16)` takes and RFC 3986 does not: one digit alone, a sign, white space. */
export const isOdd = (query: string): boolean =>
  /%(?:[0-9a-f](?:[%&;=]|$|[\t-\r ])|[\t-\r +-][0-9a-f])/i.test(query)

/** The pairs of a query when only two hexadecimal digits are an escape. */
export function strictPairs(query: string): string[][] {
  return query
    .split(/[&;]/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(piece) ?? []
      return [name, value].map((part) => {
        const unescaped = part
          .replaceAll('+', ' ')
          .replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
            String.fromCharCode(Number.parseInt(digits, 16)),
          )
        return Buffer.from(unescaped, 'latin1').toString()
      })
    })
}

export const queryOf = (vector: Vector): string => {
  if (typeof environ(vector)['QUERY_STRING'] === 'string') return environ(vector)['QUERY_STRING'] as string
  const [path] = (vector['args'] ?? []) as [unknown?]
  return vector['new'] === 'Request.blank' && typeof path === 'string'
    ? path.slice(path.indexOf('?') + 1)
    : ''
}

/** Changes every dictionary of a form in the recorded answer. */
export function mapForms(value: unknown, change: (items: [string, unknown][]) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapForms(item, change))
  if (!isJson(value)) return value
  if (value['$obj'] === 'MultiDict' || value['$obj'] === 'NestedMultiDict') {
    return { ...value, items: change(value['items'] as [string, unknown][]) }
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapForms(part, change)]))
}

export const bodyOf = (vector: Vector): Buffer =>
  Buffer.from(((vector['body'] ?? { $bytes: '' }) as { $bytes: string }).$bytes, 'base64')

export const isRead = (step: Step): boolean =>
  step[0] === 'on' &&
  step[1] === 'body_file' &&
  (step[2] as Step)[1] === 'read' &&
  Array.isArray((step[2] as Step)[2])

/** A part in latin-1, and its text. */
export const PART_CHARSET = /charset="?latin-1/i
export const PART_TEXT = /charset="?latin-1[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n([^\r\n]*)\r\n--/gi

/** The request line and the fields of a request on the wire, one character for each byte. */
export function headOf(vector: Vector): string[] {
  const [given] = (vector['args'] ?? []) as [unknown?]
  const spec = isJson(given) && isJson(given['$stream']) ? given['$stream'] : given
  const bytes =
    isJson(spec) && '$bytes' in spec
      ? Buffer.from(String(spec['$bytes']), 'base64')
      : Buffer.from(String(isJson(given) && '$textstream' in given ? given['$textstream'] : given))
  const [first = '', ...lines] = bytes.toString('latin1').split('\n')
  const end = lines.findIndex((line) => line.trim() === '')
  return [first, ...lines.slice(0, end < 0 ? lines.length : end)]
}

/** Whether a request on the wire has a field that may not be. */
export function hasBadField(vector: Vector): boolean {
  return headOf(vector)
    .slice(1)
    .some((line) => {
      const colon = line.indexOf(':')
      if (colon < 0) return false
      const name = line.slice(0, colon).trim()
      const hasControls = [...line.slice(colon + 1).trim()].some(
        (character) => character !== '\t' && (character < ' ' || character === '\x7f'),
      )
      return hasControls || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)
    })
}
