import { HEXDIG, is } from './chars.ts'
import { parseHost } from './host.ts'
import { PATH, QUERY } from './percent.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { splitUri } from './uri.ts'

/** The four forms of RFC 9112 section 3.2; `invalid` when the target has none that its method admits. */
export type TargetForm = 'origin' | 'absolute' | 'authority' | 'asterisk' | 'invalid'

/** What a request target says. Nothing is decoded. */
export interface RequestTarget {
  readonly form: TargetForm
  /** In lower case; only in absolute form. */
  readonly scheme: string | undefined
  /** As sent; in absolute and authority form, where it takes the place of the Host field. */
  readonly authority: string | undefined
  /** `/` when an absolute form has none, `*` in asterisk form, empty in authority form. */
  readonly path: string
  /** Without its question mark; `undefined` when there is none. */
  readonly query: string | undefined
  /**
   * Each kind at most once: `form` (no form that the method admits), `fragment`, `percent` (malformed escape),
   * `character` (one that no URI holds), `unescaped` (one that no URI holds but that browsers send as it is),
   * `authority`, `userinfo`, `port`, `scheme` (absolute form that is neither http nor https).
   */
  readonly problems: readonly Problem[]
}

const IN_PATH = 1
const IN_QUERY = 2
/** What browsers leave unescaped against RFC 3986: the URL standard's percent-encode sets of path and query. */
const LOOSE_IN_PATH = 4
const LOOSE_IN_QUERY = 8

const CLASSES = new Uint8Array(256)
for (let code = 0; code < 256; code++) CLASSES[code] = (PATH[code]! && IN_PATH) | (QUERY[code]! && IN_QUERY)
for (const char of '[]|') CLASSES[char.charCodeAt(0)]! |= LOOSE_IN_PATH | LOOSE_IN_QUERY
for (const char of '\\^`{}') CLASSES[char.charCodeAt(0)]! |= LOOSE_IN_QUERY

/** Adds the problem unless its kind is listed: a hostile target must not cost a list as long as itself. */
function note(problems: Problem[] | undefined, code: string, at: number): Problem[] {
  if (problems === undefined) return [{ code, at }]
  if (!problems.some((problem) => problem.code === code)) problems.push({ code, at })
  return problems
}

/**
 * Reads the target of a request line, RFC 9112 section 3.2:
 *
 *     request-target = origin-form / absolute-form / authority-form / asterisk-form
 *     origin-form    = absolute-path [ "?" query ]
 *     absolute-form  = absolute-URI
 *     authority-form = uri-host ":" port              ; CONNECT only
 *     asterisk-form  = "*"                            ; OPTIONS only
 *
 * @param method the method, in the case it was sent in
 * @example
 * const target = parseRequestTarget('GET', '/a%20b?q')
 * assert.equal(target.form, 'origin')
 * assert.equal(target.path, '/a%20b')
 * assert.equal(target.query, 'q')
 * assert.deepEqual(parseRequestTarget('GET', 'localhost:80').problems, [{ code: 'form', at: 0 }])
 */
export function parseRequestTarget(method: string, target: string): RequestTarget {
  if (method === 'CONNECT') return connectTarget(target)
  if (target.charCodeAt(0) === 0x2f) return withPath('origin', undefined, undefined, target, 0)
  if (target === '*' && method === 'OPTIONS') {
    return {
      form: 'asterisk',
      scheme: undefined,
      authority: undefined,
      path: '*',
      query: undefined,
      problems: NO_PROBLEMS,
    }
  }
  return absoluteTarget(target)
}

function connectTarget(target: string): RequestTarget {
  const host = parseHost(target)
  let problems: readonly Problem[] = NO_PROBLEMS
  if (host === undefined) problems = [{ code: target.startsWith('/') ? 'form' : 'authority', at: 0 }]
  else if (host.port === undefined || host.port === 0) problems = [{ code: 'port', at: target.length }]
  const form = host === undefined ? 'invalid' : 'authority'
  return { form, scheme: undefined, authority: target, path: '', query: undefined, problems }
}

function absoluteTarget(target: string): RequestTarget {
  const parts = splitUri(target)
  const { authority } = parts
  const scheme = parts.scheme?.toLowerCase()
  if (scheme === undefined || authority === undefined) {
    const { path, query } = parts
    return { form: 'invalid', scheme, authority, path, query, problems: [{ code: 'form', at: 0 }] }
  }
  const start = scheme.length + 3
  let problems: Problem[] | undefined
  if (scheme !== 'http' && scheme !== 'https') problems = note(problems, 'scheme', 0)
  // RFC 9110 section 4.2.4: user information in front of a host is how links deceive.
  if (authority.includes('@')) problems = note(problems, 'userinfo', start)
  else if (parseHost(authority) === undefined) problems = note(problems, 'authority', start)
  return withPath('absolute', scheme, authority, target, start + authority.length, problems)
}

/** The path and query that begin at `start`, checked in one pass. */
function withPath(
  form: TargetForm,
  scheme: string | undefined,
  authority: string | undefined,
  target: string,
  start: number,
  problems?: Problem[],
): RequestTarget {
  let mark = -1
  let allowed = IN_PATH
  let loose = LOOSE_IN_PATH
  let end = target.length
  for (let at = start; at < end; at++) {
    const code = target.charCodeAt(at)
    const kind = code < 256 ? CLASSES[code]! : 0
    if ((kind & allowed) !== 0) continue
    if (code === 0x25) {
      if (is(target.charCodeAt(at + 1), HEXDIG) && is(target.charCodeAt(at + 2), HEXDIG)) at += 2
      else problems = note(problems, 'percent', at)
    } else if (code === 0x3f) {
      mark = at
      allowed = IN_QUERY
      loose = LOOSE_IN_QUERY
    } else if (code === 0x23) {
      problems = note(problems, 'fragment', at)
      end = at
    } else problems = note(problems, (kind & loose) !== 0 ? 'unescaped' : 'character', at)
  }
  const path = target.slice(start, mark < 0 ? end : mark)
  return {
    form,
    scheme,
    authority,
    path: path === '' ? '/' : path,
    query: mark < 0 ? undefined : target.slice(mark + 1, end),
    problems: problems ?? NO_PROBLEMS,
  }
}
