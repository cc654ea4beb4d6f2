import type { Environ } from '@triptych/raw'
import { MultiDict, NestedMultiDict } from '@triptych/webob/multidict'
import {
  BaseRequest,
  FileField,
  Request,
  boundaries,
  detectCharset,
  environFromUrl,
} from '@triptych/webob/request'
import type { RequestOptions } from '@triptych/webob/request'
import { KeyError } from '../../../packages/webob/src/errors.ts'
import { camelCase, type Bindings, type Context, type Vector } from '../engine.ts'
import { ByteStream, TextStream, toBase64, type Json } from '../values.ts'
import { requestDeviations } from './request-deviations.ts'

// FORMAT.md, "What is pinned": ten bytes of 1.
boundaries.next = () => '01'.repeat(10)

const IMPLIED = [
  'wsgi.version',
  'wsgi.input',
  'wsgi.errors',
  'wsgi.multithread',
  'wsgi.multiprocess',
  'wsgi.run_once',
]

/** An environ as it is recorded. */
const recorded = (environ: Environ): Json =>
  Object.fromEntries(
    Object.entries(environ).filter(
      ([key]) =>
        !IMPLIED.includes(key) &&
        !key.startsWith('webob._') &&
        key !== 'webob.is_body_seekable' &&
        key !== 'triptych.memo',
    ),
  )

const options = (kwargs: Json): RequestOptions => {
  const { bodyFile, ...rest } = kwargs
  return bodyFile instanceof ByteStream ? { ...rest, bodyFile: blocks(bodyFile.bytes) } : rest
}

async function* blocks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}

const fileOf = (source: ByteStream | TextStream): Uint8Array[] => [
  source instanceof TextStream ? new TextEncoder().encode(source.text) : source.bytes,
]

/** The files of a form with what is behind their streams. */
const inMemory = (value: unknown): unknown => {
  if (value instanceof ByteStream) return value.bytes
  if (Array.isArray(value)) return value.map(inMemory)
  if (value instanceof MultiDict) return [...value].map(([name, one]) => [name, inMemory(one)])
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isPlain
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inMemory(one)]))
    : value
}

const blank = (args: unknown[], kwargs: Json): Request => {
  const [path, environ, baseUrl, headers, POST] = args as [string, Json?, string?, Json?, never?]
  const given = { environ, baseUrl, headers, POST, ...kwargs }
  if (given.POST) given.POST = inMemory(given.POST) as never
  const set = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  )
  return Request.blank(path ?? (kwargs['path'] as string), set)
}

/** The forms of multipart bodies: the name of a part without one is None in Python, and empty here. */
const nameless = new WeakSet<object>()

async function named<T extends object>(request: Request, form: Promise<T>): Promise<T> {
  const made = await form
  const isMultipart = request.contentType.startsWith('multipart/')
  if (isMultipart) nameless.add(made)
  return made
}

/** Python's `del` of a key that has a default and is not there; here null takes out what may be absent. */
const DELETES = Object.fromEntries(
  Object.entries({
    query_string: 'QUERY_STRING',
    method: 'REQUEST_METHOD',
    remote_user: 'REMOTE_USER',
    remote_host: 'REMOTE_HOST',
    remote_addr: 'REMOTE_ADDR',
    url_encoding: 'webob.url_encoding',
    content_length: 'CONTENT_LENGTH',
    referrer: 'HTTP_REFERER',
    ...Object.fromEntries(
      [
        'authorization',
        'date',
        'if_match',
        'if_none_match',
        'if_modified_since',
        'if_unmodified_since',
        'if_range',
        'max_forwards',
        'pragma',
        'range',
        'referer',
        'user_agent',
      ].map((name) => [name, `HTTP_${name.toUpperCase()}`]),
    ),
  }).map(([name, key]) => [
    name,
    (request: Request) => {
      if (!(key in request.environ)) throw new KeyError(key)
      ;(request as unknown as Record<string, null>)[camelCase(name)] = null
    },
  ]),
)

export const bindings: Bindings = {
  calls: {
    detect_charset: (args: [string]) => detectCharset(args[0]),
    environ_from_url: (args: [string]) => recorded(environFromUrl(args[0])),
  },
  create: {
    Request: (args: unknown[], kwargs: Json, vector: Vector, context: Context) => {
      if (vector['environ'] === undefined) return new Request(args[0] as Environ, options(kwargs))
      const body = vector['body'] ? (context.decode(vector['body']) as Uint8Array) : undefined
      const environ = context.environ(vector['environ'] as Json, body)
      for (const [key, value] of Object.entries(environ)) {
        if (!IMPLIED.includes(key)) environ[key] = context.decode(value)
      }
      return new Request(environ, options(kwargs))
    },
    'Request.blank': blank,
    'Request.from_bytes': (args: [Uint8Array]) => Request.fromBytes(args[0]),
    'Request.from_text': (args: [string]) => Request.fromText(args[0]),
    'Request.from_file': (args: [ByteStream | TextStream]) => Request.fromFile(fileOf(args[0])),
  },
  steps: [
    {
      of: BaseRequest,
      get: {
        POST: (request: Request) => named(request, request.POST()),
        params: (request: Request) => named(request, request.params()),
        environ: (request: Request) => request.environ,
      },
      set: {
        body_file: (request: Request, value: unknown) => {
          request.bodyFile = value instanceof ByteStream ? blocks(value.bytes) : (value as null)
        },
      },
      del: {
        ...DELETES,
        cache_control: (request: Request) => void delete request.environ['HTTP_CACHE_CONTROL'],
        nonexistent: () => {
          throw new TypeError('No attribute nonexistent')
        },
        json: (request: Request) => request.setBody(null),
        json_body: (request: Request) => request.setBody(null),
      },
      getOther: (request: Request, name: string) => {
        if (!request.attrs.has(name)) throw new TypeError(`No attribute ${name}`)
        return request.attrs.get(name)
      },
      setOther: (request: Request, name: string, value: unknown) => void request.attrs.set(name, value),
      str: (request: Request) => request.asText(),
      call: {
        relative_url: (request: Request, args: [string, boolean?], kwargs: { toApplication?: boolean }) =>
          request.relativeUrl(args[0], { toApplication: args[1] ?? kwargs.toApplication ?? false }),
        as_bytes: (request: Request, args: [(boolean | number)?], kwargs: { skipBody?: boolean | number }) =>
          request.asBytes({ skipBody: args[0] ?? kwargs.skipBody ?? false }),
        decode: (
          request: Request,
          args: [string?, 'replace'?],
          kwargs: { charset?: string; errors?: 'replace' },
        ) => {
          const errors = args[1] ?? kwargs.errors
          return request.decode(args[0] ?? kwargs.charset ?? undefined, errors ? { errors } : {})
        },
        call_application: async (
          request: Request,
          args: [never, boolean?],
          kwargs: { catchExcInfo?: boolean },
        ) => {
          const catchExcInfo = args[1] ?? kwargs.catchExcInfo ?? false
          const { status, headers, appIter, excInfo } = await request.callApplication(args[0], {
            catchExcInfo,
          })
          const body: Uint8Array[] = []
          for await (const block of appIter) body.push(block)
          return catchExcInfo ? [status, headers, body, excInfo ?? null] : [status, headers, body]
        },
        copy_get: (request: Request) => request.copyGet(),
      },
    },
  ],
  describe: async (value, encode) => {
    if (nameless.has(value)) {
      const items = [...(value as MultiDict)].map(([name, one]) => [name === '' ? null : name, one])
      if (value instanceof MultiDict || value instanceof NestedMultiDict) {
        return { $obj: value.constructor.name, items: await encode(items) }
      }
    }
    if (value instanceof BaseRequest) {
      const body = await value.body()
      return { $obj: 'Request', environ: await encode(recorded(value.environ)), body: await encode(body) }
    }
    if (value instanceof FileField) {
      return {
        $obj: 'FieldStorage',
        name: value.name,
        filename: value.filename,
        type: value.type,
        type_options: { ...value.typeOptions },
        value: { $bytes: toBase64(await value.value()) },
      }
    }
    return undefined
  },
  build: {
    Request: (spec: { blank?: unknown[]; kwargs?: Json }) => blank(spec.blank ?? ['/'], spec.kwargs ?? {}),
    FieldStorage: (spec: { name: string; filename: string; value: Uint8Array; type?: string }) =>
      new FileField(spec.name, spec.filename, spec.value, spec.type === undefined ? {} : { type: spec.type }),
  },
  deviations: requestDeviations,
}
