import type { Environ } from '@triptych/raw'
import { EnvironHeaders } from '../headers/environ-headers.ts'
import { environFromUrl } from './environ-from-url.ts'
import { SeekableInput } from './seekable-input.ts'

/** A request that was read, and how many bytes are left behind it. */
export interface ReadRequest {
  readonly environ: Environ
  readonly rest: number
}

/**
 * Reads a request line, fields to the first empty line, and the body: as long as Content-Length says, or all that is left.
 *
 * @throws SyntaxError when the line has not three parts, or a line is no field
 * @example
 * const { environ, rest } = readRequest(new TextEncoder().encode('GET /a?b HTTP/1.1\r\nHost: example.com\r\n\r\n'))
 * assert.equal(environ.PATH_INFO, '/a')
 * assert.equal(environ.HTTP_HOST, 'example.com')
 * assert.equal(rest, 0)
 */
export function readRequest(data: Uint8Array): ReadRequest {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let at = 0
  const line = (): string => {
    const feed = data.indexOf(10, at)
    const end = feed < 0 ? data.length : feed
    const text = decoder.decode(data.subarray(at, end))
    at = feed < 0 ? end : end + 1
    return text
  }
  const first = line()
  const parts = /^\s*(\S+)\s+(\S+)\s+(.*)$/.exec(first.replace(/[\r\n]+$/, ''))
  if (!parts) throw new SyntaxError(`Expected a method, a target and a version, got ${JSON.stringify(first)}`)
  const environ = environFromUrl(parts[2]!)
  environ.REQUEST_METHOD = parts[1]!.toUpperCase()
  environ.SERVER_PROTOCOL = parts[3]!
  delete environ.HTTP_HOST
  const headers = new EnvironHeaders(environ)
  for (let text = line(); text.trim() !== ''; text = line()) {
    const colon = text.indexOf(':')
    if (colon < 0) throw new SyntaxError(`Expected a field, got the line ${JSON.stringify(text)}`)
    const name = text.slice(0, colon).trim()
    const value = text.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  const length = /^\s*\+?\d+\s*$/.test(environ.CONTENT_LENGTH ?? '')
    ? Number(environ.CONTENT_LENGTH)
    : undefined
  const body = data.subarray(at, length === undefined ? data.length : Math.min(data.length, at + length))
  environ.CONTENT_LENGTH = String(body.length)
  environ['wsgi.input'] = new SeekableInput(body)
  environ['webob.is_body_seekable'] = true
  return { environ, rest: data.length - at - body.length }
}
