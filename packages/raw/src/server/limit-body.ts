import type { Application, Body, Environ, InputStream, StartResponse } from '../gateway.ts'
import { NO_INPUT } from '../input.ts'
import { bytes } from '../util.ts'

/**
 * What reading `wsgi.input` throws once the body has more bytes than the server takes. An application that lets it
 * pass answers 413.
 *
 * @example
 * assert.equal(new BodyTooLarge(10).code, 'ERR_BODY_TOO_LARGE')
 */
export class BodyTooLarge extends RangeError {
  override readonly name = 'BodyTooLarge'
  readonly code = 'ERR_BODY_TOO_LARGE'
  /** The most bytes that would have been taken. */
  readonly limit: number

  constructor(limit: number) {
    super(`Expected a request body of at most ${limit} bytes, got more`)
    this.limit = limit
  }
}

/**
 * Refuses request bodies of more than `limit` bytes with 413 (RFC 9110 section 15.5.14): at once where
 * Content-Length tells it, else when the application reads beyond the limit.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const app = limitBody((environ, startResponse) => (startResponse('200 OK', []), []), 10)
 * let answer
 * app(setupTestingDefaults({ CONTENT_LENGTH: '11' }), (status) => (answer = status))
 * assert.equal(answer, '413 Content Too Large')
 */
export function limitBody(application: Application, limit: number): Application {
  return (environ, startResponse) => {
    const length = environ.CONTENT_LENGTH
    // Nearly every request: no body, or one that is known to fit.
    if (length === undefined || length === '') {
      if (environ['wsgi.input'] === NO_INPUT) return application(environ, startResponse)
      return limitUnknown(application, limit, environ, startResponse)
    }
    return Number(length) > limit ? refuse(startResponse) : application(environ, startResponse)
  }
}

/** A chunked body: counted while it is read. Its error can come only where the application awaits. */
function limitUnknown(
  application: Application,
  limit: number,
  environ: Environ,
  startResponse: StartResponse,
): Body | Promise<Body> {
  environ['wsgi.input'] = new LimitedInput(environ['wsgi.input'], limit)
  const result = application(environ, startResponse)
  return result instanceof Promise
    ? result.then(
        (body) => guard(body, startResponse),
        (error: unknown) => refuse(startResponse, error),
      )
    : guard(result, startResponse)
}

/** Answers 413 for the error of the limit, when the head is not out yet; lets all others pass. */
function refuse(startResponse: StartResponse, error?: unknown): Body {
  if (error !== undefined && !(error instanceof BodyTooLarge)) throw error
  const text = bytes('413 Content Too Large')
  startResponse('413 Content Too Large', [['Content-Type', 'text/plain; charset=utf-8']], error)
  return [text]
}

function guard(body: Body, startResponse: StartResponse): Body {
  return Symbol.asyncIterator in Object(body) ? new GuardedBody(body as AsyncBody, startResponse) : body
}

type AsyncBody = AsyncIterable<Uint8Array> & { close?(): void | Promise<void> }

class GuardedBody implements AsyncIterableIterator<Uint8Array> {
  private readonly body: AsyncBody
  private readonly startResponse: StartResponse
  private readonly iterator: AsyncIterator<Uint8Array>
  private rest: Iterator<Uint8Array> | undefined

  constructor(body: AsyncBody, startResponse: StartResponse) {
    this.body = body
    this.startResponse = startResponse
    this.iterator = body[Symbol.asyncIterator]()
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.rest !== undefined) return this.rest.next()
    try {
      return await this.iterator.next()
    } catch (error) {
      this.rest = (refuse(this.startResponse, error) as Iterable<Uint8Array>)[Symbol.iterator]()
      return this.rest.next()
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.iterator.return?.()
    return { done: true, value: undefined }
  }

  async close(): Promise<void> {
    await this.body.close?.()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

class LimitedInput implements InputStream {
  private readonly input: InputStream
  private readonly limit: number
  private taken = 0

  constructor(input: InputStream, limit: number) {
    this.input = input
    this.limit = limit
  }

  async read(size: number = -1): Promise<Uint8Array> {
    return this.count(await this.input.read(this.room(size)))
  }

  async readline(size: number = -1): Promise<Uint8Array> {
    return this.count(await this.input.readline(this.room(size)))
  }

  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = []
    for (let total = 0; hint <= 0 || total < hint;) {
      const line = await this.readline()
      if (line.length === 0) break
      total += line.length
      lines.push(line)
    }
    return lines
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const line of this.input) yield this.count(line)
  }

  /** One byte more than may come: it shows that the body is too large, and no more of it is kept in memory. */
  private room(size: number): number {
    const room = this.limit - this.taken + 1
    return size < 0 || size > room ? room : size
  }

  private count(block: Uint8Array): Uint8Array {
    this.taken += block.length
    if (this.taken > this.limit) throw new BodyTooLarge(this.limit)
    return block
  }
}
