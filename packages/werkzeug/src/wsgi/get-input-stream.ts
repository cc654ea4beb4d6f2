import type { Environ, InputStream } from '@triptych/raw/gateway'
import { NO_INPUT } from '@triptych/raw/input'
import { RequestEntityTooLarge } from '../exceptions/client-errors.ts'
import { getContentLength } from './get-content-length.ts'
import { LimitedStream } from './limited-stream.ts'

/** Options of {@link getInputStream}. */
export interface InputStreamOptions {
  /** Give an empty stream when nothing says where the body ends (the default). Without it the stream may be endless. */
  safeFallback?: boolean
  /** The most bytes that a body may have; `null` for no limit. */
  maxContentLength?: number | null
}

/**
 * The body of a request, so that it is safe to read to its end, `werkzeug.wsgi.get_input_stream`: up to Content-Length, or
 * where the server ends it (`wsgi.input_terminated`, as all gateways of Triptych say), and never more than
 * `maxContentLength`. A body that is not read stays with the server, which drains it or closes the connection.
 *
 * @throws RequestEntityTooLarge (413) at once when Content-Length is above the maximum; without a length, the stream
 * throws it while it is read
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * import { blocksOf, Input } from '@triptych/raw/input'
 * const input = new Input(blocksOf(new Uint8Array(10)))
 * const environ = setupTestingDefaults({ 'wsgi.input': input, CONTENT_LENGTH: '4' })
 * assert.equal((await getInputStream(environ).read()).length, 4)
 * assert.throws(() => getInputStream(environ, { maxContentLength: 3 }), { code: 413 })
 */
export function getInputStream(
  environ: Pick<Environ, 'wsgi.input'> & Readonly<Partial<Environ>>,
  { safeFallback = true, maxContentLength = null }: InputStreamOptions = {},
): InputStream {
  const stream = environ['wsgi.input']
  const length = getContentLength(environ)
  if (length !== null && maxContentLength !== null && length > maxContentLength) {
    throw new RequestEntityTooLarge(
      `The request body has ${length} bytes, more than ${maxContentLength}, the most that are accepted.`,
    )
  }
  if (environ['wsgi.input_terminated'] === true) {
    return maxContentLength === null ? stream : new LimitedStream(stream, maxContentLength, { isMax: true })
  }
  if (length === null) return safeFallback ? NO_INPUT : stream
  return new LimitedStream(stream, length)
}
