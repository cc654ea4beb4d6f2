import { ctime } from '@triptych/raw'
import { Request, Response } from '@triptych/webob'

const contentType = 'text/plain; charset=utf-8'

export function app(environ, startResponse) {
  const request = new Request(environ)
  let response
  if (request.method !== 'GET') {
    response = new Response('501 Not Implemented', { status: 501, contentType })
  } else if (request.domain !== '127.0.0.1' || request.path !== '/') {
    response = new Response('404 Not Found', { status: 404, contentType })
  } else {
    response = new Response(ctime(), { contentType })
  }
  return response.application(environ, startResponse)
}
