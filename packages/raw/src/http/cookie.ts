import { parseCookie } from 'cookie'
import { is, WS } from './chars.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'

/** One part of a Cookie field. Nothing is decoded or unquoted. */
export interface CookiePair {
  /** Empty for a nameless cookie, which never takes its name from its value (CVE-2023-23934). */
  readonly name: string
  readonly value: string
  /** The part had no `=`: `value` is the whole of it, as user agents store it (RFC 6265bis section 5.6). */
  readonly bare: boolean
  /** Where the part begins and ends in the field, without the white space in front and the semicolon behind. */
  readonly start: number
  readonly end: number
}

/** Every pair of a Cookie field in order, equal names included. */
export interface CookiePairs {
  readonly pairs: readonly CookiePair[]
  /** `no-equals-sign` for a bare part, `no-name` for a part that begins with `=`. */
  readonly problems: readonly Problem[]
}

/** How {@link cookiePairs} treats what the specifications disagree about. */
export interface CookiePairOptions {
  /**
   * A value that begins with a quote runs to its closing quote, semicolons included, as RFC 2109 had it and as
   * Python's parsers still have it. Off, a semicolon always separates, as RFC 6265bis has it.
   */
  readonly quoted?: boolean
}

/**
 * Takes a Cookie field apart in one pass, by the rules of user agents (RFC 6265bis sections 4.2.1 and 5.6):
 *
 *     cookie-string = cookie-pair *( ";" SP cookie-pair )
 *     cookie-pair   = cookie-name "=" cookie-value
 *
 * Only spaces and tabs are trimmed, names are case-sensitive, empty parts are skipped. Equal names, decoding and
 * unquoting are the caller's policy.
 *
 * @example
 * const { pairs, problems } = cookiePairs('a=1; b="x y"; junk; =c')
 * assert.deepEqual(pairs.map(({ name, value }) => [name, value]), [['a', '1'], ['b', '"x y"'], ['', 'junk'], ['', 'c']])
 * assert.deepEqual(problems.map(({ code }) => code), ['no-equals-sign', 'no-name'])
 */
export function cookiePairs(header: string, options?: CookiePairOptions): CookiePairs {
  const pairs: CookiePair[] = []
  let problems: Problem[] | undefined
  const quotes = options?.quoted === true ? new ClosingQuotes(header) : undefined
  let equals = -1
  for (let start = 0; start < header.length;) {
    const begin = skipWs(header, start)
    if (equals < begin) equals = indexOrEnd(header, '=', begin)
    let end = indexOrEnd(header, ';', begin)
    if (quotes !== undefined && equals < end) end = quotes.valueEnd(skipWs(header, equals + 1), end)
    if (equals < end) {
      const name = trimmed(header, begin, equals)
      if (name === '') (problems ??= []).push({ code: 'no-name', at: begin })
      pairs.push({ name, value: trimmed(header, equals + 1, end), bare: false, start: begin, end })
    } else if (begin < end) {
      ;(problems ??= []).push({ code: 'no-equals-sign', at: begin })
      pairs.push({ name: '', value: trimmed(header, begin, end), bare: true, start: begin, end })
    }
    start = end + 1
  }
  return { pairs, problems: problems ?? NO_PROBLEMS }
}

/**
 * Finds where quoted values end. A search that failed, or that ended where no value ends, is remembered: whatever
 * quote opens before that point would come to the same end, so that hostile quotes cost one pass together.
 */
class ClosingQuotes {
  readonly #text: string
  #searched = -1

  constructor(text: string) {
    this.#text = text
  }

  /** The index of the semicolon after a quoted value that begins at `start`; `end` when there is no such value. */
  valueEnd(start: number, end: number): number {
    const text = this.#text
    if (text.charCodeAt(start) !== 0x22 || start < this.#searched) return end
    let at = start + 1
    while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
    const after = skipWs(text, at + 1)
    if (at < text.length && (after === text.length || text.charCodeAt(after) === 0x3b)) return after
    this.#searched = Math.min(at, text.length)
    return end
  }
}

function indexOrEnd(text: string, char: string, start: number): number {
  const at = text.indexOf(char, start)
  return at < 0 ? text.length : at
}

function skipWs(text: string, start: number): number {
  let at = start
  while (is(text.charCodeAt(at), WS)) at++
  return at
}

function trimmed(text: string, start: number, end: number): string {
  const from = skipWs(text, start)
  let to = end
  while (to > from && is(text.charCodeAt(to - 1), WS)) to--
  return text.slice(from, Math.max(from, to))
}

/** The cookies of a request by name. */
export interface Cookies {
  /** Without prototype: `__proto__` and `constructor` are names like any other. */
  readonly cookies: Readonly<Record<string, string | undefined>>
  /**
   * Those of {@link cookiePairs}, and `repeated-name` (the first one counts) and `prototype-name` (harmless here,
   * not in an object that this one is copied to).
   */
  readonly problems: readonly Problem[]
}

/**
 * Reads a Cookie field for a program that wants the value of a name: percent-escapes decoded (they stay when they
 * are no UTF-8), the first of equal names. The npm package `cookie` does the work.
 *
 * @example
 * const { cookies, problems } = parseCookies('theme=dark; name=caf%C3%A9; theme=light')
 * assert.equal(cookies['theme'], 'dark')
 * assert.equal(cookies['name'], 'caf\xe9')
 * assert.deepEqual(problems, [{ code: 'repeated-name', at: 28 }])
 */
export function parseCookies(header: string): Cookies {
  const cookies = parseCookie(header)
  return { cookies, problems: isPlain(header, cookies) ? NO_PROBLEMS : cookieProblems(header) }
}

/** `__proto__`, `constructor`, `toString` and their like. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Whether there is surely nothing to report: as many names as parts, and none of them on Object.prototype. */
function isPlain(header: string, cookies: Readonly<Record<string, unknown>>): boolean {
  let parts = header === '' ? 0 : 1
  for (let at = header.indexOf(';'); at >= 0; at = header.indexOf(';', at + 1)) parts++
  for (const name in cookies) {
    if (name === '' || PROTOTYPE_NAMES.has(name)) return false
    parts--
  }
  return parts === 0
}

function cookieProblems(header: string): readonly Problem[] {
  const { pairs, problems } = cookiePairs(header)
  const all = [...problems]
  const seen = new Set<string>()
  for (const { name, start } of pairs) {
    if (name === '') continue
    if (seen.has(name)) all.push({ code: 'repeated-name', at: start })
    else if (PROTOTYPE_NAMES.has(name)) all.push({ code: 'prototype-name', at: start })
    seen.add(name)
  }
  return all.length === 0 ? NO_PROBLEMS : all.toSorted((a, b) => a.at - b.at)
}

/**
 * Undoes the quoting of cookie values that Python's http.cookies and its heirs write: a quoted string in which
 * `\ooo` is the byte of that octal number and `\` before anything else stands for that character. Values
 * without quotes are given back as they are. One pass, whatever the text (http.cookies was quadratic,
 * CVE-2024-7592).
 *
 * @returns one character for each byte
 * @example
 * assert.equal(unescapeCookieValue('"a\\054 \\"b\\""'), 'a, "b"')
 * assert.equal(unescapeCookieValue('plain'), 'plain')
 */
export function unescapeCookieValue(value: string): string {
  const end = value.length - 1
  if (end < 1 || value.charCodeAt(0) !== 0x22 || value.charCodeAt(end) !== 0x22) return value
  let text = ''
  let from = 1
  for (let at = value.indexOf('\\'); at >= 0 && at < end; at = value.indexOf('\\', from)) {
    text += value.slice(from, at)
    const byte = octal(value, at + 1)
    if (byte >= 0) {
      text += String.fromCharCode(byte)
      from = at + 4
    } else {
      text += at + 1 < end ? value[at + 1]! : '\\'
      from = at + 2
    }
    if (from >= end) return text
  }
  return text + value.slice(from, end)
}

/** The byte of three octal digits, 000 to 377, or -1. */
function octal(text: string, at: number): number {
  let byte = 0
  for (let index = 0; index < 3; index++) {
    const digit = text.charCodeAt(at + index) - 0x30
    if (!(digit >= 0 && digit <= (index === 0 ? 3 : 7))) return -1
    byte = byte * 8 + digit
  }
  return byte
}
