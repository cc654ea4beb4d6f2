import {
  MultipartDecoder,
  encodeUtf8,
  parseQuery,
  parseMediaType,
  type MultipartEvent,
} from '@triptych/raw/http'
import { RequestError } from '../errors.ts'
import { MultiDict } from '../multidict/index.ts'
import { decodeText } from '../compat.ts'
import { FileField } from './file-field.ts'
import { concat } from './seekable-input.ts'

/** A form's values: texts, and files. */
export type FormValue = string | FileField

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

interface Part {
  readonly headers: readonly (readonly [string, string])[]
  readonly name: string | undefined
  readonly filename: string | undefined
  readonly contentType: string | undefined
  readonly blocks: Uint8Array[]
}

/**
 * Reads multipart/form-data: a part with a file's name is a {@link FileField}, any other a text.
 *
 * `encoding` is that of names and texts without a charset of their own; `latin-1` gives one character for each byte.
 *
 * @throws SyntaxError when Content-Type has no boundary
 * @throws RequestError beyond the limits (413), or when a part is no part (400)
 */
export function readMultipart(
  body: Uint8Array,
  contentType: string,
  limits: FormLimits,
  encoding: 'utf-8' | 'latin-1' = 'utf-8',
): MultiDict<FormValue> {
  const decoder = new MultipartDecoder(boundaryOf(contentType), {
    bareLineEnds: true,
    looseHeaders: true,
    unnamedParts: true,
    anyBoundary: true,
    missingEnd: true,
    maxParts: limits.maxFormParts,
    maxValueBytes: limits.maxFieldSize,
    maxPreambleBytes: body.length + 1,
  })
  const form = new MultiDict<FormValue>()
  let part: Part | undefined
  const take = (event: MultipartEvent): void => {
    if (event.type === 'part') part = { ...event, blocks: [] }
    else if (event.type === 'data') part?.blocks.push(event.data)
    else if (event.type === 'part-end' && part) {
      addPart(form, part, encoding)
      part = undefined
    }
  }
  try {
    for (const event of decoder.push(body)) take(event)
    for (const event of decoder.finish()) take(event)
  } catch (error) {
    const {
      status = 400,
      code = 'ERR_MULTIPART',
      message,
    } = error as { status?: number; code?: string; message: string }
    throw new RequestError(status, code, message, { cause: error })
  }
  return form
}

function addPart(form: MultiDict<FormValue>, part: Part, encoding: string): void {
  const bytes = concat(part.blocks)
  const type = part.contentType === undefined ? undefined : parseMediaType(part.contentType)
  const inBytes = (text: string): string => (encoding === 'latin-1' ? encodeUtf8(text) : text)
  const name = inBytes(part.name ?? '')
  if (part.filename) {
    const typeOptions = Object.fromEntries(type?.parameters ?? [])
    const essence = type?.essence ?? part.contentType?.split(';')[0]!.trim().toLowerCase() ?? 'text/plain'
    form.add(
      name,
      new FileField(name, inBytes(part.filename), bytes, {
        type: essence,
        typeOptions,
        headers: part.headers,
      }),
    )
    return
  }
  const charset = type?.parameters.get('charset') ?? encoding
  const coding = part.headers.find(([field]) => field.toLowerCase() === 'content-transfer-encoding')?.[1]
  form.add(
    name,
    decodeText(transferDecoded(latin1(bytes), coding), charset, charset === 'utf-8' ? 'replace' : 'strict'),
  )
}

/** The bytes behind base64 or quoted-printable (RFC 2045 section 6), which only old mail programs send. */
function transferDecoded(text: string, coding: string | undefined): string {
  if (coding === 'base64') return atob(text.replaceAll(/[^A-Za-z0-9+/]/g, ''))
  if (coding !== 'quoted-printable') return text
  return text
    .replaceAll(/[ \t]*=\r?\n/g, '')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
