import type { Environ } from '@triptych/raw'
import { isAscii } from '@triptych/raw/http'
import { boundaries, encodeMultipartForm, isFileInput, urlEncode, type FormSource } from './encode-form.ts'
import { concat } from '../concat.ts'
import { SeekableInput } from './seekable-input.ts'
import { streamInput } from './stream-input.ts'

/** The pairs of a form and whether one of them is a file; undefined when it is bytes already. */
function pairsOf(data: FormSource): [name: string, value: unknown][] | undefined {
  if (typeof data === 'string' || data instanceof Uint8Array) return undefined
  if (Symbol.iterator in data)
    return [...(data as Iterable<[string, unknown]>)].map(([name, value]) => [name, value])
  return Object.entries(data).flatMap(([name, value]): [string, unknown][] =>
    Array.isArray(value) && !isPair(value) ? value.map((one) => [name, one]) : [[name, value]],
  )
}

/** A pair of a file's name and content, rather than a list of values. */
const isPair = (value: readonly unknown[]): boolean =>
  value.length === 2 &&
  typeof value[0] === 'string' &&
  (value[1] instanceof Uint8Array || typeof value[1] === 'string')

const encoder = new TextEncoder()

async function* contents(blocks: readonly (Uint8Array | Blob)[]): AsyncGenerator<Uint8Array, void> {
  for (const block of blocks) {
    if (block instanceof Blob) yield* block.stream() as unknown as AsyncIterable<Uint8Array>
    else yield block
  }
}

/**
 * Gives an environ a body: a form, text in ASCII or bytes. The method becomes POST unless it is POST or PUT. Files make it
 * multipart/form-data; those of the platform are read when the body is. Python: `webob.request.environ_add_POST`.
 *
 * @throws TypeError for text that is not ASCII, for files in another type, and for a form in a type that is none of forms
 * @example
 * import { environFromUrl } from '@triptych/webob/request'
 * const environ = environFromUrl('/')
 * environAddPost(environ, { a: '1' })
 * assert.equal(environ.REQUEST_METHOD, 'POST')
 * assert.equal(environ.CONTENT_TYPE, 'application/x-www-form-urlencoded')
 */
export function environAddPost(
  environ: Environ,
  data: FormSource | null | undefined,
  contentType?: string | null,
): void {
  if (data === null || data === undefined) return
  if (typeof data === 'string' && !isAscii(data)) {
    throw new TypeError(
      `Expected a body of bytes, or of text in ASCII, got ${JSON.stringify(data.slice(0, 40))}`,
    )
  }
  if (environ.REQUEST_METHOD !== 'POST' && environ.REQUEST_METHOD !== 'PUT') environ.REQUEST_METHOD = 'POST'
  const pairs = pairsOf(data)
  const hasFiles = pairs?.some(([, value]) => isFileInput(value)) ?? false
  let type = contentType ?? (hasFiles ? 'multipart/form-data' : 'application/x-www-form-urlencoded')
  let blocks: (Uint8Array | Blob)[]
  if (!pairs) blocks = [typeof data === 'string' ? encoder.encode(data) : (data as Uint8Array)]
  else if (type.startsWith('multipart/form-data')) {
    let boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
    if (boundary === undefined) {
      boundary = boundaries.next()
      type += `; boundary=${boundary}`
    }
    blocks = encodeMultipartForm(pairs, boundary)
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    if (hasFiles)
      throw new TypeError(`Expected multipart/form-data for a form with files, got ${JSON.stringify(type)}`)
    blocks = [encoder.encode(urlEncode(pairs))]
  } else throw new TypeError(`Expected bytes as body of the type ${JSON.stringify(type)}, got a form`)
  const isInMemory = !blocks.some((block) => block instanceof Blob)
  environ['wsgi.input'] = isInMemory
    ? new SeekableInput(concat(blocks as Uint8Array[]))
    : streamInput(contents(blocks))
  environ['webob.is_body_seekable'] = isInMemory
  const length = blocks.reduce((sum, block) => sum + (block instanceof Blob ? block.size : block.length), 0)
  environ.CONTENT_LENGTH = String(length)
  environ.CONTENT_TYPE = type
}
