import type { Socket } from 'node:net'
import type { HeaderPair } from '../gateway.ts'
import type { HttpVersion } from '../http/request-head.ts'
import type { ResponseHead } from '../http/response-head.ts'
import type { ResponseBody } from './response-body.ts'

/**
 * What a server answered. The head is there; the body comes as it is read, and must be read to its end or closed.
 *
 * @example
 * import { ResponseBody } from '@triptych/raw/client'
 * const head = { version: 'HTTP/1.1', status: 204, reason: 'No Content', fields: ['Date', 'now'] } as const
 * const body = new ResponseBody({ kind: 'none' }, { read: async () => undefined, ended: () => {}, close: () => {} })
 * const response = new ClientResponse(head, body, undefined)
 * assert.deepEqual(response.headers, [['Date', 'now']])
 */
export class ClientResponse {
  readonly version: HttpVersion
  readonly status: number
  /** One character for each byte. */
  readonly reason: string
  /** In the order and case in which they came. */
  readonly headers: HeaderPair[]
  readonly body: ResponseBody
  /** After a 101, or a 2xx to CONNECT: the connection, which is the caller's now. It gives what follows the head. */
  readonly socket: Socket | undefined

  constructor(head: ResponseHead, body: ResponseBody, socket: Socket | undefined) {
    this.version = head.version
    this.status = head.status
    this.reason = head.reason
    this.headers = pairsOf(head.fields)
    this.body = body
    this.socket = socket
  }

  /** The values of a field, joined by commas; undefined when there is none. Not for Set-Cookie. */
  header(name: string): string | undefined {
    const lower = name.toLowerCase()
    const values = this.headers.filter(([field]) => field.toLowerCase() === lower).map(([, value]) => value)
    return values.length === 0 ? undefined : values.join(', ')
  }
}

/**
 * Pairs of a flat list of names and values.
 *
 * @example
 * assert.deepEqual(pairsOf(['A', 'b', 'C', 'd']), [['A', 'b'], ['C', 'd']])
 */
export function pairsOf(fields: readonly string[]): HeaderPair[] {
  const pairs: HeaderPair[] = []
  for (let at = 0; at < fields.length; at += 2) pairs.push([fields[at]!, fields[at + 1]!])
  return pairs
}
