import { bytes } from '@triptych/raw'
import { answer } from './answer.mjs'
import { serveRaw } from './raw.mjs'

const REASON = { 200: '200 OK', 404: '404 Not Found', 501: '501 Not Implemented' }

function app(environ, startResponse) {
  const { status, text } = answer(environ.REQUEST_METHOD, environ.HTTP_HOST, environ.PATH_INFO)
  startResponse(REASON[status], [['Content-Type', 'text/plain; charset=utf-8']])
  return [bytes(text)]
}

export const start = () => serveRaw(app)
