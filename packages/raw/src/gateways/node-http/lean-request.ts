import { IncomingMessage } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'

/** What node:http itself reads of a request before it hands it over. */
interface LeanHeaders {
  host: string | undefined
  expect: string | undefined
  te: string | undefined
}

const LEAN = Symbol('lean headers')
const full = Object.getOwnPropertyDescriptor(IncomingMessage.prototype, 'headers')!

/**
 * A request whose `headers` hold only what node:http asks for: Host, Expect and TE. node builds an object of all
 * fields, lower-cased, as soon as one is read; the environ is made from `rawHeaders`, so that this work, a fifth of a
 * whole request with a browser's fields, would be for nothing. An upgrade request has all of them: libraries read them.
 *
 * Give it to `createServer({ IncomingMessage: LeanRequest })` together with `toListener`.
 *
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer({ IncomingMessage: LeanRequest }, () => {})
 * assert.equal(server.listening, false)
 */
export class LeanRequest extends IncomingMessage {}

Object.defineProperty(LeanRequest.prototype, 'headers', {
  configurable: true,
  get(this: IncomingMessage & { upgrade: boolean; [LEAN]?: LeanHeaders }): IncomingHttpHeaders | LeanHeaders {
    if (this.upgrade) return full.get!.call(this)
    return (this[LEAN] ??= readLean(this.rawHeaders))
  },
  set(this: IncomingMessage, headers: IncomingHttpHeaders) {
    full.set!.call(this, headers)
  },
})

function readLean(fields: readonly string[]): LeanHeaders {
  const found: LeanHeaders = { host: undefined, expect: undefined, te: undefined }
  for (let at = 0; at < fields.length; at += 2) {
    const { length } = fields[at]!
    if (length !== 4 && length !== 6 && length !== 2) continue
    const name = fields[at]!.toLowerCase()
    if (name === 'host') found.host ??= fields[at + 1]
    else if (name === 'expect') found.expect ??= fields[at + 1]
    else if (name === 'te') found.te ??= fields[at + 1]
  }
  return found
}
