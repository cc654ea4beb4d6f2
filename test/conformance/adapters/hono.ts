/** The adapter of Hono. */
import type { Adapter } from '../src/suites/toolkit/adapter.ts'
import { peer } from './peer.ts'

interface Context {
  header(name: string, value: string): void
  text(text: string): Response
  redirect(location: string): Response
  readonly req: {
    query(): object
    parseBody(): Promise<object>
    json(): Promise<unknown>
    header(): object
  }
}
interface App {
  all(path: string, handler: (context: Context) => Response | Promise<Response>): App
  request(input: Request): Promise<Response>
}
const { Hono } = peer('hono') as { Hono: new () => App }
const { getCookie, setCookie } = peer('hono/cookie') as {
  getCookie: (context: Context) => Record<string, string>
  setCookie: (context: Context, name: string, value: string, options: object) => void
}
const { accepts } = peer('hono/accepts') as {
  accepts: (
    context: Context,
    options: { header: string; supports: readonly string[]; default: string },
  ) => string
}

/** What a handler gives for one request; its error is thrown here. */
async function within<Value>(
  request: Request,
  use: (context: Context) => Value | Promise<Value>,
): Promise<{ value: Value; response: Response }> {
  let value: Value | undefined
  let failure: { error: unknown } | undefined
  const app = new Hono().all('*', async (context) => {
    try {
      value = await use(context)
      return value instanceof Response ? value : context.text('x')
    } catch (error) {
      failure = { error }
      return context.text('failed')
    }
  })
  const response = await app.request(request)
  if (failure !== undefined) throw failure.error
  return { value: value as Value, response }
}

const get = (headers: Record<string, string> = {}, path = '/'): Request =>
  new Request(`http://good.example${path}`, { headers })
const post = (type: string, body: string): Request =>
  new Request('http://good.example/', {
    method: 'POST',
    body: Uint8Array.from(body, (char) => char.charCodeAt(0)),
    headers: { 'Content-Type': type },
  })

export const adapter: Adapter = {
  parseCookie: async (header) => Object.entries((await within(get({ Cookie: header }), getCookie)).value),
  formatSetCookie: async ({ name, value, expires, ...options }) => {
    const { response } = await within(get(), (context) =>
      setCookie(context, name, value, {
        ...options,
        ...(expires !== undefined && { expires: new Date(expires) }),
      }),
    )
    return response.headers.getSetCookie()[0] ?? ''
  },
  best: async ({ field, value, offers }) => {
    const { value: best } = await within(get({ [field]: value }), (context) =>
      accepts(context, { header: field, supports: offers, default: '' }),
    )
    return best === '' ? null : best
  },
  parseQuery: async (value) => (await within(get({}, `/?${value}`), (context) => context.req.query())).value,
  parseForm: async ({ type, body }) =>
    (await within(post(type, body), (context) => context.req.parseBody())).value,
  parseJson: async (value) =>
    (await within(post('application/json', value), (context) => context.req.json())).value,
  readHeader: async ({ name, value }) =>
    (await within(get({ [name]: value }), (context) => context.req.header())).value,
  headerLines: async ({ name, value }) => {
    const { response } = await within(get(), (context) => {
      context.header(name, value)
      return context.text('x')
    })
    return Array.from(response.headers, ([key, one]) => `${key}: ${one}`)
  },
  redirectLocation: async ({ location }) => {
    const { response } = await within(get(), (context) => context.redirect(location))
    return response.headers.get('location') ?? ''
  },
}
