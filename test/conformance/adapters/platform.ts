/** The adapter of the platform's own classes: Request, Response, Headers, URL, FormData. */
import type { Adapter } from '../src/suites/toolkit/adapter.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0))

export const adapter: Adapter = {
  parseDate: (value) => {
    const time = Date.parse(value)
    return Number.isNaN(time) ? null : time / 1000
  },
  parseQuery: (value) => Object.fromEntries(new URLSearchParams(value)),
  parseForm: async ({ type, body }) => {
    const request = new Request('http://good.example/', {
      method: 'POST',
      body: bytes(body),
      headers: { 'Content-Type': type },
    })
    return Object.fromEntries(await request.formData())
  },
  parseJson: (value) => new Response(bytes(value)).json(),
  readHeader: ({ name, value }) => Object.fromEntries(new Headers([[name, value]])),
  headerLines: ({ name, value }) => {
    const response = new Response('x', { headers: [[name, value]] })
    return Array.from(response.headers, ([key, one]) => `${key}: ${one}`)
  },
  statusLine: ({ status, reason }) => {
    const response = new Response('x', { status, statusText: reason })
    return `HTTP/1.1 ${response.status} ${response.statusText}`
  },
  redirectLocation: ({ location, origin }) =>
    Response.redirect(new URL(location, origin)).headers.get('location') ?? '',
}
