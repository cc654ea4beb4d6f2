import { guessType } from '@triptych/raw/mime'
import { FileStorage } from '../datastructures/file-storage.ts'
import { Headers } from '../datastructures/headers.ts'
import { MultipartEncoder } from '../sansio/multipart/encoder.ts'
import { Data, Epilogue, Field, File as FilePart, Preamble } from '../sansio/multipart/events.ts'
import { formItems } from './form-items.ts'
import type { FormInit } from './form-items.ts'

/** A form as the body of a request. */
export interface EncodedForm {
  /** What parts its parts; the `boundary` of the Content-Type. */
  readonly boundary: string
  readonly body: Uint8Array
}

const text = new TextEncoder()
const NOTHING = new Uint8Array(0)

/**
 * Writes a form as multipart/form-data, block by block: texts, numbers and so on as fields; files with their names, types
 * and further header fields. Python: `werkzeug.test.stream_encode_multipart`, which gives a file in its place.
 *
 * @param boundary what parts the parts; it must not stand in them. Default: a random one
 * @throws TypeError for a name with NUL
 * @example
 * const blocks = streamEncodeMultipart({ a: '1' }, 'x')
 * let body = ''
 * for await (const block of blocks) body += new TextDecoder().decode(block)
 * assert.equal(body, '\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n')
 */
export async function* streamEncodeMultipart(
  form: FormInit,
  boundary: string = randomBoundary(),
): AsyncIterable<Uint8Array> {
  const encoder = new MultipartEncoder(boundary)
  encoder.sendEvent(new Preamble(NOTHING))
  for (const [name, value] of formItems(form)) {
    const file = fileOf(value)
    if (file === null) {
      yield encoder.sendEvent(new Field(name, new Headers()))
      yield encoder.sendEvent(new Data(text.encode(String(value)), false))
      continue
    }
    yield encoder.sendEvent(headOf(name, file))
    for await (const block of file) yield encoder.sendEvent(new Data(block, true))
    yield encoder.sendEvent(new Data(NOTHING, false))
  }
  yield encoder.sendEvent(new Epilogue(NOTHING))
}

/**
 * Writes a form as multipart/form-data. Python: `werkzeug.test.encode_multipart`.
 *
 * @throws TypeError for a name with NUL
 * @example
 * const { body, boundary } = await encodeMultipart({ upload: new File(['hi'], 'a.txt') }, 'x')
 * assert.equal(boundary, 'x')
 * assert.match(new TextDecoder().decode(body), /name="upload"; filename="a.txt"\r\nContent-Type: text\/plain\r\n\r\nhi\r\n/)
 */
export async function encodeMultipart(
  form: FormInit,
  boundary: string = randomBoundary(),
): Promise<EncodedForm> {
  const blocks: Uint8Array[] = []
  for await (const block of streamEncodeMultipart(form, boundary)) blocks.push(block)
  return { boundary, body: new Uint8Array(await new Blob(blocks as Uint8Array<ArrayBuffer>[]).arrayBuffer()) }
}

/** A boundary that nobody guesses, so that it does not stand in a part. */
function randomBoundary(): string {
  return `---------------TriptychFormPart_${crypto.randomUUID().replaceAll('-', '')}`
}

function fileOf(value: unknown): FileStorage | null {
  if (value instanceof FileStorage) return value
  if (value instanceof Uint8Array) return new FileStorage(value)
  if (!(value instanceof Blob)) return null
  return value instanceof File ? FileStorage.fromFile(value) : new FileStorage(value)
}

function headOf(name: string, file: FileStorage): Field | FilePart {
  const { filename } = file
  const headers = new Headers(file.headers)
  const type = file.contentType ?? (filename === null ? null : guessType(filename)[0])
  headers.remove('Content-Length')
  headers.set('Content-Type', type ?? 'application/octet-stream')
  return filename === null ? new Field(name, headers) : new FilePart(name, filename, headers)
}
