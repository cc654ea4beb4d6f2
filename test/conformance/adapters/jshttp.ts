/** The adapter of the packages that Express stands on: cookie, negotiator, range-parser, content-type, qs, busboy... */
import { Readable } from 'node:stream'
import type { Adapter } from '../src/suites/toolkit/adapter.ts'
import { peer } from './peer.ts'

interface Negotiator {
  mediaTypes(offers: readonly string[]): string[]
  charsets(offers: readonly string[]): string[]
  encodings(offers: readonly string[]): string[]
  languages(offers: readonly string[]): string[]
}
const cookie = peer('cookie') as {
  parse(header: string, options: object): Record<string, string>
  serialize(name: string, value: string, options: object): string
}
const Negotiator = peer('negotiator') as new (request: object) => Negotiator
const rangeParser = peer('range-parser') as (
  size: number,
  header: string,
) => number | { start: number; end: number }[]
const contentType = peer('content-type') as { parse(text: string): { type: string; parameters: object } }
const contentDisposition = peer('content-disposition') as {
  parse(text: string): { parameters: Record<string, string> }
}
const forwarded = peer('forwarded-parse') as (text: string) => unknown
const qs = peer('qs') as { parse(text: string): object }
const busboy = peer('busboy') as (options: object) => NodeJS.WritableStream & NodeJS.EventEmitter

export const adapter: Adapter = {
  parseCookie: (header) => Object.entries(cookie.parse(header, { decode: (text: string) => text })),
  formatSetCookie: ({ name, value, expires, sameSite, ...options }) =>
    cookie.serialize(name, value, {
      ...options,
      ...(sameSite !== undefined && { sameSite: sameSite.toLowerCase() }),
      ...(expires !== undefined && { expires: new Date(expires) }),
    }),
  best: ({ field, value, offers }) => {
    const negotiator = new Negotiator({ headers: { [field.toLowerCase()]: value } })
    const method =
      { Accept: 'mediaTypes', 'Accept-Charset': 'charsets', 'Accept-Encoding': 'encodings' }[field] ??
      'languages'
    return negotiator[method as 'mediaTypes'](offers)[0] ?? null
  },
  parseRange: ({ value, length }) => {
    const ranges = rangeParser(length, value)
    if (ranges === -1) return 416
    if (typeof ranges === 'number' || (ranges as { type?: string }[] & { type?: string }).type !== 'bytes')
      return null
    return ranges.map(({ start, end }) => [start, end + 1])
  },
  parseMediaType: (value) => {
    try {
      const { type, parameters } = contentType.parse(value)
      return { value: type, params: { ...parameters } }
    } catch {
      return null
    }
  },
  parseDisposition: (value) => {
    try {
      return contentDisposition.parse(value).parameters['filename'] ?? null
    } catch {
      return null
    }
  },
  parseForwarded: (value) => {
    try {
      return forwarded(value)
    } catch {
      return null
    }
  },
  parseQuery: (value) => qs.parse(value),
  parseForm: ({ type, body }) =>
    new Promise((resolve, reject) => {
      const form: [string, unknown][] = []
      const parser = busboy({ headers: { 'content-type': type } })
      parser.on('field', (name: string, value: string) => form.push([name, value]))
      parser.on('close', () => resolve(form))
      parser.on('error', reject)
      Readable.from([Buffer.from(body, 'latin1')]).pipe(parser)
    }),
}
