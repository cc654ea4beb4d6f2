import type { Environ } from '@triptych/raw'
import { environKey } from '@triptych/raw/environ'
import { checkField, fromBytes } from '@triptych/raw/http'
import { environFromUrl } from './environ-from-url.ts'
import { SeekableInput } from './seekable-input.ts'
import { streamInput } from './stream-input.ts'

/** A request that was read, and how many bytes are left behind it. */
export interface ReadRequest {
  readonly environ: Environ
  readonly rest: number
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 80))

/** The text of a line without what ends it. */
function withoutEnd(line: string): string {
  let end = line.length
  while (end > 0 && (line[end - 1] === '\n' || line[end - 1] === '\r')) end--
  return line.slice(0, end)
}

/** The environ of a request line and the lines of fields below it, and the length that they say. */
function environOf(lines: readonly Uint8Array[]): [environ: Environ, length: number | undefined] {
  const [first = '', ...rest] = lines.map(fromBytes)
  const [, method, target, version] = /^\s*(\S+)\s+(\S+)\s+(.*)$/.exec(withoutEnd(first)) ?? []
  if (method === undefined) {
    throw new SyntaxError(`Expected a method, a target and a version, got ${shown(first)}`)
  }
  const environ = environFromUrl(target!)
  environ.REQUEST_METHOD = method.toUpperCase()
  environ.SERVER_PROTOCOL = version!
  delete environ.HTTP_HOST
  const fields = new Map<string, string[]>()
  for (const text of rest) {
    const colon = text.indexOf(':')
    if (colon < 0) throw new SyntaxError(`Expected a field, got the line ${shown(text)}`)
    const name = text.slice(0, colon).trim()
    const value = text.slice(colon + 1).trim()
    checkField(name, value)
    const key = environKey(name)
    if (key === undefined) continue
    const values = fields.get(key)
    if (values) values.push(value)
    else fields.set(key, [value])
  }
  for (const [key, values] of fields) environ[key] = values.join(', ')
  const length = environ.CONTENT_LENGTH
  return [environ, length !== undefined && /^\+?\d+$/.test(length) ? Number(length) : undefined]
}

function setBody(environ: Environ, body: Uint8Array): void {
  environ.CONTENT_LENGTH = String(body.length)
  environ['wsgi.input'] = new SeekableInput(body)
  environ['webob.is_body_seekable'] = true
}

const isBlank = (line: Uint8Array): boolean =>
  line.every((code) => code === 0x20 || (code >= 0x09 && code <= 0x0d))

/**
 * Reads a request line, fields to the first empty line, and the body: as long as Content-Length says, or all that is left.
 * As in every environ, texts have one character for each byte; names with `_` and Proxy are left out, as every gateway does.
 *
 * @throws SyntaxError when the line has not three parts, or a line is no field
 * @throws FieldError (a TypeError) when the name or the value of a field may not be one
 * @example
 * const { environ, rest } = readRequest(new TextEncoder().encode('GET /a?b HTTP/1.1\r\nHost: example.com\r\n\r\n'))
 * assert.equal(environ.PATH_INFO, '/a')
 * assert.equal(environ.HTTP_HOST, 'example.com')
 * assert.equal(rest, 0)
 */
export function readRequest(data: Uint8Array): ReadRequest {
  const lines: Uint8Array[] = []
  let at = 0
  while (at < data.length) {
    const feed = data.indexOf(10, at)
    const end = feed < 0 ? data.length : feed + 1
    const line = data.subarray(at, end)
    at = end
    if (lines.length > 0 && isBlank(line)) break
    lines.push(line)
  }
  const [environ, length] = environOf(lines)
  const body = data.subarray(at, length === undefined ? data.length : Math.min(data.length, at + length))
  setBody(environ, body)
  return { environ, rest: data.length - at - body.length }
}

/**
 * {@link readRequest} from blocks: no more of them than the request needs; when it is read the blocks are closed.
 *
 * @throws SyntaxError and FieldError as that
 * @example
 * const blocks = ['POST / HTTP/1.1\r\nContent-', 'Length: 2\r\n\r\nhi, and more'].map((text) => new TextEncoder().encode(text))
 * const environ = await readRequestFrom(blocks)
 * assert.equal(new TextDecoder().decode(await environ['wsgi.input'].read()), 'hi')
 */
export async function readRequestFrom(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Environ> {
  const blocks = blocksOf(source)
  const input = streamInput(blocks)
  try {
    const lines: Uint8Array[] = []
    for (;;) {
      const line = await input.readline()
      if (line.length === 0 || (lines.length > 0 && isBlank(line))) break
      lines.push(line)
    }
    const [environ, length] = environOf(lines)
    setBody(environ, await input.read(length))
    return environ
  } finally {
    await blocks.return()
  }
}

async function* blocksOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* source
}
