import * as datastructures from '@triptych/werkzeug/datastructures'
import { type ContentSecurityPolicy } from '@triptych/werkzeug/datastructures'
import type { Environ } from '@triptych/raw'
import * as http from '@triptych/werkzeug/http'
import type { Bindings } from '../engine.ts'
import { CalendarDate, Timedelta, Unbound } from '../values.ts'
import { httpDeviations } from './http-deviations.ts'

type Kwargs = Record<string, unknown>

/** Durations are seconds here, days without a time are their midnight in UTC. */
function plain(value: unknown): unknown {
  if (value instanceof Timedelta) return value.seconds
  if (value instanceof CalendarDate) return new Date(Date.UTC(value.year, value.month - 1, value.day))
  return value
}

/** The positional arguments behind the first ones that Python would also take by name. */
const named = (names: readonly string[], args: readonly unknown[], kwargs: Kwargs): Kwargs =>
  Object.fromEntries([
    ...names.slice(0, args.length).map((name, at) => [name, plain(args[at])]),
    ...Object.entries(kwargs).map(([name, value]) => [name, plain(value)]),
  ])

const COOKIE = [
  'key',
  'value',
  'maxAge',
  'expires',
  'path',
  'domain',
  'secure',
  'httponly',
  'syncExpires',
  'maxSize',
  'samesite',
  'partitioned',
]

function dumpCookie(args: unknown[], kwargs: Kwargs): string {
  const { key, value, ...options } = named(COOKIE, args, kwargs)
  return http.dumpCookie(key as string, value as string | undefined, options)
}

type Parse = (value: string | null) => unknown
/** A function that takes one text, and nothing that matters beside it. */
const ofText =
  (run: Parse) =>
  ([value]: [string | null]): unknown =>
    run(value)

const optional = (value: unknown): unknown => value ?? undefined

export const bindings: Bindings = {
  deviations: httpDeviations,
  calls: {
    dump_age: ([age]: [unknown]) => http.dumpAge(plain(age) as number | null),
    dump_cookie: dumpCookie,
    dump_csp_header: ([policy]: [ContentSecurityPolicy]) => http.dumpCspHeader(policy),
    dump_header: ([items]: [http.HeaderItems]) => http.dumpHeader(items),
    dump_options_header: ([header, options]: [string | null, http.OptionValues]) =>
      http.dumpOptionsHeader(header, options),
    generate_etag: ([data]: [Uint8Array]) => http.generateEtag(data),
    http_date: ([timestamp]: [unknown]) => http.httpDate(plain(timestamp) as Date | number | null),
    is_byte_range_valid: (args: Parameters<typeof http.isByteRangeValid>) => http.isByteRangeValid(...args),
    is_entity_header: ([name]: [string]) => http.isEntityHeader(name),
    is_hop_by_hop_header: ([name]: [string]) => http.isHopByHopHeader(name),
    is_resource_modified: ([environ, ...rest]: [Environ, ...unknown[]], kwargs: Kwargs) =>
      http.isResourceModified(
        environ,
        named(['etag', 'data', 'lastModified', 'ignoreIfRange'], rest, kwargs),
      ),
    parse_accept_header: (
      [value, cls]: [string | null, typeof datastructures.Accept | null | undefined],
      kwargs: Kwargs,
    ) => {
      const kind = (kwargs['cls'] ?? cls) as typeof datastructures.Accept | null | undefined
      return kind ? http.parseAcceptHeader(value, kind) : http.parseAcceptHeader(value)
    },
    parse_age: (args: [string?]) => {
      const seconds = http.parseAge(args[0])
      return seconds === null ? null : new Timedelta(seconds)
    },
    parse_cache_control_header: (args: [string | null, null?, unknown?], kwargs: Kwargs) => {
      const cls = optional(kwargs['cls'] ?? args[2]) as http.CacheControlClass<unknown> | undefined
      return cls ? http.parseCacheControlHeader(args[0], null, cls) : http.parseCacheControlHeader(args[0])
    },
    parse_content_range_header: ofText(http.parseContentRangeHeader),
    parse_cookie: ([header, cls]: [string | Environ | null, unknown?], kwargs: Kwargs) => {
      const kind = optional(kwargs['cls'] ?? cls) as http.CookieDictClass<unknown> | undefined
      return kind ? http.parseCookie(header, kind) : http.parseCookie(header)
    },
    parse_csp_header: ofText(http.parseCspHeader),
    parse_date: ofText(http.parseDate),
    parse_dict_header: ([value]: [string]) => http.parseDictHeader(value),
    parse_etags: ofText(http.parseEtags),
    parse_if_range_header: ofText(http.parseIfRangeHeader),
    parse_list_header: ([value]: [string]) => http.parseListHeader(value),
    parse_options_header: ofText(http.parseOptionsHeader),
    parse_range_header: ofText(http.parseRangeHeader),
    parse_set_header: ofText(http.parseSetHeader),
    quote_etag: ([etag, weak]: [string, boolean?], kwargs: Kwargs) =>
      http.quoteEtag(etag, (kwargs['weak'] ?? weak ?? false) as boolean),
    quote_header_value: ([value, allowToken]: [unknown, boolean?], kwargs: Kwargs) =>
      http.quoteHeaderValue(value, (kwargs['allowToken'] ?? allowToken ?? true) as boolean),
    remove_entity_headers: ([headers, allowed]: [http.HeaderList, Iterable<string>?], kwargs: Kwargs) =>
      http.removeEntityHeaders(
        headers,
        optional(kwargs['allowed'] ?? allowed) as Iterable<string> | undefined,
      ),
    remove_hop_by_hop_headers: ([headers]: [http.HeaderList]) => http.removeHopByHopHeaders(headers),
    unquote_etag: ([etag]: [string | null]) => http.unquoteEtag(etag),
    unquote_header_value: ([value]: [string]) => http.unquoteHeaderValue(value),
  },
  build: {
    $class: (name: string) => {
      const found = (datastructures as Record<string, unknown>)[name]
      if (!found) throw new Unbound(`No class ${name}`)
      return found
    },
  },
}
