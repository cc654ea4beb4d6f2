import { fromBytes } from '@triptych/raw/http'
import { concat } from '../concat.ts'
import type { AppIterLike } from './response-state.ts'
import { toAppIter } from './stream-body.ts'

/** Where a response can be read from: text, bytes, blocks of bytes, or a stream of them. */
export type ResponseSource = string | Uint8Array | AppIterLike

/** What was read. */
export interface ReadResponse {
  readonly status: string
  readonly headerlist: [name: string, value: string][]
  readonly body: Uint8Array
}

async function allBytes(source: ResponseSource): Promise<Uint8Array> {
  if (typeof source === 'string') return new TextEncoder().encode(source)
  if (source instanceof Uint8Array) return source
  const blocks: Uint8Array[] = []
  for await (const block of toAppIter(source)) blocks.push(block)
  return concat(blocks)
}

/**
 * Reads a status line, fields to the first empty line, and what follows.
 *
 * @throws SyntaxError when the status line says no status, or a line is no field
 * @example
 * const { status, headerlist, body } = await readResponse('200 OK\r\nA: b\r\n\r\nhi')
 * assert.equal(status, '200 OK')
 * assert.deepEqual(headerlist, [['A', 'b']])
 * assert.equal(body.length, 2)
 */
export async function readResponse(source: ResponseSource): Promise<ReadResponse> {
  const data = await allBytes(source)
  let at = 0
  const line = (): string => {
    const feed = data.indexOf(10, at)
    const end = feed < 0 ? data.length : feed
    const text = fromBytes(data.subarray(at, end))
    at = feed < 0 ? end : end + 1
    return text.trim()
  }
  let status = line()
  if (status.startsWith('HTTP/')) {
    const parts = /^\S+\s+(\S+)\s+([^]*)$/.exec(status)
    if (!parts)
      throw new SyntaxError(`Expected a version, a code and a reason, got ${JSON.stringify(status)}`)
    status = `${parts[1]} ${parts[2]}`
  }
  const headerlist: [string, string][] = []
  for (let text = line(); text !== ''; text = line()) {
    const colon = text.indexOf(':')
    if (colon < 0) throw new SyntaxError(`Expected a field, got the line ${JSON.stringify(text)}`)
    headerlist.push([text.slice(0, colon), text.slice(colon + 1).trim()])
  }
  return { status, headerlist, body: data.subarray(at) }
}
