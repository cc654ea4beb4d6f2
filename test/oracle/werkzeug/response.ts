import { clock } from '../../../packages/werkzeug/src/clock.ts'
import { CallbackDict } from '@triptych/werkzeug/datastructures'
import { FileWrapper } from '@triptych/werkzeug/wsgi'
import { Response } from '@triptych/werkzeug/wrappers'
import type { Bindings, Vector } from '../engine.ts'
import { camelCase } from '../engine.ts'
import { Timedelta, toBase64, type Json } from '../values.ts'
import { responseDeviations } from './response-deviations.ts'

// FORMAT.md: "now" in every vector.
clock.now = () => 1_700_000_000_000

const NAMES = ['response', 'status', 'headers', 'mimetype', 'contentType', 'directPassthrough']
const PLACE = ['path', 'domain', 'secure', 'httponly', 'samesite', 'partitioned']
const COOKIE = ['value', 'maxAge', 'expires', ...PLACE]

const named = (names: readonly string[], args: unknown[], kwargs: Json): Json => ({
  ...Object.fromEntries(args.map((value, at) => [names[at], value])),
  ...kwargs,
})

const seconds = (value: unknown): unknown => (value instanceof Timedelta ? value.seconds : value)

function* generated(blocks: Iterable<string | Uint8Array>): Generator<string | Uint8Array, void> {
  yield* blocks
}

/** A file of those bytes in blocks of four. */
function wrapped(bytes: Uint8Array): FileWrapper {
  let position = 0
  const file = {
    read: (size: number) => bytes.subarray(position, (position += size)),
    seek: (to: number) => void (position = to),
    tell: () => position,
  }
  return new FileWrapper(file, 4)
}

function bodyOf(body: unknown, kind: unknown): unknown {
  if (kind === 'generator') return generated(body as string[])
  return kind === 'file' ? wrapped(body as Uint8Array) : body
}

/** A class with the attributes that a vector changes. */
function classOf(attributes: Json | undefined): typeof Response {
  if (!attributes) return Response
  class Changed extends Response {}
  for (const [name, value] of Object.entries(attributes)) {
    Object.defineProperty(Changed, camelCase(name), { value })
  }
  return Changed
}

function makeResponse(args: unknown[], kwargs: Json, vector?: Vector): Response {
  const { response, ...options } = named(NAMES, args, kwargs)
  const Class = classOf(vector?.['class_attrs'] as Json | undefined)
  return new Class(bodyOf(response, vector?.['body_kind']) as string, options)
}

/** Members of an enumeration are their values here. */
const policy = (kind: string, value: unknown): Json => ({ $enum: [kind, value] })

export const bindings: Bindings = {
  create: { Response: makeResponse },
  build: {
    $enum: ([, value]: [string, string]) => value,
    Response: (spec: { status: string; headers: [string, string][]; body: Uint8Array }) =>
      new Response(spec.body, { status: spec.status, headers: spec.headers }),
  },
  steps: [
    {
      of: Response,
      get: {
        age: (response: Response) => response.age !== null && new Timedelta(response.age),
        cross_origin_opener_policy: (response: Response) => policy('COOP', response.crossOriginOpenerPolicy),
        cross_origin_embedder_policy: (response: Response) =>
          policy('COEP', response.crossOriginEmbedderPolicy),
      },
      set: {
        age: (response: Response, value: unknown) => void (response.age = seconds(value) as number),
      },
      call: {
        set_cookie(response: Response, args: unknown[], kwargs: Json) {
          const [key, ...rest] = args as [string, ...unknown[]]
          const { value, maxAge, ...options } = named(COOKIE, rest, kwargs)
          response.setCookie(key ?? (kwargs['key'] as string), value as string, {
            ...options,
            maxAge: seconds(maxAge) as number,
          })
        },
        delete_cookie(response: Response, args: unknown[], kwargs: Json) {
          const [key, ...rest] = args as [string, ...unknown[]]
          response.deleteCookie(key ?? (kwargs['key'] as string), named(PLACE, rest, kwargs))
        },
      },
    },
    {
      of: CallbackDict,
      setitem: (dict: CallbackDict, key: string, value: string) => void dict.set(key, value),
    },
  ],
  describe: async (value) =>
    value instanceof Response
      ? {
          $obj: 'Response',
          status: value.status,
          headers: value.headers.toWsgiList(),
          body: { $bytes: toBase64(await value.getData()) },
        }
      : undefined,
  deviations: responseDeviations,
}
