import type { Environ } from '@triptych/raw/gateway'
import { parseAccept, parseQuery } from '@triptych/raw/http'

const MOST_BODY = 1024 * 1024

/**
 * Whether a client asks for HTML by name: browsers do, `curl` with its `*\/*` wants text.
 *
 * @example
 * assert.equal(wantsHtml({ HTTP_ACCEPT: 'text/html,application/xml;q=0.9' }), true)
 * assert.equal(wantsHtml({ HTTP_ACCEPT: '*\x2f*' }), false)
 */
export function wantsHtml(environ: Readonly<Partial<Environ>>): boolean {
  const { elements } = parseAccept(environ['HTTP_ACCEPT'] ?? '')
  return elements.some(
    ({ type, subtype, q }) =>
      q > 0 && (`${type}/${subtype}` === 'text/html' || `${type}/${subtype}` === 'application/xhtml+xml'),
  )
}

/**
 * Whether another site's page made the browser send this. Browsers say so in Sec-Fetch-Site, older ones in Origin; what
 * sends neither is no browser.
 *
 * @example
 * assert.equal(isForeign({ HTTP_SEC_FETCH_SITE: 'cross-site' }), true)
 * assert.equal(isForeign({ HTTP_ORIGIN: 'http://evil.example', HTTP_HOST: '127.0.0.1:8000' }), true)
 * assert.equal(isForeign({ HTTP_ORIGIN: 'http://127.0.0.1:8000', HTTP_HOST: '127.0.0.1:8000' }), false)
 */
export function isForeign(environ: Readonly<Partial<Environ>>): boolean {
  const site = environ['HTTP_SEC_FETCH_SITE']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = environ['HTTP_ORIGIN']
  if (origin === undefined) return false
  try {
    return new URL(origin).host !== (environ.HTTP_HOST ?? '').toLowerCase().replace(/:(?:80|443)$/, '')
  } catch {
    return true
  }
}

/**
 * The query of a request by name; of repeated names the first counts.
 *
 * @example
 * assert.equal(queryOf({ QUERY_STRING: 'cmd=resource&f=a' }).get('f'), 'a')
 */
export function queryOf(environ: { readonly QUERY_STRING?: string }): Map<string, string> {
  return byName(parseQuery(environ.QUERY_STRING ?? '').pairs)
}

/**
 * The form that a command is sent with.
 *
 * @throws RangeError when it is larger than 1 MiB
 * @example
 * import { buildEnviron } from '@triptych/raw/testing'
 * const form = await formOf(buildEnviron({ method: 'POST', body: 'cmd=eval&code=1%2B1' }))
 * assert.equal(form.get('code'), '1+1')
 */
export async function formOf(environ: Environ): Promise<Map<string, string>> {
  const body = await environ['wsgi.input'].read(MOST_BODY + 1)
  if (body.length > MOST_BODY)
    throw new RangeError(`Expected at most ${MOST_BODY} bytes of a command, got more`)
  return byName(parseQuery(Buffer.from(body).toString('latin1')).pairs)
}

function byName(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of pairs) if (!found.has(name)) found.set(name, value)
  return found
}
