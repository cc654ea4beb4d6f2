/** Where requests here answer otherwise than WebOb's, and why. */
import { isAscii } from '@triptych/raw/http'
import type { Deviation } from '../engine.ts'
import { without } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import {
  steps,
  environ,
  gets,
  isRequest,
  textOf,
  failed,
  urls,
  isOdd,
  strictPairs,
  queryOf,
  mapForms,
  bodyOf,
  isRead,
  PART_CHARSET,
  PART_TEXT,
  headOf,
  hasBadField,
  type Step,
} from './request-vectors.ts'

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
    name: 'fields-keep-their-bytes',
    reason:
      'Values in an environ have one character a byte (PEP 3333; DESIGN, "The contract"); the original decodes fields here as UTF-8, and as_bytes() then sends other bytes than came.',
    applies(vector) {
      if (!/^Request\.from_(?:bytes|text|file)$/.test(String(vector['new'])) || hasBadField(vector))
        return false
      const [first = '', ...fields] = headOf(vector)
      return isAscii(first) && !fields.every(isAscii)
    },
    expected(vector) {
      const after = vector['environ_after']
      const results = vector['results'] as Json[] | undefined
      const bytesOf = (text: string): string => Buffer.from(text).toString('latin1')
      const sent = (value: unknown): unknown => {
        if (!isJson(value) || typeof value['$bytes'] !== 'string') return value
        const [head, ...body] = Buffer.from(value['$bytes'], 'base64').toString('latin1').split('\r\n\r\n')
        const text = [bytesOf(head!), ...body].join('\r\n\r\n')
        return { $bytes: Buffer.from(text, 'latin1').toString('base64') }
      }
      return {
        ...(failed({ $raises: vector['raises'], implicit: vector['implicit'] })
          ? without(vector, 'raises', 'implicit')
          : vector),
        ...(isJson(after)
          ? {
              environ_after: Object.fromEntries(
                Object.entries(after).map(([key, value]) => [
                  key,
                  key.startsWith('HTTP_') && typeof value === 'string' ? bytesOf(value) : value,
                ]),
              ),
            }
          : {}),
        ...(results
          ? {
              results: results.map((result, at) =>
                steps(vector)[at]?.[1] === 'as_bytes' ? { ...result, value: sent(result['value']) } : result,
              ),
            }
          : {}),
      }
    },
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
