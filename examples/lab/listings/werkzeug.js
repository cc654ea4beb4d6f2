import { ctime } from '@triptych/raw'
import { parseHost } from '@triptych/raw/http'
import { Request, Response } from '@triptych/werkzeug'

const contentType = 'text/plain; charset=utf-8'

export const app = Request.application((request) => {
  const { host } = parseHost(request.headers.get('Host') ?? request.host) ?? {}
  if (request.method !== 'GET') {
    return new Response('501 Not Implemented', { status: '501 Not Implemented', contentType })
  } else if (host !== '127.0.0.1' || request.path !== '/') {
    return new Response('404 Not Found', { status: '404 Not Found', contentType })
  } else {
    return new Response(ctime(), { contentType })
  }
})
