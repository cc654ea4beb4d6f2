import { ATTR_CHAR, DIGIT, HEXDIG, TCHAR, all, is, skip } from './chars.ts'
import type { Parameter } from './parameters.ts'
import { parameter } from './parameters.ts'
import { decodePercent, encodePercentUtf8, safeSet } from './percent.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { decodeUtf8, isAscii, isUtf8 } from './utf8.ts'

/** A parameter value that names its charset and language. */
export interface ExtValue {
  /** In lower case, as the text named it. */
  readonly charset: string
  /** A language tag, or empty. */
  readonly language: string
  /** What the escapes stand for, one character for each byte. */
  readonly bytes: string
  /** The text; `undefined` when the charset is not known, or the bytes are not of that charset. */
  readonly value: string | undefined
}

const ATTR_CHARS = safeSet('!#$&+^`|')

/**
 * Reads the value of a parameter whose name ends in `*`, RFC 8187 section 3.2.1:
 *
 *     ext-value   = charset "'" [ language ] "'" value-chars
 *     value-chars = *( pct-encoded / attr-char )
 *
 * UTF-8 must be understood; ISO-8859-1, which RFC 5987 still asked for, and US-ASCII are understood too.
 *
 * @returns `undefined` for text outside the grammar
 * @example
 * assert.equal(parseExtValue("UTF-8'en'%e2%82%ac%20rates")?.value, '\u20ac rates')
 * assert.equal(parseExtValue("X''a")?.value, undefined)
 * assert.equal(parseExtValue("UTF-8''%zz"), undefined)
 */
export function parseExtValue(text: string): ExtValue | undefined {
  const first = text.indexOf("'")
  const second = first < 0 ? -1 : text.indexOf("'", first + 1)
  if (second < 0 || skip(text, 0, TCHAR, first) !== first || first === 0) return undefined
  const language = text.slice(first + 1, second)
  const encoded = text.slice(second + 1)
  if (!isValueChars(encoded) || skip(language, 0, ATTR_CHAR) !== language.length) return undefined
  const charset = text.slice(0, first).toLowerCase()
  const bytes = decodePercent(encoded)
  return { charset, language, bytes, value: decodeCharset(charset, bytes) }
}

/** Whether the text is `*( pct-encoded / attr-char )`. */
function isValueChars(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (is(code, ATTR_CHAR)) continue
    if (code !== 0x25 || !is(text.charCodeAt(at + 1), HEXDIG) || !is(text.charCodeAt(at + 2), HEXDIG)) {
      return false
    }
    at += 2
  }
  return true
}

function decodeCharset(charset: string, bytes: string): string | undefined {
  if (charset === 'utf-8') return isUtf8(bytes) ? decodeUtf8(bytes) : undefined
  if (charset === 'us-ascii') return isAscii(bytes) ? bytes : undefined
  return charset === 'iso-8859-1' ? bytes : undefined
}

/**
 * Writes a value of a parameter whose name ends in `*`, in UTF-8.
 *
 * @throws TypeError when the language is no language tag
 * @example
 * assert.equal(formatExtValue('\u20ac rates'), "UTF-8''%E2%82%AC%20rates")
 */
export function formatExtValue(value: string, language: string = ''): string {
  if (language !== '' && !all(language, ATTR_CHAR)) {
    throw new TypeError(`Expected a language tag, got ${JSON.stringify(language)}`)
  }
  return `UTF-8'${language}'${encodePercentUtf8(value, ATTR_CHARS)}`
}

/** A value that may have been spread over several parameters. */
export interface ExtendedParameter {
  /** The text; `undefined` when there is none that can be read. */
  readonly value: string | undefined
  /** `ext-value` for an extended form that cannot be read; the next best form counts then. */
  readonly problems: readonly Problem[]
}

/**
 * Finds the value of a parameter in any of the forms it may have, the best one first:
 *
 * 1. `name*`, RFC 8187 (it must not be quoted);
 * 2. `name*0`, `name*1*`, ..., the continuations of RFC 2231 section 3, joined by number up to the first gap.
 * RFC 8187
 *    has none of these, but mailers and old servers send them;
 * 3. `name`.
 *
 * @param name in lower case, without `*`
 * @example
 * import { readParameters } from '@triptych/raw/http'
 * const { parameters } = readParameters("; f=a; f*1=b; f*0*=UTF-8''%c3%a9")
 * assert.equal(extendedParameter(parameters, 'f').value, '\xe9b')
 */
export function extendedParameter(parameters: readonly Parameter[], name: string): ExtendedParameter {
  const plain = parameter(parameters, name)
  let problems: readonly Problem[] = NO_PROBLEMS
  const extended = parameters.find((item) => item.name === `${name}*`)
  if (extended !== undefined) {
    const value = extended.quoted ? undefined : parseExtValue(extended.value)?.value
    if (value !== undefined) return { value, problems }
    problems = [{ code: 'ext-value', at: extended.at }]
  }
  const joined = joinContinuations(parameters, name)
  if (joined === undefined) return { value: plain, problems }
  if (joined.value !== undefined) return { value: joined.value, problems }
  return { value: plain, problems: [...problems, { code: 'ext-value', at: joined.at }] }
}

/** The parts by number; `undefined` when there is no part 0. */
function joinContinuations(
  parameters: readonly Parameter[],
  name: string,
): { readonly value: string | undefined; readonly at: number } | undefined {
  let parts: Map<number, Parameter> | undefined
  const prefix = `${name}*`
  for (const item of parameters) {
    if (!item.name.startsWith(prefix)) continue
    const number = sectionNumber(item.name, prefix.length)
    if (number < 0) continue
    parts ??= new Map()
    if (!parts.has(number)) parts.set(number, item)
  }
  const first = parts?.get(0)
  if (parts === undefined || first === undefined) return undefined
  let charset: string | undefined
  let bytes = ''
  for (let number = 0, part: Parameter | undefined = first; part !== undefined; part = parts.get(++number)) {
    let { value } = part
    if (part.name.endsWith('*')) {
      if (number === 0) {
        const start = parseExtValue(value)
        if (start === undefined || part.quoted) return { value: undefined, at: part.at }
        charset = start.charset
        bytes = start.bytes
        continue
      }
      // Only the first part names a charset: without it the escapes have no meaning.
      if (charset === undefined || part.quoted || !isValueChars(value))
        return { value: undefined, at: part.at }
      value = decodePercent(value)
    }
    bytes += value
  }
  return { value: charset === undefined ? bytes : decodeCharset(charset, bytes), at: first.at }
}

/** The number in `*0`, `*12*`: no leading zeros, RFC 2231 section 7. Or -1. */
function sectionNumber(name: string, start: number): number {
  const end = skip(name, start, DIGIT)
  const digits = end - start
  if (digits === 0 || digits > 3 || (digits > 1 && name.charCodeAt(start) === 0x30)) return -1
  if (end !== name.length && !(end === name.length - 1 && name.charCodeAt(end) === 0x2a)) return -1
  return Number(name.slice(start, end))
}
