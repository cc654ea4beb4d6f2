import type { ApplicationLike, Body, Environ, HeaderPair } from '@triptych/raw/gateway'
import { toApplication } from '@triptych/raw/gateway'
import { closeBlocks, type ResponseBlocks } from './response-blocks.ts'

/** What an application has begun a response with. */
interface Head {
  readonly status: string
  readonly headers: HeaderPair[]
}

/** What an application has answered. */
export interface ApplicationAnswer extends Head {
  readonly body: ResponseBlocks
}

/**
 * Runs an application, on a copy of the environ, as far as its status and fields are known; the rest of the body comes as
 * it is asked for. Python: `werkzeug.test.run_wsgi_app`.
 *
 * @param buffered whether to read and close the whole body at once
 * @throws TypeError when the application does not begin a response
 * @example
 * const answer = await runApplication(function* (environ, startResponse) {
 *   startResponse('200 OK', [])
 *   yield new Uint8Array(3)
 * }, {}, false)
 * assert.equal(answer.status, '200 OK')
 */
export async function runApplication(
  app: ApplicationLike,
  environ: Environ,
  buffered: boolean,
): Promise<ApplicationAnswer> {
  let head = undefined as Head | undefined
  const first: Uint8Array[] = []
  const body = await toApplication(app)({ ...environ }, (status, headers) => {
    head = { status, headers }
    return async (block) => void first.push(block)
  })
  // In memory already: nothing has to be waited for.
  if (head && first.length === 0 && !buffered && Array.isArray(body)) return { ...head, body }
  const iterator = open(body)
  try {
    while (buffered || !head) {
      const step = await iterator.next()
      if (step.done === true) break
      first.push(step.value)
    }
  } catch (error) {
    await closeBlocks(body)
    throw error
  }
  if (buffered || !head) await closeBlocks(body)
  if (!head) throw new TypeError('Expected the application to call startResponse, it did not')
  return { ...head, body: buffered ? first : new RestOfBody(first, iterator, body) }
}

const open = (body: Body): Iterator<Uint8Array> | AsyncIterator<Uint8Array> =>
  Symbol.iterator in body ? body[Symbol.iterator]() : body[Symbol.asyncIterator]()

/** Blocks that were read or written already, then the others. */
class RestOfBody implements AsyncIterableIterator<Uint8Array, void, undefined> {
  readonly #first: Uint8Array[]
  readonly #rest: Iterator<Uint8Array> | AsyncIterator<Uint8Array>
  readonly #body: Body

  constructor(first: Uint8Array[], rest: Iterator<Uint8Array> | AsyncIterator<Uint8Array>, body: Body) {
    this.#first = first
    this.#rest = rest
    this.#body = body
  }

  async next(): Promise<IteratorResult<Uint8Array, void>> {
    const block = this.#first.shift()
    return block ? { done: false, value: block } : this.#rest.next()
  }

  async return(): Promise<IteratorResult<Uint8Array, void>> {
    await this.#rest.return?.()
    return { done: true, value: undefined }
  }

  close(): Promise<void> {
    return closeBlocks(this.#body)
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
