import { encodeUtf8, fromBytes, parseQuery } from '@triptych/raw/http'
import { RequestError } from '../errors.ts'
import { MultiDict } from '../multidict/index.ts'
import type { DecodeErrors } from '../compat.ts'
import { decodeCharset } from './decode-charset.ts'
import { FileField } from './file-field.ts'
import { MultipartLines, type RawPart } from './multipart-lines.ts'
import { parsePartHeader } from './part-header.ts'

/** A form's values: texts, files, and empty bytes where a file could have been chosen. */
export type FormValue = string | FileField | Uint8Array

/** How much of a form is read. */
export interface FormLimits {
  /** Fields of a form, files among them. */
  readonly maxFormParts: number
  /** Bytes of the value of a field that is no file. */
  readonly maxFieldSize: number
}

/**
 * Reads application/x-www-form-urlencoded: `&` separates, what is no UTF-8 becomes U+FFFD.
 *
 * @throws RequestError (413) beyond the limits
 * @example
 * const limits = { maxFormParts: 10, maxFieldSize: 1000 }
 * const form = readUrlencoded(new TextEncoder().encode('a=1&a=2'), limits)
 * assert.deepEqual(form.getall('a'), ['1', '2'])
 */
export function readUrlencoded(body: Uint8Array, limits: FormLimits): MultiDict<FormValue> {
  const { pairs, problems } = parseQuery(fromBytes(body), { limit: limits.maxFormParts })
  if (problems.some(({ code }) => code === 'too-many-pairs')) tooMany(limits.maxFormParts)
  for (const [, value] of pairs) {
    // At most three bytes a character; they are counted when that could be too many.
    const isShort = value.length * 3 <= limits.maxFieldSize
    if (!isShort && encodeUtf8(value).length > limits.maxFieldSize) tooLong(limits.maxFieldSize)
  }
  return new MultiDict<FormValue>(pairs)
}

function tooMany(limit: number): never {
  throw new RequestError(413, 'ERR_FORM_PARTS', `Expected at most ${limit} fields in the form, got more`)
}

function tooLong(limit: number): never {
  throw new RequestError(413, 'ERR_FORM_FIELD', `Expected at most ${limit} bytes in a field, got more`)
}

/** A parameter as it is quoted in Content-Type of a multipart body; it may hold what a token may not. */
function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain?.trim() ?? ''
  if (boundary === '' || boundary.length > 200 || !/^[ -~]*[!-~]$/.test(boundary)) {
    throw new RequestError(
      400,
      'ERR_FORM_BOUNDARY',
      `Expected a boundary of 1 to 200 ASCII characters, got ${JSON.stringify(boundary)}`,
    )
  }
  return boundary
}

/**
 * Reads multipart/form-data: a part with a file's name is a {@link FileField}, one with an empty one (no file was chosen)
 * bytes, any other a text. A part without a name has an empty one. A body that ends without its last boundary is taken.
 *
 * `encoding` is that of names, and of texts without a charset of their own.
 *
 * @throws RequestError when Content-Type has no boundary or a part cannot be read (400), when the charset of a part is not
 *   known (415), and beyond the limits (413)
 * @example
 * const limits = { maxFormParts: 10, maxFieldSize: 1000 }
 * const body = '--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xyz--\r\n'
 * const form = readMultipart(new TextEncoder().encode(body), 'multipart/form-data; boundary=xyz', limits)
 * assert.equal(form.get('a'), '1')
 */
export function readMultipart(
  body: Uint8Array,
  contentType: string,
  limits: FormLimits,
  encoding: string = 'utf-8',
  errors: DecodeErrors = 'replace',
): MultiDict<FormValue> {
  const form = new MultiDict<FormValue>()
  for (const part of new MultipartLines(body, boundaryOf(contentType))) {
    if (form.size >= limits.maxFormParts) tooMany(limits.maxFormParts)
    addPart(form, part, limits, (bytes, charset = encoding) =>
      decodeCharset(bytes, charset, charset === encoding || UTF8.test(charset) ? errors : 'strict'),
    )
  }
  return form
}

const header = (part: RawPart, name: string): string | undefined =>
  part.headers.find(([field]) => field.toLowerCase() === name)?.[1]

/** Every spelling of it: what the platform's own decoder takes is not in question here. */
const UTF8 = /^utf-?8$/i

function addPart(
  form: MultiDict<FormValue>,
  part: RawPart,
  limits: FormLimits,
  text: (bytes: string, charset?: string) => string,
): void {
  const bytes = part.content
  const disposition = parsePartHeader(header(part, 'content-disposition') ?? '').params
  const type = header(part, 'content-type')
  const { value: essence, params } = parsePartHeader(type ?? 'text/plain')
  const name = text(disposition.get('name') ?? '')
  const filename = disposition.get('filename')
  if (filename) {
    const options = { type: essence, typeOptions: dictionary(params), headers: part.headers }
    form.add(name, new FileField(name, text(filename), bytes, options))
    return
  }
  if (bytes.length > limits.maxFieldSize) tooLong(limits.maxFieldSize)
  if (filename === '') form.add(name, bytes)
  else {
    const content = transferDecoded(fromBytes(bytes), header(part, 'content-transfer-encoding'))
    form.add(name, text(content, params.get('charset')))
  }
}

/** An object of names that a client has chosen: `__proto__` is one like any other. */
const dictionary = (entries: ReadonlyMap<string, string>): Record<string, string> =>
  Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(entries))

/** The bytes behind base64 or quoted-printable (RFC 2045 section 6), which only old mail programs send. */
function transferDecoded(text: string, coding: string | undefined): string {
  if (coding === 'base64') return base64Decoded(text)
  if (coding !== 'quoted-printable') return text
  return text.replaceAll(/=(?:\r?\n|$|([0-9A-Fa-f]{2}))/g, (_, digits: string | undefined) =>
    digits === undefined ? '' : String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

function base64Decoded(text: string): string {
  try {
    return atob(text.replaceAll(/[^A-Za-z0-9+/]/g, ''))
  } catch (cause) {
    throw new RequestError(400, 'ERR_FORM_ENCODING', 'Expected base64 in a field that says so', { cause })
  }
}
