import { isToken } from '@triptych/raw/http'
import { Headers } from '../../datastructures/headers.ts'
import { parseOptionsHeader } from '../../http/options-header.ts'
import { Field, File } from './events.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** ASCII of this length and below is read by hand: a call of the decoder costs more. */
const SHORT = 96

function textOf(bytes: Uint8Array): string {
  const { length } = bytes
  if (length <= SHORT) {
    let text = ''
    let at = 0
    for (; at < length; at++) {
      const code = bytes[at]!
      if (code > 0x7f) break
      text += String.fromCharCode(code)
    }
    if (at === length) return text
  }
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new SyntaxError('Expected UTF-8 in the header of a part of the form, got other bytes', { cause })
  }
}

const CR = 0x0d
const LF = 0x0a

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** The lines of a header, each folded one joined to the line before it. */
function linesOf(text: string): string[] {
  const lines: string[] = []
  for (let start = 0, at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : LF
    if (code !== LF && code !== CR) continue
    if (lines.length > 0 && isBlank(text.charCodeAt(start))) {
      lines[lines.length - 1] += ` ${text.slice(start + 1, at)}`
    } else if (at > start) lines.push(text.slice(start, at))
    if (code === CR && text.charCodeAt(at + 1) === LF) at++
    start = at + 1
  }
  return lines
}

/**
 * Reads the header of a part of a form as Werkzeug does: what is before the first colon is a name, a line without one has
 * no value. Fields that no header may hold (a name that is no token, NUL in a value) are left out of the headers. What
 * Content-Disposition says is read as an options header, with `filename*` and continuations; its type does not matter.
 *
 * @param block the bytes between the boundary and the empty line
 * @throws SyntaxError for bytes that are no UTF-8, and without a Content-Disposition
 * @example
 * const block = new TextEncoder().encode('Content-Disposition: form-data; name="f"; filename="a.txt"')
 * const head = readPartHead(block)
 * assert.equal(head.name, 'f')
 * assert.equal(head.filename, 'a.txt')
 */
export function readPartHead(block: Uint8Array): Field | File {
  const pairs: [string, string][] = []
  let disposition: string | undefined
  for (const line of linesOf(textOf(block))) {
    const colon = line.indexOf(':')
    const name = (colon < 0 ? line : line.slice(0, colon)).trim()
    const value = colon < 0 ? '' : line.slice(colon + 1).trim()
    if (name.length === 19 && disposition === undefined && name.toLowerCase() === 'content-disposition')
      disposition = value
    if (isToken(name) && !value.includes('\0')) pairs.push([name, value])
  }
  if (disposition === undefined) {
    throw new SyntaxError('Expected a Content-Disposition in each part of the form, got a part without one')
  }
  const [, options] = parseOptionsHeader(disposition)
  const name = options.get('name') ?? null
  const filename = options.get('filename')
  const headers = new Headers(pairs)
  return filename === undefined ? new Field(name, headers) : new File(name, filename, headers)
}
