import { parseQuery } from '@triptych/raw/http'
import { RequestError } from '../errors.ts'
import { MultiDict } from '../multidict/index.ts'
import { decodeText } from '../compat.ts'
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

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x2000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x2000))
  return text
}

/**
 * Reads application/x-www-form-urlencoded: `&` separates, what is no UTF-8 becomes U+FFFD.
 *
 * @throws RequestError (413) beyond the limits
 */
export function readUrlencoded(body: Uint8Array, limits: FormLimits): MultiDict<FormValue> {
  const { pairs, problems } = parseQuery(latin1(body), { limit: limits.maxFormParts })
  if (problems.some(({ code }) => code === 'too-many-pairs')) tooMany(limits.maxFormParts)
  return new MultiDict<FormValue>(pairs)
}

function tooMany(limit: number): never {
  throw new RequestError(413, 'ERR_FORM_PARTS', `Expected at most ${limit} fields in the form, got more`)
}

/** A parameter as it is quoted in Content-Type of a multipart body; it may hold what a token may not. */
function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain?.trim() ?? ''
  if (boundary === '' || boundary.length > 200 || !/^[ -~]*[!-~]$/.test(boundary)) {
    throw new SyntaxError(`Expected a boundary of 1 to 200 ASCII characters, got ${JSON.stringify(boundary)}`)
  }
  return boundary
}

/**
 * Reads multipart/form-data: a part with a file's name is a {@link FileField}, one with an empty one (no file was chosen)
 * bytes, any other a text. A part without a name has an empty one. A body that ends without its last boundary is taken.
 *
 * `encoding` is that of names and texts without a charset of their own; `latin-1` gives one character for each byte.
 *
 * @throws SyntaxError when Content-Type has no boundary
 * @throws RequestError (413) beyond the limits
 */
export function readMultipart(
  body: Uint8Array,
  contentType: string,
  limits: FormLimits,
  encoding: 'utf-8' | 'latin-1' = 'utf-8',
): MultiDict<FormValue> {
  const form = new MultiDict<FormValue>()
  for (const part of new MultipartLines(body, boundaryOf(contentType))) {
    if (form.size >= limits.maxFormParts) tooMany(limits.maxFormParts)
    addPart(form, part, encoding, limits)
  }
  return form
}

const header = (part: RawPart, name: string): string | undefined =>
  part.headers.find(([field]) => field.toLowerCase() === name)?.[1]

function addPart(form: MultiDict<FormValue>, part: RawPart, encoding: string, limits: FormLimits): void {
  const bytes = part.content
  const text = (value: string): string =>
    encoding === 'latin-1' ? value : decodeText(value, encoding, 'replace')
  const disposition = parsePartHeader(header(part, 'content-disposition') ?? '').params
  const type = header(part, 'content-type')
  const { value: essence, params } = parsePartHeader(type ?? 'text/plain')
  const name = text(disposition.get('name') ?? '')
  const filename = disposition.get('filename')
  if (filename) {
    const options = { type: essence, typeOptions: Object.fromEntries(params), headers: part.headers }
    form.add(name, new FileField(name, text(filename), bytes, options))
  } else if (filename === '') form.add(name, bytes)
  else {
    if (bytes.length > limits.maxFieldSize) {
      throw new RequestError(
        413,
        'ERR_FORM_FIELD',
        `Expected at most ${limits.maxFieldSize} bytes in a field, got more`,
      )
    }
    const charset = params.get('charset') ?? encoding
    const content = transferDecoded(latin1(bytes), header(part, 'content-transfer-encoding'))
    form.add(name, decodeText(content, charset, charset === 'utf-8' ? 'replace' : 'strict'))
  }
}

/** The bytes behind base64 or quoted-printable (RFC 2045 section 6), which only old mail programs send. */
function transferDecoded(text: string, coding: string | undefined): string {
  if (coding === 'base64') return atob(text.replaceAll(/[^A-Za-z0-9+/]/g, ''))
  if (coding !== 'quoted-printable') return text
  return text
    .replaceAll(/[ \t]*=\r?\n/g, '')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
