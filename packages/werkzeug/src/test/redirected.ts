import { splitUrl } from '../urls/split-url.ts'
import { ClientRedirectError } from './client-redirect-error.ts'
import { EnvironBuilder } from './environ-builder.ts'
import { bytesOf } from './request-body.ts'
import type { TestResponse } from './test-response.ts'

/**
 * The request to where an answer redirects. With 307 and 308 it is the same one; else it is a GET without body, or a HEAD.
 *
 * @throws ClientRedirectError when it leaves the server, or needs a body that is gone
 * @example
 * import { Response } from '@triptych/werkzeug'
 * import { Client } from '@triptych/werkzeug/test'
 * const moved = new Response('', { status: 302, headers: { Location: '/new?q=1' } })
 * const builder = redirected(await new Client(moved).post('/', { data: 'x' }), false)
 * assert.deepEqual([builder.method, builder.path, builder.queryString], ['GET', '/new', 'q=1'])
 */
export function redirected(response: TestResponse, allowSubdomains: boolean): EnvironBuilder {
  const { environ } = response.request
  const { scheme, netloc, path, query } = splitUrl(response.location ?? '')
  const isKept = response.statusCode === 307 || response.statusCode === 308
  const builder = EnvironBuilder.fromEnviron(environ, { path, queryString: query })
  if (netloc !== '') {
    checkServer(netloc.split(':', 1)[0] ?? '', builder.serverName, allowSubdomains)
    builder.urlScheme = scheme
    builder.host = netloc
  }
  const root = builder.scriptRoot
  if (path === root || path.startsWith(`${root}/`)) builder.path = path.slice(root.length)
  else {
    builder.path = path
    builder.scriptRoot = ''
  }
  if (isKept) {
    const input = environ['wsgi.input']
    if (bytesOf(input) !== undefined) return builder
    throw new ClientRedirectError(
      `Expected a body that can be sent again for the status ${response.statusCode}, got a stream: give bytes instead`,
    )
  }
  if (builder.method !== 'HEAD') builder.method = 'GET'
  builder.inputStream = null
  builder.contentType = null
  builder.contentLength = null
  builder.headers.remove('Transfer-Encoding')
  return builder
}

function checkServer(to: string, from: string, allowSubdomains: boolean): void {
  if (to === from) return
  if (!to.endsWith(`.${from}`)) {
    throw new ClientRedirectError(
      `Expected a redirect to ${from}, got one to ${to}: other servers are not asked`,
    )
  }
  if (!allowSubdomains) {
    throw new ClientRedirectError(
      `Expected a redirect to ${from}, got one to ${to}: allowSubdomainRedirects lets the client follow`,
    )
  }
}
