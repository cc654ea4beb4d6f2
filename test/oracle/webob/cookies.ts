import {
  Base64Serializer,
  Cookie,
  CookieProfile,
  JSONSerializer,
  Morsel,
  RequestCookies,
  SignedCookieProfile,
  SignedSerializer,
  makeCookie,
  parseCookie,
  serializeCookieDate,
  serializeMaxAge,
  serializeSamesite,
} from '@triptych/webob/cookies'
import type { CookieDate, CookieProfileOptions, HashName, Serializer } from '@triptych/webob/cookies'
import type { Bindings, Context, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const text = <T>(value: T | Uint8Array): T =>
  value instanceof Uint8Array ? (Buffer.from(value).toString('latin1') as T) : value
const texts = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [key, text(value as unknown)])) as T

const COOKIE = ['maxAge', 'path', 'domain', 'secure', 'httponly', 'comment', 'samesite']
/** Python's positional arguments by their names; null where the constructor says None is meant. */
const named = (names: readonly string[], args: unknown[], kwargs: Json): Json => ({
  ...Object.fromEntries(args.map((value, at) => [names[at], value])),
  ...kwargs,
})
const PROFILE = ['secure', 'maxAge', 'httponly', 'samesite', 'path', 'domains', 'serializer']
const SIGNED = [...PROFILE.slice(0, 6), 'hashalg', 'serializer']

/** A serializer's text is bytes in Python. */
const serializer = (of: abstract new (...args: never[]) => Serializer) => ({
  of,
  call: {
    dumps: (object: Serializer, args: [unknown]) => bytes(object.dumps(args[0])),
    loads: (object: Serializer, args: [string | Uint8Array]) => object.loads(text(args[0])),
  },
})

const signedProfile = (args: unknown[], kwargs: Json) => {
  const [secret, salt, name, ...rest] = args as [string, string, string, ...unknown[]]
  return new SignedCookieProfile(secret, salt, name, texts(named(SIGNED, rest, kwargs)))
}

export const bindings: Bindings = {
  calls: {
    parse_cookie: (args: [string | Uint8Array]) =>
      parseCookie(text(args[0])).map(([name, value]) => [bytes(name), bytes(value)]),
    make_cookie: (args: [string, string | Uint8Array | null, ...unknown[]], kwargs: Json) =>
      makeCookie(text(args[0]), args[1], texts(named(COOKIE, args.slice(2), kwargs))),
    serialize_max_age: (args: [number]) => bytes(serializeMaxAge(text(args[0]))),
    serialize_cookie_date: (args: [CookieDate | null]) =>
      args[0] === null ? null : bytes(serializeCookieDate(text(args[0]))),
    serialize_samesite: (args: [string]) => bytes(serializeSamesite(text(args[0]))),
  },
  create: {
    RequestCookies: (_: unknown[], __: Json, vector: Vector, context: Context) => {
      const environ = context.environ(vector['environ'] as Json)
      return Object.assign(new RequestCookies(environ), { environ })
    },
    Cookie: (args: [(string | Uint8Array)?]) => new Cookie(text(args[0])),
    JSONSerializer: () => new JSONSerializer(),
    Base64Serializer: () => new Base64Serializer(),
    SignedSerializer: (args: [string, string | null, HashName?]) =>
      new SignedSerializer(args[0], args[1], { hashalg: args[2] }),
    CookieProfile: (args: [string, ...unknown[]], kwargs: Json) =>
      new CookieProfile(args[0], texts(named(PROFILE, args.slice(1), kwargs))),
    'CookieProfile.bound': (args: [never, string, ...unknown[]], kwargs: Json) =>
      new CookieProfile(args[1], texts(named(PROFILE, args.slice(2), kwargs))).bind(args[0]),
    SignedCookieProfile: signedProfile,
    'SignedCookieProfile.bound': (args: [never, ...unknown[]], kwargs: Json) =>
      signedProfile(args.slice(1), kwargs).bind(args[0]),
  },
  steps: [
    serializer(JSONSerializer),
    serializer(Base64Serializer),
    serializer(SignedSerializer),
    {
      of: CookieProfile,
      call: {
        get_headers: (profile: CookieProfile, args: [unknown], options: CookieProfileOptions) =>
          profile.getHeaders(args[0], texts(options)),
      },
    },
    { of: RequestCookies, iter: (cookies: RequestCookies) => [...cookies.keys()] },
    {
      of: Cookie,
      keys: (cookie: Cookie) => [...cookie.keys()].map(bytes),
      iter: (cookie: Cookie) => [...cookie.keys()].map(bytes),
    },
  ],
  deviations: [
    {
      name: 'json-has-no-nan',
      reason: 'NaN and Infinity are no JSON (RFC 8259 section 6); Python reads and writes them.',
      applies: ({ results }) => /\{"\$float"/.test(JSON.stringify(results ?? null)),
      expected: (vector) => ({
        ...vector,
        results: (vector['results'] as Json[]).map((result) =>
          JSON.stringify(result).includes('"$float"') ? { raises: 'JSONDecodeError' } : result,
        ),
      }),
    },
  ],
  describe: async (value, encode) => {
    if (value instanceof RequestCookies) return { $obj: 'RequestCookies', items: await encode([...value]) }
    if (value instanceof Cookie) return { $obj: 'Cookie', morsels: await encode(value.values()) }
    if (value instanceof Morsel) {
      return {
        $obj: 'Morsel',
        name: await encode(bytes(value.name)),
        value: await encode(bytes(value.value)),
      }
    }
    return undefined
  },
}
