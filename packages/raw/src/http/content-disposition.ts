import { WS, skip } from './chars.ts'
import { extendedParameter, formatExtValue } from './ext-value.ts'
import { readParameters } from './parameters.ts'
import type { Parameter, ParameterOptions } from './parameters.ts'
import type { Problem } from './problem.ts'
import { quote, quoteUnlessToken } from './quoted-string.ts'
import { checkToken, tokenEnd } from './token.ts'
import { encodeUtf8 } from './utf8.ts'

/** What is to be done with a body, and under which name. */
export interface ContentDisposition {
  /** `attachment`, `inline`, `form-data` or another, in lower case. */
  readonly type: string
  /**
   * Name to save under, never a path (see {@link fileNameOf}); `undefined` when there is none. From
   * `filename*`, from continuations, or from `filename`, whose characters stand for one byte each (RFC 6266:
   * ISO-8859-1; form data: UTF-8).
   */
  readonly filename: string | undefined
  /** As they stood in the text. */
  readonly parameters: readonly Parameter[]
  /** Of the parameters and of extended values: see `Parameters` and `ExtendedParameter` for the codes. */
  readonly problems: readonly Problem[]
}

const BWS: ParameterOptions = Object.freeze({ bws: true })

/**
 * Reads Content-Disposition, RFC 6266 section 4.1, whose grammar admits blanks around the `=`:
 *
 *     content-disposition = disposition-type *( ";" disposition-parm )
 *     filename-parm       = "filename" "=" value / "filename*" "=" ext-value
 *
 * @returns `undefined` when there is no type
 * @example
 * const both = parseContentDisposition(`attachment; filename="e.txt"; filename*=UTF-8''%e2%82%ac.txt`)
 * assert.equal(both?.filename, '\u20ac.txt')
 * assert.equal(parseContentDisposition('attachment; filename="../../etc/passwd"')?.filename, 'passwd')
 */
export function parseContentDisposition(text: string): ContentDisposition | undefined {
  const start = skip(text, 0, WS)
  const end = tokenEnd(text, start)
  const next = skip(text, end, WS)
  if (end === start || (next < text.length && text.charCodeAt(next) !== 0x3b)) return undefined
  const { parameters, problems } = readParameters(text, next, BWS)
  const name = extendedParameter(parameters, 'filename')
  return {
    type: text.slice(start, end).toLowerCase(),
    filename: name.value === undefined ? undefined : fileNameOf(name.value),
    parameters,
    problems: name.problems.length > 0 ? [...problems, ...name.problems] : problems,
  }
}

/**
 * The last part of a path of either kind, without control characters: what a sender may say about the name of
 * a file, RFC 6266 section 4.3. Nothing is left of `.` and `..`.
 *
 * @example
 * assert.equal(fileNameOf('C:\\a\\b.txt'), 'b.txt')
 * assert.equal(fileNameOf('a/..'), '')
 */
export function fileNameOf(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const name = last.replace(/[\x00-\x1f\x7f]/g, '')
  return name === '.' || name === '..' ? '' : name
}

/**
 * Writes Content-Disposition. A name that old recipients could not read is written twice (RFC 6266 appendix
 * D): with plain characters for them, and as `filename*`, which others prefer.
 *
 * @param parameters further ones, after the name
 * @throws TypeError for control characters, and for types and names that are no tokens
 * @example
 * assert.equal(formatContentDisposition('attachment', 'a b.txt'), 'attachment; filename="a b.txt"')
 * assert.equal(
 *   formatContentDisposition('attachment', '\u20ac.txt'),
 *   'attachment; filename="_.txt"; filename*=UTF-8\'\'%E2%82%AC.txt',
 * )
 */
export function formatContentDisposition(
  type: string,
  filename?: string,
  parameters: Iterable<readonly [name: string, value: string]> = [],
): string {
  let text = checkToken(type)
  if (filename !== undefined) {
    checkControls(filename)
    const plain = plainName(filename)
    text += `; filename=${plain === filename ? quoteUnlessToken(plain) : quote(plain)}`
    if (plain !== filename) text += `; filename*=${formatExtValue(filename)}`
  }
  for (const [name, value] of parameters) text += `; ${checkToken(name)}=${quoteUnlessToken(value)}`
  return text
}

function checkControls(text: string): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x7f) {
      throw new TypeError(`Expected a file name without control characters, got ${JSON.stringify(text)}`)
    }
  }
}

/**
 * The name with `_` in place of what recipients disagree on (appendix D): all outside ASCII, quotes,
 * backslashes and percent signs, which may look like an escape. Letters only lose their accents.
 */
function plainName(filename: string): string {
  let plain = ''
  for (const char of filename.normalize('NFKD').replace(/\p{Mark}/gu, '')) {
    plain += char > '~' || char === '"' || char === '\\' || char === '%' ? '_' : char
  }
  return plain
}

/**
 * Writes the Content-Disposition of a part of multipart/form-data as browsers do (WHATWG HTML,
 * "multipart/form-data encoding algorithm"): UTF-8 as it is, with `%0A`, `%0D` and `%22` for the characters
 * that would end the name. Line ends in a name, but not in a file's name, become CRLF.
 *
 * @returns one character for each byte
 * @throws TypeError for NUL, which no header may hold
 * @example
 * assert.equal(formatFormDataDisposition('a"b', 'c.txt'), 'form-data; name="a%22b"; filename="c.txt"')
 */
export function formatFormDataDisposition(name: string, filename?: string): string {
  const text = `form-data; name="${escapeFormData(name.replace(/\r\n?|\n/g, '\r\n'))}"`
  return filename === undefined ? text : `${text}; filename="${escapeFormData(filename)}"`
}

function escapeFormData(text: string): string {
  if (text.includes('\0')) throw new TypeError(`Expected a name without NUL, got ${JSON.stringify(text)}`)
  const escaped = text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
  return encodeUtf8(escaped)
}
