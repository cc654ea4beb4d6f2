import { bytes, ctime } from '@triptych/raw'
import { parseHost } from '@triptych/raw/http'

export function* app(environ, startResponse) {
  const { host } = parseHost(environ.HTTP_HOST ?? environ.SERVER_NAME) ?? {}
  const path = environ.PATH_INFO
  const headers = [['Content-Type', 'text/plain; charset=utf-8']]
  if (environ.REQUEST_METHOD !== 'GET') {
    startResponse('501 Not Implemented', headers)
    yield bytes('501 Not Implemented')
  } else if (host !== '127.0.0.1' || path !== '/') {
    startResponse('404 Not Found', headers)
    yield bytes('404 Not Found')
  } else {
    startResponse('200 OK', headers)
    yield bytes(ctime())
  }
}
