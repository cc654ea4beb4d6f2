import type { InputStream } from '@triptych/raw/gateway'
import { decodePercent, decodeUtf8, encodeUtf8 } from '@triptych/raw/http'
import { Input } from '@triptych/raw/input'
import type { Headers } from '../datastructures/headers.ts'

/**
 * A path as an environ has it: escapes decoded, what is no UTF-8 replaced, one character for each byte.
 *
 * @example
 * assert.equal(decodedPath('/caf%C3%A9%FF'), '/caf\xc3\xa9\xef\xbf\xbd')
 */
export function decodedPath(path: string): string {
  return encodeUtf8(decodeUtf8(decodePercent(path)))
}

/**
 * Header fields by their keys in an environ, those of one name joined. Type and length of the content have keys of their
 * own, and are left out.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * const headers = new Headers([['X-A', '1'], ['x-a', '2'], ['Content-Length', '3']])
 * assert.deepEqual([...headerKeys(headers)], [['HTTP_X_A', '1, 2']])
 */
export function headerKeys(headers: Headers): Map<`HTTP_${string}`, string> {
  const fields = new Map<`HTTP_${string}`, string>()
  for (const [name, value] of headers.toWsgiList()) {
    const key = `HTTP_${name.toUpperCase().replaceAll('-', '_')}` as const
    if (key === 'HTTP_CONTENT_TYPE' || key === 'HTTP_CONTENT_LENGTH') continue
    const before = fields.get(key)
    fields.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  return fields
}

/**
 * A stream of the platform as an input.
 *
 * @example
 * assert.equal((await inputOfStream(new Blob(['hi']).stream()).read()).length, 2)
 */
export function inputOfStream(stream: ReadableStream<Uint8Array>): InputStream {
  const reader = stream.getReader()
  return new Input(async () => (await reader.read()).value)
}
