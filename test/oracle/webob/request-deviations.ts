/** Where requests here answer otherwise than WebOb's, and why. */
import type { Deviation, Vector } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Step = [string, ...unknown[]]
const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
const environ = (vector: Vector): Json => {
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
const gets = (vector: Vector): Json => (isJson(vector['get']) ? vector['get'] : {})
const isRequest = (vector: Vector): boolean => vector.id.startsWith('request.')
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const failed = (value: unknown): boolean => isJson(value) && '$raises' in value && value['implicit'] === true

const quote = (bytes: unknown): string =>
  textOf(bytes).replaceAll(
    /[^A-Za-z0-9_.\-~!$&'()*+,;=:@/]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

/** The URL family from the bytes of the path. */
function urls(vector: Vector): Record<string, string> {
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
const isOdd = (query: string): boolean => /%(?:[0-9a-f](?:[%&;=]|$|[\t-\r ])|[\t-\r +-][0-9a-f])/i.test(query)

/** The pairs of a query when only two hexadecimal digits are an escape. */
function strictPairs(query: string): string[][] {
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

const queryOf = (vector: Vector): string => {
  if (typeof environ(vector)['QUERY_STRING'] === 'string') return environ(vector)['QUERY_STRING'] as string
  const [path] = (vector['args'] ?? []) as [unknown?]
  return vector['new'] === 'Request.blank' && typeof path === 'string'
    ? path.slice(path.indexOf('?') + 1)
    : ''
}

/** Changes every dictionary of a form in the recorded answer. */
function mapForms(value: unknown, change: (items: [string, unknown][]) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapForms(item, change))
  if (!isJson(value)) return value
  if (value['$obj'] === 'MultiDict' || value['$obj'] === 'NestedMultiDict') {
    return { ...value, items: change(value['items'] as [string, unknown][]) }
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapForms(part, change)]))
}

const bodyOf = (vector: Vector): Buffer =>
  Buffer.from(((vector['body'] ?? { $bytes: '' }) as { $bytes: string }).$bytes, 'base64')

const isRead = (step: Step): boolean =>
  step[0] === 'on' &&
  step[1] === 'body_file' &&
  (step[2] as Step)[1] === 'read' &&
  Array.isArray((step[2] as Step)[2])

/** A part in latin-1, and its text. */
const PART_CHARSET = /charset="?latin-1/i
const PART_TEXT = /charset="?latin-1[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n([^\r\n]*)\r\n--/gi

/** Whether a request on the wire has a field that may not be. */
function hasBadField(vector: Vector): boolean {
  const [given] = (vector['args'] ?? []) as [unknown?]
  const spec = isJson(given) && isJson(given['$stream']) ? given['$stream'] : given
  const text = isJson(spec)
    ? Buffer.from(String(spec['$bytes']), 'base64').toString('latin1')
    : String(isJson(given) && '$textstream' in given ? given['$textstream'] : given)
  const lines = text.split('\n').slice(1)
  const end = lines.findIndex((line) => line.trim() === '')
  return lines.slice(0, end < 0 ? lines.length : end).some((line) => {
    const colon = line.indexOf(':')
    if (colon < 0) return false
    const name = line.slice(0, colon).trim()
    // oxlint-disable-next-line no-control-regex
    return (
      !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) ||
      /[\0-\x08\n-\x1f\x7f]/.test(line.slice(colon + 1).trim())
    )
  })
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
    name: 'two-hex-digits',
    reason:
      'A percent-encoding is % and two hexadecimal digits (RFC 3986 section 2.1); Python takes what int() takes.',
    applies: (vector) => vector['new'] === 'Request.blank' && isOdd(textOf(environ(vector)['PATH_INFO'])),
    expected(vector) {
      const path = String(environ(vector)['PATH_INFO'])
      const text = Buffer.from(path, 'latin1').toString()
      const isText = Buffer.from(text).toString('latin1') === path
      const right: Json = { ...urls(vector), ...(isText ? { path_info: text } : {}) }
      return {
        ...vector,
        get: Object.fromEntries(
          Object.entries(gets(vector)).map(([name, value]) => [name, name in right ? right[name] : value]),
        ),
        ...('environ_after' in vector
          ? { environ_after: { ...(vector['environ_after'] as Json), PATH_INFO: path } }
          : {}),
      }
    },
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
  {
    name: 'ranges-can-be-set',
    reason: 'A Range is as good as its text; the original takes only text and pairs.',
    applies: (vector) =>
      isRequest(vector) &&
      steps(vector).some((step) => step[0] === 'set' && step[1] === 'range' && isJson(step[2])),
    expected: (vector) => {
      const { start, end } = steps(vector).find((step) => step[1] === 'range')![2] as {
        start: number
        end: number | null
      }
      const text = end !== null ? `${start}-${end - 1}` : start < 0 ? `${start}` : `${start}-`
      return {
        ...vector,
        results: (vector['results'] as Json[]).map((result) =>
          result['raises'] === 'AssertionError' ? { value: null } : result,
        ),
        ...('get' in vector ? { get: { ...gets(vector), range: { $obj: 'Range', start, end } } } : {}),
        ...('environ_after' in vector
          ? { environ_after: { ...(vector['environ_after'] as Json), HTTP_RANGE: `bytes=${text}` } }
          : {}),
      }
    },
  },
  {
    name: 'a-form-can-be-set',
    reason: 'setPOST() gives a request another form (DESIGN, "Body accessors"); the original cannot.',
    applies: (vector) =>
      isRequest(vector) &&
      steps(vector).some((step) => step[1] === 'POST' && (step[0] === 'set' || step[0] === 'del')),
    expected: (vector) => {
      const step = steps(vector).find(([kind, name]) => name === 'POST' && kind !== 'get')!
      const after =
        step[0] === 'del'
          ? { CONTENT_LENGTH: '0' }
          : {
              CONTENT_LENGTH: String(String(step[2]).length),
              CONTENT_TYPE: 'application/x-www-form-urlencoded',
              REQUEST_METHOD: 'POST',
            }
      return {
        ...vector,
        results: (vector['results'] as Json[]).map((result) =>
          result['raises'] === 'AttributeError' ? { value: null } : result,
        ),
        ...('environ_after' in vector
          ? { environ_after: { ...(vector['environ_after'] as Json), ...after } }
          : {}),
      }
    },
  },
  {
    name: 'reads-are-not-ahead',
    reason:
      'What has come can be read; the original reads ahead, and so finds out earlier that the client is gone.',
    applies: (vector) =>
      isRequest(vector) &&
      steps(vector).some(
        (step, at) => isRead(step) && (vector['results'] as Json[])[at]!['raises'] === 'DisconnectionError',
      ),
    expected(vector) {
      const body = bodyOf(vector)
      let at = 0
      return {
        ...vector,
        results: (vector['results'] as Json[]).map((result, index) => {
          const step = steps(vector)[index]!
          if (!isRead(step) || result['raises'] !== 'DisconnectionError') return result
          const [size = -1] = (step[2] as Step)[2] as [number?]
          if (size < 0 || at >= body.length) return result
          const block = body.subarray(at, at + size)
          at += size
          return { value: { $bytes: block.toString('base64') } }
        }),
      }
    },
  },
  {
    name: 'hosts-in-brackets',
    reason:
      'An IPv6 address in brackets is a host (RFC 3986 section 3.2.2); the original cuts it at its first colon.',
    applies: (vector) =>
      isRequest(vector) && /^https?:\/\/\[/.test(String(((vector['args'] ?? []) as unknown[])[0])),
    expected: (vector) => {
      const [, scheme, address, port] = /^(https?):\/\/\[([^\]]*)\](?::(\d+))?/.exec(
        String((vector['args'] as unknown[])[0]),
      )!
      const right = { SERVER_NAME: address, SERVER_PORT: port ?? (scheme === 'https' ? '443' : '80') }
      return {
        ...vector,
        ...('environ_after' in vector
          ? {
              environ_after: {
                ...(vector['environ_after'] as Json),
                ...right,
                HTTP_HOST: `[${address}]:${right.SERVER_PORT}`,
              },
            }
          : {}),
      }
    },
  },
  {
    name: 'pairs-are-a-form',
    reason:
      'A list of pairs is a form whatever its type says; the original fails on a list in place of a tuple.',
    applies: (vector) =>
      vector['new'] === 'Request.blank' &&
      vector['raises'] === 'TypeError' &&
      vector['implicit'] === true &&
      Array.isArray(((vector['kwargs'] ?? {}) as Json)['POST']),
    expected: (vector) => without(vector, 'raises', 'implicit'),
  },
  {
    name: 'part-charsets-are-honoured',
    reason:
      'A part that says its charset is read in it; the original reads it as UTF-8 first, and so loses every other character.',
    applies: (vector) => isRequest(vector) && PART_CHARSET.test(bodyOf(vector).toString('latin1')),
    expected: (vector) => {
      const body = bodyOf(vector).toString('latin1')
      const garbled = (text: string): string =>
        Buffer.from(Buffer.from(text, 'latin1').toString(), 'utf8').toString('latin1')
      const texts = new Map([...body.matchAll(PART_TEXT)].map(([, text]) => [garbled(text!), text!]))
      const right = (items: [string, unknown][]): unknown =>
        items.map(([name, value]) => [name, texts.get(String(value)) ?? value])
      return {
        ...vector,
        ...Object.fromEntries(
          ['get', 'results'].filter((key) => key in vector).map((key) => [key, mapForms(vector[key], right)]),
        ),
      }
    },
  },
  {
    name: 'empty-names',
    reason: 'A part whose name is empty and one without a name are the same here: a key is a text.',
    applies: (vector) => isRequest(vector) && /name=(?:""|[;\r\n])/i.test(bodyOf(vector).toString('latin1')),
    expected: (vector) => ({
      ...vector,
      ...Object.fromEntries(
        ['get', 'results']
          .filter((key) => key in vector)
          .map((key) => [
            key,
            mapForms(vector[key], (items) =>
              items.map(([name, value]) => [name === '' ? null : name, value]),
            ),
          ]),
      ),
    }),
  },
  {
    name: 'request-fields-are-checked',
    reason:
      'One validated header store: a field whose name is no token or whose value holds controls is refused when it is read.',
    applies: (vector) =>
      /^Request\.from_(?:bytes|text|file)$/.test(String(vector['new'])) && hasBadField(vector),
    expected: (vector) => ({
      ...without(vector, 'do', 'get', 'results', 'environ_after'),
      raises: 'TypeError',
    }),
  },
  {
    name: 'boundaries-end-at-a-semicolon',
    reason:
      'A parameter ends at a semicolon (RFC 9110 section 5.6.6); the original takes it into the boundary of the form that it writes.',
    applies: (vector) =>
      isRequest(vector) &&
      steps(vector).some((step) => step[1] === 'decode') &&
      /boundary=[^";]+;/.test(String(environ(vector)['CONTENT_TYPE'])),
    expected(vector) {
      const boundary = /boundary=([^";]+);/.exec(String(environ(vector)['CONTENT_TYPE']))![1]!
      return {
        ...vector,
        results: (vector['results'] as Json[]).map((result) => {
          const request = result['value']
          if (!isJson(request) || !isJson(request['body'])) return result
          const text = Buffer.from(String(request['body']['$bytes']), 'base64')
            .toString('latin1')
            .replaceAll(`--${boundary};`, `--${boundary}`)
          const body = { $bytes: Buffer.from(text, 'latin1').toString('base64') }
          return {
            value: {
              ...request,
              body,
              environ: { ...(request['environ'] as Json), CONTENT_LENGTH: String(text.length) },
            },
          }
        }),
      }
    },
  },
]
