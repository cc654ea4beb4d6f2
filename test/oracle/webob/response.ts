import { Response, filterHeaders } from '@triptych/webob/response'
import type { ResponseOptions } from '@triptych/webob/response'
import type { Bindings } from '../engine.ts'
import { ByteStream, OneShot, TextStream, type Json } from '../values.ts'
import { responseDeviations } from './response-deviations.ts'

const NAMES = ['body', 'status', 'headerlist', 'appIter', 'contentType', 'conditionalResponse', 'charset']
const COOKIE = [
  'value',
  'maxAge',
  'path',
  'domain',
  'secure',
  'httponly',
  'comment',
  'expires',
  'overwrite',
  'samesite',
]

const named = (names: readonly string[], args: unknown[], kwargs: Json): Json => ({
  ...Object.fromEntries(args.map((value, at) => [names[at], value])),
  ...kwargs,
})

/** A response from Python's arguments. */
export function makeResponse<R extends Response>(
  of: new (body: never, options?: ResponseOptions) => R,
  args: unknown[],
  kwargs: Json,
): R {
  const { body, bodyFile, cacheExpires, appIter, ...options } = named(NAMES, args, kwargs)
  if (appIter !== undefined)
    options['appIter'] = appIter instanceof ByteStream ? new OneShot([appIter.bytes]) : appIter
  const response = new of(body as never, { ...options, ...(cacheExpires !== undefined && { cacheExpires }) })
  if (bodyFile !== undefined) response.bodyFile = fileOf(bodyFile)
  return response
}

const fileOf = (stream: unknown) => {
  const bytes = stream instanceof ByteStream ? stream.bytes : new Uint8Array()
  let at = 0
  return { read: (size: number) => bytes.subarray(at, (at += size)) }
}

const setCookie = (response: Response, args: unknown[], kwargs: Json): void => {
  const [name, ...rest] = args as [string, ...unknown[]]
  const { value, ...options } = named(COOKIE, rest, kwargs)
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value
  if (options['samesite'] instanceof Uint8Array) {
    options['samesite'] = new TextDecoder().decode(options['samesite'])
  }
  response.setCookie(name ?? (kwargs['name'] as string), text as string | null | undefined, options)
}

/** Those that were put into a coding here: see the rule on gzip. */

export const bindings: Bindings = {
  calls: {
    filter_headers: (args: [[string, string][], string[]?]) => filterHeaders(args[0], args[1]),
  },
  create: {
    Response: (args: unknown[], kwargs: Json) => makeResponse(Response, args, kwargs),
    'Response.from_file': (args: [ByteStream | TextStream]) =>
      Response.fromFile(args[0] instanceof TextStream ? args[0].text : args[0].bytes),
  },
  steps: [
    {
      of: Response,
      get: {
        body_file: (response: Response) => response.bodyFile,
        environ: (response: Response) => response.environ,
      },
      set: {
        body_file: (response: Response, value: unknown) =>
          void (response.bodyFile = value === null ? null : fileOf(value)),
      },
      del: {
        json: (response: Response) => response.setBody(null),
        json_body: (response: Response) => response.setBody(null),
      },
      call: {
        set_cookie: setCookie,
        delete_cookie: (response: Response, args: [string, string?, string?], kwargs: Json) =>
          response.deleteCookie(args[0], named(['path', 'domain'], args.slice(1), kwargs)),
        unset_cookie: (response: Response, args: [string | Uint8Array, boolean?], kwargs: Json) =>
          response.unsetCookie(
            args[0] instanceof Uint8Array ? new TextDecoder().decode(args[0]) : args[0],
            named(['strict'], args.slice(1), kwargs),
          ),
        cache_expires: (response: Response, args: [(number | null)?], kwargs: Json) => {
          const { seconds, ...directives } = named(['seconds'], args, kwargs)
          response.cacheExpires(seconds as number | undefined, directives)
        },
        encode_content: (response: Response, args: ['gzip'?, boolean?], kwargs: Json) => {
          const { encoding, ...options } = named(['encoding', 'lazy'], args, kwargs)
          return response.encodeContent(encoding as 'gzip' | undefined, options)
        },
        md5_etag: (response: Response, args: [Uint8Array?, boolean?], kwargs: Json) => {
          const { body, ...options } = named(['body', 'setContentMd5'], args, kwargs)
          return response.md5Etag(body as Uint8Array | undefined, options)
        },
      },
    },
  ],
  describe: async (value, encode) =>
    value instanceof Response
      ? {
          $obj: 'Response',
          status: value.status,
          headerlist: await encode(value.headerlist),
          body: await encode(await value.body()),
        }
      : undefined,
  deviations: responseDeviations,
  build: {
    Response: (spec: { kwargs?: Json }) => makeResponse(Response, [], spec.kwargs ?? {}),
  },
}
