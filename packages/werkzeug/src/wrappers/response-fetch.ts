import type { Body, HeaderPair } from '@triptych/raw/gateway'
import { closeBlocks } from './response-blocks.ts'

/** What one of the platform's responses is made of. */
export interface FetchParts {
  readonly body: Body
  readonly status: string
  readonly statusCode: number
  readonly headers: readonly HeaderPair[]
}

/**
 * A response of the platform. Its body is streamed, and closed when it has been read or is left.
 *
 * @throws RangeError for a status that the platform's cannot have: 1xx
 * @example
 * const parts = { body: [new Uint8Array([104, 105])], status: '200 OK', statusCode: 200, headers: [] }
 * assert.equal(await toFetchResponse(parts).text(), 'hi')
 */
export function toFetchResponse({ body, status, statusCode, headers }: FetchParts): globalThis.Response {
  const fields = new globalThis.Headers()
  for (const [name, value] of headers) fields.append(name, value)
  const isNull = [101, 103, 204, 205, 304].includes(statusCode)
  // Nobody will read it: the platform allows no body with these.
  if (isNull) void closeBlocks(body).catch(() => undefined)
  return new globalThis.Response(isNull ? null : toStream(body), {
    status: statusCode,
    statusText: status.slice(status.indexOf(' ') + 1),
    headers: fields,
  })
}

/**
 * The fields of a response of the platform, without those that its body no longer keeps.
 *
 * @example
 * const response = new Response('a', { headers: { 'X-A': '1' } })
 * assert.deepEqual(fetchedFields(response).at(-1), ['x-a', '1'])
 */
export function fetchedFields(response: globalThis.Response): [name: string, value: string][] {
  // `fetch` has taken the content coding of what it got away but left its fields.
  const isDecoded = response.url !== '' && response.headers.has('Content-Encoding')
  const fields = [...response.headers].filter(
    ([name]) =>
      name !== 'set-cookie' && !(isDecoded && (name === 'content-encoding' || name === 'content-length')),
  )
  return [
    ...fields,
    ...response.headers.getSetCookie().map((cookie): [string, string] => ['set-cookie', cookie]),
  ]
}

/** A stream that pulls the blocks of a body and closes it. */
function toStream(body: Body): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = Symbol.iterator in body ? body[Symbol.iterator]() : body[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      try {
        const step = await iterator.next()
        if (step.done !== true) return controller.enqueue(step.value as Uint8Array<ArrayBuffer>)
      } catch (error) {
        await closeBlocks(body)
        throw error
      }
      await closeBlocks(body)
      controller.close()
    },
    async cancel() {
      try {
        await iterator.return?.()
      } finally {
        await closeBlocks(body)
      }
    },
  })
}
