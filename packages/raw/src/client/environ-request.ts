import type { Environ, HeaderPair } from '../gateway.ts'
import { isHopByHop, nominatedFields } from '../http/connection.ts'

/** How many bytes of the body are read at once. */
const BLOCK_SIZE = 65_536

/**
 * The fields of a request as they may be sent on: none that are about the connection they came by (RFC 9110 section
 * 7.6.1), Host first, since some servers choose by it who reads the rest.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const environ = setupTestingDefaults({ HTTP_HOST: 'a', HTTP_X_ONE: '1', HTTP_CONNECTION: 'x-one', CONTENT_LENGTH: '3' })
 * assert.deepEqual(environFields(environ), [['Host', 'a'], ['Content-Length', '3']])
 */
export function environFields(environ: Environ): HeaderPair[] {
  const nominated = new Set(nominatedFields(environ['HTTP_CONNECTION'] ?? ''))
  const fields: HeaderPair[] = []
  for (const [key, value] of Object.entries(environ)) {
    if (!key.startsWith('HTTP_') || typeof value !== 'string') continue
    const name = key.slice(5).toLowerCase().replaceAll('_', '-')
    if (!isHopByHop(name) && !nominated.has(name) && name !== 'trailer') fields.push([titled(name), value])
  }
  const { CONTENT_TYPE: type, CONTENT_LENGTH: length } = environ
  if (type) fields.push(['Content-Type', type])
  if (length && declared(environ) !== undefined) fields.push(['Content-Length', length])
  return fields.toSorted(([one], [other]) => Number(other === 'Host') - Number(one === 'Host'))
}

const titled = (name: string): string => name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())

function declared(environ: Environ): number | undefined {
  const length = environ.CONTENT_LENGTH
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

/**
 * The body of a request, block by block as it comes; null when there is none.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * assert.equal(environBody(setupTestingDefaults({ CONTENT_LENGTH: '0' })), null)
 */
export function environBody(environ: Environ): AsyncIterable<Uint8Array> | null {
  const length = declared(environ)
  if (length === 0 || (length === undefined && environ['wsgi.input_terminated'] !== true)) return null
  return blocksOf(environ, length ?? Infinity)
}

async function* blocksOf(environ: Environ, length: number): AsyncGenerator<Uint8Array, void> {
  for (let left = length; left > 0;) {
    const block = await environ['wsgi.input'].read(Math.min(left, BLOCK_SIZE))
    if (block.length === 0) return
    left -= block.length
    yield block
  }
}

/**
 * The fields of a response as they may be sent on: none that are about the connection they came by.
 *
 * @example
 * const fields = endToEndFields([['Connection', 'X-One'], ['X-One', '1'], ['Transfer-Encoding', 'chunked'], ['ETag', '"a"']])
 * assert.deepEqual(fields, [['ETag', '"a"']])
 */
export function endToEndFields(headers: readonly Readonly<HeaderPair>[]): HeaderPair[] {
  const connection = headers.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value)
  const nominated = new Set(nominatedFields(connection.join(',')))
  return headers
    .filter(([name]) => !isHopByHop(name) && !nominated.has(name.toLowerCase()))
    .map(([name, value]) => [name, value])
}
