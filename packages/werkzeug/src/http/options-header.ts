import { tokenEnd } from '@triptych/raw/http'
import { decodeCharset, isSafeCharset, splitCharset } from './charset-value.ts'
import { entriesOf } from './entries.ts'
import type { Entries } from './entries.ts'
import { quoteParameter } from './quote.ts'
import { skipSpace, strip } from './strip.ts'

/** What {@link parseOptionsHeader} gives. */
export type OptionsHeader = [value: string, options: Map<string, string>]

/**
 * Reads a value with parameters, such as Content-Type and Content-Disposition have. Names of parameters become lower case;
 * parts that are none are skipped; `name*=utf-8''value` is decoded and `name*0=`, `name*1=` are joined (RFC 2231).
 * Python: `werkzeug.http.parse_options_header`.
 *
 * @example
 * const [value, options] = parseOptionsHeader('text/html; Charset="utf-8"; x')
 * assert.equal(value, 'text/html')
 * assert.deepEqual([...options], [['charset', 'utf-8']])
 * assert.deepEqual(parseOptionsHeader(null), ['', new Map()])
 */
export function parseOptionsHeader(header: string | null | undefined): OptionsHeader {
  if (!header) return ['', new Map()]
  const semicolon = header.indexOf(';')
  if (semicolon < 0) return [strip(header), new Map()]
  const value = strip(header.slice(0, semicolon))
  if (value === '') return ['', new Map()]
  return [value, joined(readParts(header, semicolon + 1))]
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** The pairs as they are written, the quotes of values included. */
function readParts(text: string, start: number): [name: string, value: string][] {
  const parts: [string, string][] = []
  for (let at = skipSpace(text, start); at < text.length;) {
    const nameEnd = tokenEnd(text, at)
    if (nameEnd > at && text[nameEnd] === '=') {
      const name = text.slice(at, nameEnd).toLowerCase()
      at = nameEnd + 1
      const end = text.charCodeAt(at) === QUOTE ? closingQuote(text, at) : tokenEnd(text, at)
      if (end > at) parts.push([name, text.slice(at, end)])
      if (text.charCodeAt(at) === QUOTE && end > at) at = end
    }
    const next = text.indexOf(';', at)
    if (next < 0) break
    at = skipSpace(text, next + 1)
  }
  return parts
}

/** The index behind the quote that closes the one at `start`; -1 when none does. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    const next = text.charCodeAt(at + 1)
    if (code === BACKSLASH && (next === BACKSLASH || next === QUOTE)) at++
  }
  return -1
}

/** Decodes and unquotes the values, and joins those that were continued. */
function joined(parts: readonly [name: string, value: string][]): Map<string, string> {
  const options = new Map<string, string>()
  let encoding = ''
  let continued = ''
  for (const [fullName, written] of parts) {
    let name = fullName
    let value = written
    if (name.endsWith('*')) {
      name = name.slice(0, -1)
      const split = splitCharset(value)
      if (split) {
        encoding = split.charset
        value = split.value
      }
      // Parts that continue another one need no charset of their own.
      if (encoding === '') encoding = continued
      if (isSafeCharset(encoding)) {
        continued = encoding
        value = decodeCharset(value, encoding)
      }
    }
    if (value.startsWith('"') && value.endsWith('"')) value = unquoted(value)
    const digits = /\*[0-9]+$/.exec(name)
    if (digits) {
      name = name.slice(0, digits.index)
      options.set(name, (options.get(name) ?? '') + value)
    } else options.set(name, value)
  }
  return options
}

/** Headers escape with a backslash, browsers' forms with `%22`. */
const unquoted = (value: string): string =>
  value.slice(1, -1).replaceAll('\\\\', '\\').replaceAll('\\"', '"').replaceAll('%22', '"')

/** Parameters by name; null writes none. */
export type OptionValues = Readonly<Record<string, unknown>> | Entries

/**
 * Writes a value with parameters: `value; key=value`. A null value is left out, a key with a star at its end is not
 * quoted. Python: `werkzeug.http.dump_options_header`.
 *
 * @example
 * assert.equal(dumpOptionsHeader('text/html', { charset: 'utf-8', x: 'a b' }), 'text/html; charset=utf-8; x="a b"')
 */
export function dumpOptionsHeader(header: string | null, options: OptionValues): string {
  const segments = header === null ? [] : [header]
  for (const [key, value] of entriesOf(options)) {
    if (value === null || value === undefined) continue
    segments.push(quoteParameter(key, value))
  }
  return segments.join('; ')
}
