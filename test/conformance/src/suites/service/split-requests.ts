import type { Raw } from '../../target/load-raw.ts'

/** A whole request as it stood on the wire. */
export interface WireRequest {
  readonly method: string
  readonly target: string
  readonly protocol: 'HTTP/1.0' | 'HTTP/1.1'
  /** Names and values in turn. */
  readonly fields: readonly string[]
  readonly body: Uint8Array
}

/**
 * Takes the bytes of one connection apart into requests, up to the one that ends it. `undefined` when they are not whole
 * requests as RFC 9112 has them: what a server makes of those, no application sees.
 *
 * @param text one character a byte
 * @example
 * import * as http from '@triptych/raw/http'
 * const [request] = splitRequests('GET / HTTP/1.1\r\nHost: a\r\n\r\n', http)
 * assert.deepEqual(request.fields, ['Host', 'a'])
 * assert.equal(splitRequests('GET /\r\n', http), undefined)
 */
export function splitRequests(text: string, http: Raw['http']): WireRequest[] | undefined {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
  const requests: WireRequest[] = []
  let at = 0
  try {
    while (at < bytes.length) {
      const parser = new http.RequestHeadParser()
      const head = parser.push(bytes, at)
      if (head === undefined) return undefined
      const content = takeContent(bytes, parser.end, http.requestFraming(head), http)
      if (content === undefined) return undefined
      const { method, target, version: protocol, fields } = head
      requests.push({ method, target, protocol, fields, body: content.body })
      at = content.end
      const connection = fields.flatMap((value, index) =>
        index % 2 === 1 && fields[index - 1]!.toLowerCase() === 'connection' ? [value] : [],
      )
      // Nobody reads what stands behind the last request.
      if (!http.isPersistent(protocol, connection.join(', '))) break
    }
  } catch (error) {
    if (!http.isMessageFault(error)) throw error
    return undefined
  }
  return requests.length > 0 ? requests : undefined
}

function takeContent(
  bytes: Uint8Array,
  start: number,
  framing: ReturnType<Raw['http']['requestFraming']>,
  http: Raw['http'],
): { body: Uint8Array; end: number } | undefined {
  if (framing.kind === 'length') {
    const end = start + framing.length
    return end > bytes.length ? undefined : { body: bytes.subarray(start, end), end }
  }
  if (framing.kind !== 'chunked') return { body: new Uint8Array(0), end: start }
  const decoder = new http.ChunkedDecoder()
  const blocks = decoder.push(bytes, start)
  if (!decoder.done) return undefined
  return { body: Uint8Array.from(blocks.flatMap((block) => [...block])), end: decoder.end }
}
