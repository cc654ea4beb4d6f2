/** The adapter of @triptych/werkzeug. */
import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { Request, Response } from '@triptych/werkzeug'
import { Headers } from '@triptych/werkzeug/datastructures'
import {
  dumpCookie,
  parseCacheControlHeader,
  parseCookie,
  parseDate,
  parseEtags,
  parseOptionsHeader,
  parseRangeHeader,
} from '@triptych/werkzeug/http'
import { safeJoin } from '@triptych/werkzeug/security'
import { redirect, secureFilename } from '@triptych/werkzeug/utils'
import type { Adapter } from '../src/suites/toolkit/adapter.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

function environ(more: Partial<Environ> = {}): Environ {
  return setupTestingDefaults({ HTTP_HOST: 'good.example', SERVER_NAME: 'good.example', ...more })
}

export const adapter: Adapter = {
  parseCookie: (header) => [...parseCookie(header).items({ multi: true })],
  formatSetCookie: ({ name, value, expires, httpOnly, sameSite, ...options }) =>
    dumpCookie(name, value, {
      path: null,
      ...options,
      ...(httpOnly !== undefined && { httponly: httpOnly }),
      ...(sameSite !== undefined && { samesite: sameSite }),
      ...(expires !== undefined && { expires: new Date(expires) }),
    } as Parameters<typeof dumpCookie>[2]),
  parseDate: (value) => {
    const date = parseDate(value)
    return date === null ? null : date.getTime() / 1000
  },
  best: ({ field, value, offers }) => {
    const request = new Request(environ({ [`HTTP_${field.toUpperCase().replaceAll('-', '_')}`]: value }))
    const accept = {
      Accept: request.acceptMimetypes,
      'Accept-Charset': request.acceptCharsets,
      'Accept-Encoding': request.acceptEncodings,
      'Accept-Language': request.acceptLanguages,
    }[field]
    return accept?.bestMatch(offers) ?? null
  },
  parseRange: ({ value, length }) => {
    const range = parseRangeHeader(value)
    if (range === null || range.units !== 'bytes') return null
    const found = range.ranges.map(([start, stop]) => {
      const from = start < 0 || Object.is(start, -0) ? Math.max(0, length + start) : start
      return [from, Math.min(stop ?? length, length)] as const
    })
    const fits = found.filter(([start, stop]) => start < stop)
    return fits.length > 0 ? fits : 416
  },
  parseEtags: (value) => {
    const tags = parseEtags(value)
    if (tags.starTag) return '*'
    return [...tags.asSet({ includeWeak: true })].map((tag) => [tag, tags.isWeak(tag)])
  },
  parseMediaType: (value) => {
    const [type, params] = parseOptionsHeader(value)
    return type === '' ? null : { value: type.toLowerCase(), params: Object.fromEntries(params) }
  },
  parseCacheControl: (value) => Object.fromEntries(parseCacheControlHeader(value).items()),
  parseQuery: (value) => new Request(environ({ QUERY_STRING: value })).args.toDict({ flat: false }),
  parseForm: async ({ type, body }) => {
    const input = bytes(body)
    const request = Request.fromValues({ method: 'POST', body: input, headers: { 'Content-Type': type } })
    return (await request.form()).toDict({ flat: false })
  },
  parseJson: (value) =>
    Request.fromValues({
      method: 'POST',
      body: bytes(value),
      headers: { 'Content-Type': 'application/json' },
    }).json(),
  readHeader: ({ name, value }) => new Headers([[name, value]]).toWsgiList(),
  headerLines: async ({ name, value }) => {
    const response = new Response('x')
    response.headers.set(name, value)
    const answer = await call(response, environ())
    return [...answer.headers].map(([key, one]) => `${key}: ${one}`)
  },
  statusLine: async ({ status, reason }) => {
    const answer = await call(new Response('x', { status: `${status} ${reason}` }), environ())
    return `HTTP/1.1 ${answer.code} ${answer.reason}`
  },
  redirectLocation: async ({ location }) => {
    const answer = await call(redirect(location), environ())
    return answer.headers.get('Location') ?? ''
  },
  safeJoin: ({ root, path }) => safeJoin(root, path),
  secureFilename: (name) => secureFilename(name),
}
