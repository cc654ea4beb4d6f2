import type { IncomingMessage } from 'node:http'
import { ClientDisconnected, Input } from '../../input.ts'

/**
 * The `wsgi.input` of a request of node:http: nothing is read, and no listener added, before the first call.
 *
 * @example
 * import { IncomingMessage } from 'node:http'
 * import { Socket } from 'node:net'
 * const request = new IncomingMessage(new Socket())
 * request.push('hello')
 * request.push(null)
 * assert.equal((await requestInput(request).read()).length, 5)
 */
export function requestInput(request: IncomingMessage): Input {
  let blocks: AsyncIterator<Uint8Array> | undefined
  return new Input(async () => {
    blocks ??= request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
    try {
      const step = await blocks.next()
      return step.done ? undefined : step.value
    } catch (error) {
      throw new ClientDisconnected('The client left before its request was complete', { cause: error })
    }
  })
}
