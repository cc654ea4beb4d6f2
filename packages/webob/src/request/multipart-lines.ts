import { fromBytes } from '@triptych/raw/http'
import { RequestError } from '../errors.ts'

/** One part of a form: its header fields and its content, a view of the body. */
export interface RawPart {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly content: Uint8Array
}

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d

/** Bytes of the header of a part at most. */
const MAX_HEADER = 16 * 1024

/** Where a line ends, its line feed included. */
function lineEnd(body: Uint8Array, start: number): number {
  const feed = body.indexOf(LF, start)
  return feed < 0 ? body.length : feed + 1
}

/** A header line by the grammar of mail: a name of visible characters, a colon. */
const FIELD = /^([!-9;-~]+):[ \t]*(.*)$/s

/** The header fields of a part; what follows the first line that is none is not looked at. */
function fieldsOf(text: string): [name: string, value: string][] {
  const fields: [string, string][] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1)
    if (last && /^[ \t]/.test(line)) last[1] += line
    else {
      const [, name, value] = FIELD.exec(line) ?? []
      if (name === undefined) break
      fields.push([name, value!])
    }
  }
  return fields
}

/**
 * Finds the parts of a multipart body as Python's `cgi` does: by its lines, which end with a line feed. A boundary is a line
 * of its own, blanks behind it do not count; what stands before the first one is passed over; the end of the body ends the
 * last part, whose line end is dropped as before a boundary.
 *
 * raw/http's decoder follows the RFCs and reads block by block; here the body is in memory, and what counts is to take what
 * WebOb takes.
 *
 * @throws RequestError (413) when the header of a part has more than 16 KiB
 * @example
 * const body = new TextEncoder().encode('--xyz\nA: b\n\ncontent\n--xyz--')
 * const [part] = new MultipartLines(body, 'xyz')
 * assert.deepEqual(part.headers, [['A', 'b']])
 * assert.equal(new TextDecoder().decode(part.content), 'content')
 */
export class MultipartLines implements Iterable<RawPart> {
  readonly #body: Uint8Array
  readonly #boundary: Uint8Array

  constructor(body: Uint8Array, boundary: string) {
    this.#body = body
    this.#boundary = Uint8Array.from(`--${boundary}`, (character) => character.charCodeAt(0))
  }

  /** Whether a line is a boundary: 1 for one that goes on, 2 for the last, 0 for none. */
  #boundaryAt(start: number): 0 | 1 | 2 {
    const body = this.#body
    const boundary = this.#boundary
    for (let at = 0; at < boundary.length; at++) if (body[start + at] !== boundary[at]) return 0
    let at = start + boundary.length
    const isLast = body[at] === DASH && body[at + 1] === DASH
    if (isLast) at += 2
    for (; at < body.length && body[at] !== LF; at++) {
      const code = body[at]!
      if (code !== 0x20 && (code < 0x09 || code > 0x0d)) return 0
    }
    return isLast ? 2 : 1
  }

  *[Symbol.iterator](): Generator<RawPart, void> {
    const body = this.#body
    let at = 0
    while (at < body.length && this.#boundaryAt(at) !== 1) at = lineEnd(body, at)
    at = lineEnd(body, at)
    while (at < body.length) {
      const start = at
      for (let end = lineEnd(body, at); ; end = lineEnd(body, at)) {
        const isBlank = body
          .subarray(at, end)
          .every((code) => code === 0x20 || (code >= 0x09 && code <= 0x0d))
        at = end
        if (isBlank || at >= body.length) break
      }
      if (at - start > MAX_HEADER) {
        throw new RequestError(
          413,
          'ERR_FORM_HEADER',
          `Expected at most ${MAX_HEADER} bytes in the header of a part, got more`,
        )
      }
      const headers = fieldsOf(fromBytes(body.subarray(start, at)))
      const content = at
      let kind: 0 | 1 | 2 = 0
      while (at < body.length && (kind = this.#boundaryAt(at)) === 0) at = lineEnd(body, at)
      let end = at
      if (end > content && body[end - 1] === LF) end--
      if (end > content && end < at && body[end - 1] === CR) end--
      yield { headers, content: body.subarray(content, end) }
      if (kind === 2) return
      at = lineEnd(body, at)
    }
  }
}
