import type { Application, Environ, HeaderPair } from '@triptych/raw'
import { bytes } from '@triptych/raw'
import { fromBytes } from '@triptych/raw/http'
import { Client, Cookie, EnvironBuilder, encodeMultipart } from '@triptych/werkzeug/test'
import type { EnvironBuilderOptions, OpenOptions, TestResponse } from '@triptych/werkzeug/test'
import { camelCase, thrown, type Bindings, type Context, type Deviation, type Vector } from '../engine.ts'
import { ByteStream, type Json } from '../values.ts'

/** Streams of bytes as bytes: Python's can be read again, and so can these. */
function plain(value: unknown): unknown {
  if (value instanceof ByteStream) return value.bytes
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

const camel = (object: unknown, context: Context): Json =>
  Object.fromEntries(
    Object.entries((object ?? {}) as Json).map(([key, value]) => [
      camelCase(key),
      plain(context.decode(value)),
    ]),
  )

/** `path` and `base_url` may be given either way. */
function request(
  args: unknown[],
  kwargs: Json,
): [path: string | undefined, options: EnvironBuilderOptions & OpenOptions] {
  const [first, baseUrl] = args as [string?, string?]
  const { path = first, ...options } = kwargs as { path?: string }
  return [path, baseUrl === undefined ? options : { ...options, baseUrl }]
}

/** What an application that the table does not know answers: what it was asked. */
async function echo(environ: Environ): Promise<Json> {
  const body = await environ['wsgi.input'].read()
  const own = ['HTTP_HOST', 'HTTP_COOKIE']
  return {
    method: environ.REQUEST_METHOD,
    script: environ.SCRIPT_NAME,
    path: environ.PATH_INFO,
    query: environ.QUERY_STRING,
    host: environ.HTTP_HOST,
    scheme: environ['wsgi.url_scheme'],
    cookie: environ.HTTP_COOKIE ?? null,
    content_type: environ.CONTENT_TYPE ?? null,
    content_length: environ.CONTENT_LENGTH ?? null,
    body: fromBytes(body),
    x: Object.fromEntries(
      Object.entries(environ).filter(([key]) => key.startsWith('HTTP_X_') && !own.includes(key)),
    ),
  }
}

interface Canned {
  readonly status: string
  readonly headers: HeaderPair[]
  readonly body?: string
}

const application =
  (table: Readonly<Record<string, Canned>>): Application =>
  async (environ, startResponse) => {
    const path = environ.SCRIPT_NAME + environ.PATH_INFO
    const canned = table[`${environ.REQUEST_METHOD} ${path}`] ?? table[path]
    if (canned) {
      startResponse(canned.status, canned.headers)
      return [bytes(canned.body ?? '')]
    }
    startResponse('200 OK', [['Content-Type', 'application/json']])
    return [bytes(JSON.stringify(await echo(environ)))]
  }

async function told(response: TestResponse): Promise<Json> {
  const text = await response.text()
  const isEcho = text.startsWith('{"method"')
  return {
    status: response.status,
    headers: response.headers.toWsgiList(),
    history: response.history.map((step) => [step.statusCode, step.location, step.request.url]),
    url: response.request.url,
    ...(isEcho ? { echo: JSON.parse(text) as Json } : { body: text }),
  }
}

async function playClient(vector: Vector, context: Context): Promise<Json> {
  const client = new Client(
    application(vector['app'] as Record<string, Canned>),
    camel(vector['client'], context),
  )
  const results: unknown[] = []
  for (const [name, args, kwargs] of vector['steps'] as [string, unknown[], Json][]) {
    try {
      if (name === 'open') {
        const [path, options] = request(context.decode(args) as unknown[], camel(kwargs, context))
        results.push(await told(await client.open(path, options)))
      } else {
        const step = client[camelCase(name) as 'getCookie' | 'setCookie' | 'deleteCookie'] as (
          ...all: unknown[]
        ) => unknown
        results.push(await context.encode(step.call(client, ...args, camel(kwargs, context)) ?? null))
      }
    } catch (error) {
      results.push(thrown(error))
    }
  }
  return { results }
}

const NOT_RECORDED = ['wsgi.input', 'wsgi.errors', 'wsgi.input_terminated']

async function playBuilder(vector: Vector, context: Context): Promise<Json> {
  let builder: EnvironBuilder
  try {
    const [path, options] = request(
      context.decode(vector['args']) as unknown[],
      camel(vector['kwargs'], context),
    )
    builder = new EnvironBuilder(path, options)
    if ('raises' in vector) await builder.getEnviron()
  } catch (error) {
    return { raises: thrown(error) }
  }
  const answer: Json = {}
  if (vector['do']) {
    const results: unknown[] = []
    for (const step of vector['do'] as [string, ...unknown[]][]) {
      try {
        results.push({ value: await context.encode(await context.workshop.player.step(builder, step)) })
      } catch (error) {
        results.push(thrown(error))
      }
    }
    answer['results'] = results
  }
  const environ = await builder.getEnviron()
  const body = await environ['wsgi.input'].read()
  const entries = Object.entries(environ).filter(([key]) => !NOT_RECORDED.includes(key))
  const out = Object.fromEntries(entries)
  let text = fromBytes(body)
  const boundary = /^multipart\/form-data; boundary="([^"]+)"/.exec(environ.CONTENT_TYPE ?? '')?.[1]
  if (boundary !== undefined) {
    text = text.replaceAll(boundary, '{boundary}')
    out['CONTENT_TYPE'] = environ.CONTENT_TYPE!.replace(boundary, '{boundary}')
    delete out['CONTENT_LENGTH']
  }
  answer['environ_out'] = await context.encode(out)
  answer['body_out'] = { $bytes: Buffer.from(text, 'latin1').toString('base64') }
  return answer
}

/** Python's `json.dumps` and JavaScript's differ in blanks and in escapes. */
const jsonOf = (vector: Vector): unknown => (vector['kwargs'] as Json | undefined)?.['json']

const deviations: readonly Deviation[] = [
  {
    name: 'json-is-compact',
    reason:
      'JSON is written as JSON.stringify writes it, without blanks and in UTF-8; the original writes blanks and ASCII.',
    applies: (vector) =>
      vector.id.startsWith('test.') && jsonOf(vector) !== undefined && 'environ_out' in vector,
    expected(vector) {
      const body = Buffer.from(JSON.stringify(jsonOf(vector)))
      return {
        ...vector,
        environ_out: { ...(vector['environ_out'] as Json), CONTENT_LENGTH: String(body.length) },
        body_out: { $bytes: body.toString('base64') },
      }
    },
  },
]

export const bindings: Bindings = {
  calls: {
    encode_multipart: async ([form]: [Json], { boundary }: { boundary?: string }) => {
      const { body, boundary: used } = await encodeMultipart(form, boundary)
      return [used, body]
    },
  },
  play(vector, context) {
    if ('steps' in vector) return playClient(vector, context)
    return vector['new'] === 'EnvironBuilder' ? playBuilder(vector, context) : undefined
  },
  steps: [
    {
      of: EnvironBuilder,
      get: { server_port: (builder: EnvironBuilder) => builder.serverPort },
    },
  ],
  describe: async (value, encode) =>
    value instanceof Cookie
      ? {
          $obj: 'Cookie',
          key: value.key,
          value: value.value,
          decoded_key: value.decodedKey,
          decoded_value: value.decodedValue,
          expires: await encode(value.expires),
          max_age: value.maxAge,
          domain: value.domain,
          origin_only: value.originOnly,
          path: value.path,
          secure: value.secure,
          http_only: value.httpOnly,
          same_site: value.sameSite,
        }
      : undefined,
  deviations,
}
