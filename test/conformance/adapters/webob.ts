/** The adapter of @triptych/webob. */
import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { Request, Response } from '@triptych/webob'
import type { Adapter } from '../src/suites/toolkit/adapter.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

function request(more: Partial<Environ> = {}): Request {
  return new Request(
    setupTestingDefaults({ HTTP_HOST: 'good.example', SERVER_NAME: 'good.example', ...more }),
  )
}

async function answer(response: Response): Promise<Awaited<ReturnType<typeof call>>> {
  return call(response, setupTestingDefaults({ HTTP_HOST: 'good.example', SERVER_NAME: 'good.example' }))
}

function posted(type: string, body: string): Request {
  return Request.blank('/', { method: 'POST', body: bytes(body), contentType: type })
}

export const adapter: Adapter = {
  parseCookie: (header) => [...request({ HTTP_COOKIE: header }).cookies.entries()],
  formatSetCookie: ({ name, value, expires, sameSite, httpOnly, ...options }) => {
    const response = new Response()
    response.setCookie(name, value, {
      path: null,
      ...options,
      ...(httpOnly !== undefined && { httponly: httpOnly }),
      ...(sameSite !== undefined && { samesite: sameSite }),
      ...(expires !== undefined && { expires: new Date(expires) }),
    } as never)
    return response.headers.getall('Set-Cookie').at(-1) ?? ''
  },
  parseDate: (value) => {
    const date = request({ HTTP_DATE: value }).date
    return date === null ? null : date.getTime() / 1000
  },
  best: ({ field, value, offers }) => {
    const one = request({ [`HTTP_${field.toUpperCase().replaceAll('-', '_')}`]: value })
    const list = [...offers]
    const found =
      field === 'Accept'
        ? one.accept.acceptableOffers(list)
        : field === 'Accept-Charset'
          ? one.acceptCharset.acceptableOffers(list)
          : field === 'Accept-Encoding'
            ? one.acceptEncoding.acceptableOffers(list)
            : one.acceptLanguage.basicFiltering(list)
    const first = [...found][0]
    return first === undefined ? null : typeof first === 'string' ? first : first[0]
  },
  parseQuery: (value) => request({ QUERY_STRING: value }).GET.mixed(),
  parseForm: async ({ type, body }) => (await posted(type, body).POST()).mixed(),
  parseJson: (value) => posted('application/json', value).json(),
  headerLines: async ({ name, value }) => {
    const response = new Response('x')
    response.headers.set(name, value)
    return [...(await answer(response)).headers].map(([key, one]) => `${key}: ${one}`)
  },
  statusLine: async ({ status, reason }) => {
    const response = new Response()
    response.status = `${status} ${reason}`
    const { code, reason: sent } = await answer(response)
    return `HTTP/1.1 ${code} ${sent}`
  },
  redirectLocation: async ({ location }) => {
    const response = new Response()
    response.status = '302 Found'
    response.location = location
    return (await answer(response)).headers.get('Location') ?? ''
  },
}
