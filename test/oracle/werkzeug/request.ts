import type { Environ } from '@triptych/raw'
import { Request } from '@triptych/werkzeug/wrappers'
import { camelCase, type Bindings, type Context, type Deviation, type Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Kwargs = Record<string, never>

/** A class of requests with the attributes that a vector sets. */
function classOf(vector: Vector): typeof Request {
  const attributes = Object.entries((vector['class_attrs'] ?? {}) as Json)
  if (attributes.length === 0) return Request
  class Changed extends Request {}
  for (const [name, value] of attributes) Object.defineProperty(Changed, camelCase(name), { value })
  return Changed
}

function create(_: unknown, __: unknown, vector: Vector, context: Context): Request {
  const body = 'body' in vector ? (context.decode(vector['body']) as Uint8Array) : undefined
  const environ: Environ = context.environ(vector['environ'] as Json, body)
  return new (classOf(vector))(environ)
}

const methodKeepsItsCase: Deviation = {
  name: 'method-keeps-its-case',
  reason:
    'Methods are case-sensitive (RFC 9110 section 9.1; DESIGN, "One behaviour"): the original makes capitals of them.',
  applies(vector) {
    const method = (vector['environ'] as Json | undefined)?.['REQUEST_METHOD']
    return vector['new'] === 'Request' && typeof method === 'string' && method !== method.toUpperCase()
  },
  expected(vector) {
    const get = { ...(vector['get'] as Json) }
    if ('method' in get) get['method'] = (vector['environ'] as Json)['REQUEST_METHOD']
    return { ...vector, get }
  },
}

const isAnswer = (value: unknown): value is Json => typeof value === 'object' && value !== null
const isFloat = (value: unknown): boolean => isAnswer(value) && '$float' in value
const stepsOf = (vector: Vector): unknown[][] => (vector['do'] ?? []) as unknown[][]

/** JSON as Python reads it has NaN and Infinity. */
const jsonIsJson: Deviation = {
  name: 'json-is-json',
  reason:
    'NaN and Infinity are no JSON (RFC 8259 section 6): 400, and null when it is to be silent. Python takes them.',
  applies: (vector) =>
    vector['new'] === 'Request' &&
    (isFloat((vector['get'] as Json | undefined)?.['json']) ||
      ((vector['expect'] ?? []) as Json[]).some(({ value }) => isFloat(value))),
  expected(vector) {
    const expect = ((vector['expect'] ?? []) as Json[]).map((result, at) => {
      if (!isFloat(result['value'])) return result
      const isSilent = JSON.stringify(stepsOf(vector)[at]).includes('"silent":true')
      return isSilent ? { value: null } : { raises: 'BadRequest', status: 400 }
    })
    const get = { ...(vector['get'] as Json | undefined) }
    if (isFloat(get['json'])) get['json'] = { $raises: 'BadRequest', status: 400 }
    return { ...vector, ...(vector['expect'] ? { expect } : {}), ...(vector['get'] ? { get } : {}) }
  },
}

const itemsOf = (value: unknown): [unknown, unknown][] =>
  isAnswer(value) && Array.isArray(value['items']) ? (value['items'] as [unknown, unknown][]) : []
const isNameless = (value: unknown): boolean => itemsOf(value).some(([key]) => key === null)

/** What the form parser does with such a form; its own rule is in formparser.ts. */
const partsHaveNames: Deviation = {
  name: 'request-part-without-name',
  reason:
    'A part without a name is no field (RFC 7578 section 4.2): the form cannot be read and is empty, as any other that cannot; the original files it under None.',
  applies: (vector) =>
    vector['new'] === 'Request' &&
    ['form', 'files', 'values'].some((name) => isNameless((vector['get'] as Json | undefined)?.[name])),
  expected(vector) {
    const get = { ...(vector['get'] as Json) }
    const inForm = itemsOf(get['form']).map((item) => JSON.stringify(item))
    if (get['values']) {
      const kept = itemsOf(get['values']).filter((item) => {
        const at = inForm.indexOf(JSON.stringify(item))
        if (at >= 0) inForm.splice(at, 1)
        return at < 0 && item[0] !== null
      })
      get['values'] = { ...(get['values'] as Json), items: kept }
    }
    for (const name of ['form', 'files']) if (get[name]) get[name] = { ...(get[name] as Json), items: [] }
    return { ...vector, get }
  },
}

/** A request is what was sent: nothing of it can be assigned. */
const requestsStay: Deviation = {
  name: 'requests-cannot-be-changed',
  reason: 'A Request is read-only (DESIGN, "The house"): assigning to a property of it is an error.',
  applies: (vector) => vector['new'] === 'Request' && stepsOf(vector).some(([kind]) => kind === 'set'),
  expected(vector) {
    const environ = vector['environ'] as Json
    const expect = (vector['expect'] as Json[]).map((result, at) => {
      const [kind, name] = stepsOf(vector)[at] ?? []
      if (kind === 'set') return { raises: 'TypeError' }
      return kind === 'get' && name === 'method' ? { value: environ['REQUEST_METHOD'] } : result
    })
    return { ...vector, expect }
  },
}

const URLS: Record<string, (environ: Record<string, string>) => string> = {
  host_url: () => '/',
  root_url: ({ SCRIPT_NAME: root }) => `${root}/`,
  url_root: ({ SCRIPT_NAME: root }) => `${root}/`,
  base_url: ({ SCRIPT_NAME: root, PATH_INFO: path }) => `${root}${path}`,
  url: ({ SCRIPT_NAME: root, PATH_INFO: path, QUERY_STRING: query }) =>
    `${root}${path}${query === '' ? '' : `?${query}`}`,
}

/** Only plain paths are judged, which need no quoting. */
const anyPort: Deviation = {
  name: 'url-of-any-port',
  reason:
    'A Host with a port above 65535 has a URL as any other that is not trusted; the original fails with ValueError, a 500 by one header.',
  applies(vector) {
    const environ = vector['environ'] as Record<string, string> | undefined
    const port = Number(/:([0-9]+)$/.exec(environ?.['HTTP_HOST'] ?? '')?.[1])
    return vector['new'] === 'Request' && port > 65_535
  },
  expected(vector) {
    const environ = vector['environ'] as Record<string, string>
    const get = Object.fromEntries(
      Object.entries(vector['get'] as Json).map(([name, value]) => {
        const path = isAnswer(value) && value['$raises'] === 'ValueError' ? URLS[name] : undefined
        const host = `${environ['wsgi.url_scheme']}://${environ['HTTP_HOST']}`
        return [name, path ? host + path(environ) : value]
      }),
    )
    return { ...vector, get }
  },
}

export const bindings: Bindings = {
  fresh: ['Request'],
  create: { Request: create },
  deviations: [methodKeepsItsCase, jsonIsJson, partsHaveNames, requestsStay, anyPort],
  steps: [
    {
      of: Request,
      get: {
        want_form_data_parsed: (request: Request) => request.wantFormDataParsed,
        json: (request: Request) => request.json(),
      },
      call: {
        get_data: (request: Request, _: unknown, kwargs: Kwargs) => request.getData(kwargs),
        get_json: (request: Request, _: unknown, kwargs: Kwargs) => request.getJson(kwargs),
      },
    },
  ],
}
