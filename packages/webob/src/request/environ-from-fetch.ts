import type { Environ } from '@triptych/raw'
import { environKey, foldLeadingSlashes } from '@triptych/raw/environ'
import { environFromUrl } from './environ-from-url.ts'
import { streamInput } from './stream-input.ts'

/**
 * The environ of a request of the platform. As in every gateway, slashes at the start of the path are one, and names with `_`
 * and Proxy are left out. The body is not read.
 *
 * @example
 * const environ = environFromFetch(new Request('https://example.com/a?b', { headers: { 'X-A': '1' } }))
 * assert.equal(environ.PATH_INFO, '/a')
 * assert.equal(environ.HTTP_X_A, '1')
 */
export function environFromFetch(request: Request): Environ {
  const { host, pathname, search } = new URL(request.url)
  const environ = environFromUrl(request.url.split('#', 1)[0]!)
  environ.REQUEST_METHOD = request.method
  environ.SERVER_PROTOCOL = 'HTTP/1.1'
  environ.PATH_INFO = foldLeadingSlashes(environ.PATH_INFO)
  environ.HTTP_HOST = host
  environ['REQUEST_URI'] = pathname + search
  environ['triptych.signal'] = request.signal
  for (const [name, value] of request.headers) {
    const key = environKey(name)
    if (key !== undefined) environ[key] = value
  }
  if (request.body) {
    environ['wsgi.input'] = streamInput(request.body)
    environ['wsgi.input_terminated'] = true
  }
  return environ
}
