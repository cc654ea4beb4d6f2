import { WS, skip, trimOws } from '../chars.ts'
import { readFieldLine } from '../field-line.ts'
import { tokenEnd } from '../token.ts'
import { decodeUtf8 } from '../utf8.ts'

/** What the Content-Disposition of a part says. */
export interface PartDisposition {
  /** In lower case; `form-data` in forms. */
  readonly type: string
  /** Name of the field of the form; `undefined` when there is none. */
  readonly name: string | undefined
  /** Name of the file as sent, perhaps a whole path (`fileNameOf`); `undefined` when the part is no file. */
  readonly filename: string | undefined
}

/**
 * Reads the Content-Disposition of a part of a form, RFC 7578 section 4.2. It differs from that of responses in what
 * browsers made of it: UTF-8 as it is; `%22`, `%0D` and `%0A` for a quote and line ends (WHATWG HTML, "multipart/form-data
 * encoding algorithm"); and a backslash that escapes a quote or a backslash, but is one elsewhere, for old ones sent
 * `C:\dir\file`. `filename*` must not be used and is ignored.
 *
 * @param text one character for each byte
 * @example
 * assert.deepEqual(parsePartDisposition('form-data; name="a%22b"; filename="C:\\dir\\f.txt"'), {
 *   type: 'form-data',
 *   name: 'a"b',
 *   filename: 'C:\\dir\\f.txt',
 * })
 */
export function parsePartDisposition(text: string): PartDisposition {
  let at = tokenEnd(text, 0)
  const type = text.slice(0, at).toLowerCase()
  let name: string | undefined
  let filename: string | undefined
  if (type === '') return { type, name, filename }
  for (;;) {
    at = text.indexOf(';', at)
    if (at < 0) return { type, name, filename }
    const start = skip(text, at + 1, WS)
    const nameEnd = tokenEnd(text, start)
    const equals = skip(text, nameEnd, WS)
    if (nameEnd === start || text.charCodeAt(equals) !== 0x3d) {
      at = Math.max(start, nameEnd)
      continue
    }
    const valueStart = skip(text, equals + 1, WS)
    const quoted = text.charCodeAt(valueStart) === 0x22
    at = quoted ? quoteEnd(text, valueStart + 1) : tokenEnd(text, valueStart)
    if (at < 0) return { type, name, filename }
    const key = text.slice(start, nameEnd).toLowerCase()
    // The first of equal names counts.
    if (key === 'name') name ??= readValue(text, valueStart, at, quoted)
    else if (key === 'filename') filename ??= readValue(text, valueStart, at, quoted)
    if (quoted) at++
  }
}

/** The index of the quote that closes the string, or -1. */
function quoteEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at
    if (code === 0x5c && isEscaped(text.charCodeAt(at + 1))) at++
  }
  return -1
}

const isEscaped = (code: number): boolean => code === 0x22 || code === 0x5c

const ESCAPES: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' }

function readValue(text: string, start: number, end: number, quoted: boolean): string {
  let value = text.slice(quoted ? start + 1 : start, end)
  if (quoted && value.includes('\\')) value = value.replace(/\\(["\\])/g, '$1')
  if (value.includes('%'))
    value = value.replace(/%(?:22|0D|0A)/gi, (escape) => ESCAPES[escape.toUpperCase()]!)
  return decodeUtf8(value)
}

/**
 * Reads one header line of a part and appends name and value to a flat list: by the grammar of field lines, or loosely
 * as Python's `email` and Werkzeug do: what is before the first colon is the name, a line without one has no value, and
 * a line that begins with a blank goes on with the one before it.
 *
 * @throws MessageSyntaxError as `readFieldLine`, unless `loose`
 * @example
 * const fields: string[] = []
 * for (const line of ['A: b', ' c', 'odd']) readPartHeader(line, fields, true)
 * assert.deepEqual(fields, ['A', 'b c', 'odd', ''])
 */
export function readPartHeader(line: string, fields: string[], loose: boolean): void {
  if (!loose) {
    readFieldLine(line, 0, line.length, fields, 400, {})
  } else if (skip(line, 0, WS) > 0 && fields.length > 0) {
    fields[fields.length - 1] = trimOws(`${fields[fields.length - 1]!} ${trimOws(line)}`)
  } else {
    const colon = line.indexOf(':')
    fields.push(
      trimOws(colon < 0 ? line : line.slice(0, colon)),
      colon < 0 ? '' : trimOws(line.slice(colon + 1)),
    )
  }
}
