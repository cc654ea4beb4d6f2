import {
  checkField,
  encodePercent,
  encodePercentUtf8,
  fromBytes,
  randomBoundary,
  safeSet,
} from '@triptych/raw/http'
import { FileField } from './file-field.ts'

/** A file to send with a form: its name and content. */
export interface FormFile {
  readonly filename: string
  readonly content: Uint8Array | string
  /** Guessed from the name when it is not given. */
  readonly type?: string
}

/** A value of a form: text, a number, or a file. */
export type FormInput =
  | string
  | number
  | Uint8Array
  | FormFile
  | FileField
  | Blob
  | readonly [filename: string, content: Uint8Array | string]

/** What a body can be made of. As a value of an object, two texts in a list are name and content of a file. */
export type FormSource =
  | string
  | Uint8Array
  | Iterable<readonly [name: string, value: FormInput]>
  | Readonly<Record<string, FormInput | readonly FormInput[]>>
  | FormData
  | URLSearchParams

/** How bounds are made up; a test may put a fixed one here. */
export const boundaries: { next: () => string } = { next: () => randomBoundary() }

const SAFE = safeSet(' ')
const encoder = new TextEncoder()
const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? encoder.encode(value) : value

/** Types by extension, for the files that forms usually carry; anything else has no Content-Type. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webm: 'video/webm',
  xml: 'text/xml',
  zip: 'application/zip',
}

/**
 * A form as application/x-www-form-urlencoded, in UTF-8.
 *
 * @example
 * assert.equal(urlEncode([['q', 'a b&c']]), 'q=a+b%26c')
 */
export function urlEncode(pairs: Iterable<readonly [string, unknown]>): string {
  let query = ''
  for (const [name, value] of pairs) {
    const text =
      value instanceof Uint8Array
        ? encodePercent(fromBytes(value), SAFE)
        : encodePercentUtf8(String(value), SAFE)
    query += `${query === '' ? '' : '&'}${encodePercentUtf8(name, SAFE)}=${text}`
  }
  return query.replaceAll(' ', '+')
}

const isFile = (value: unknown): value is FormFile =>
  typeof value === 'object' && value !== null && 'filename' in value

/**
 * Whether a value is a file: a tagged one, one of the platform, or a pair of name and content.
 *
 * @example
 * assert.equal(isFileInput(['a.txt', 'content']), true)
 * assert.equal(isFileInput('content'), false)
 */
export const isFileInput = (value: unknown): boolean =>
  isFile(value) || value instanceof Blob || Array.isArray(value)

/** Quotes what would end a name: WHATWG HTML, "multipart/form-data encoding algorithm". */
const quoted = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/**
 * A form as multipart/form-data, in blocks; the contents of the platform's files are blocks of their own.
 *
 * @throws FieldError when the type of a file cannot be a header field
 * @example
 * const blocks = encodeMultipartForm([['a', 'b']], 'xyz')
 * const text = await new Blob(blocks).text()
 * assert.equal(text, '--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--xyz--')
 */
export function encodeMultipartForm(
  pairs: Iterable<readonly [string, unknown]>,
  boundary: string,
): (Uint8Array | Blob)[] {
  const blocks: (Uint8Array | Blob)[] = []
  for (const [name, value] of pairs) {
    const file = fileOf(value)
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`
    if (file) {
      head += `; filename="${quoted(file.filename)}"\r\n`
      if (file.type) {
        checkField('Content-Type', file.type)
        head += `Content-type: ${file.type}\r\n`
      }
    } else head += '\r\n'
    blocks.push(
      encoder.encode(`${head}\r\n`),
      file?.content ?? bytesOf(value instanceof Uint8Array ? value : String(value)),
      encoder.encode('\r\n'),
    )
  }
  blocks.push(encoder.encode(`--${boundary}--`))
  return blocks
}

interface NamedContent {
  readonly filename: string
  readonly content: Uint8Array | Blob
  readonly type: string | undefined
}

function fileOf(value: unknown): NamedContent | undefined {
  if (value instanceof FileField) {
    const options = Object.entries(value.typeOptions)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, text]) => `; ${key}="${text.replaceAll(/["\\]/g, '\\$&')}"`)
    return { filename: value.filename, content: value.bytes, type: value.type + options.join('') }
  }
  if (value instanceof Blob) {
    const filename = value instanceof File ? value.name : 'blob'
    return { filename, content: value, type: value.type || guess(filename) }
  }
  if (Array.isArray(value)) {
    const [filename, content] = value as [string, string | Uint8Array]
    return { filename, content: bytesOf(content), type: guess(filename) }
  }
  if (!isFile(value)) return undefined
  const { filename, content, type = guess(filename) } = value
  return { filename, content: bytesOf(content), type }
}

const guess = (filename: string): string | undefined =>
  TYPES[/\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '']
