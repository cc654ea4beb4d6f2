import { resolveUri } from '@triptych/raw/http'
import { hostUrl, quotePath, type UrlEnviron } from './request-url.ts'

/** Controls, blanks at the ends: a browser drops them before it reads the URL, so they could hide another host. */
const HIDING = /[\0-\x1f\x7f]|^ | $/

/** Letters and a colon at the start: whoever writes that means to leave. */
const SCHEME = /^[a-z]+:/i

/**
 * Refuses a URL that readers could disagree about: control characters anywhere (tabs and newlines among them), blanks at
 * its ends.
 *
 * @throws SyntaxError with the offending text
 * @example
 * assert.throws(() => checkLocation('/\t/example.com'), SyntaxError)
 */
export function checkLocation(location: string): string {
  if (!HIDING.test(location)) return location
  throw new SyntaxError(
    `Expected a URL without control characters and without blanks at its ends, got ${JSON.stringify(location)}`,
  )
}

/** A backslash is a slash to browsers: as an escape it is neither. */
const withoutBackslashes = (location: string): string => location.replaceAll('\\', '%5C')

/**
 * A Location as an absolute URL: one with a scheme as it is, anything else resolved against the request's URL without
 * its query (RFC 3986 section 5.2). What is relative stays on the request's host, however it is read: two slashes at its
 * start are `/%2f`, a backslash is `%5C`. Python: `Response._make_location_absolute`.
 *
 * @throws SyntaxError when it holds control characters, or blanks at its ends
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', HTTP_HOST: 'here', SCRIPT_NAME: '', PATH_INFO: '/a/b' }
 * assert.equal(absoluteLocation('c?d', environ), 'http://here/a/c?d')
 * assert.equal(absoluteLocation('//elsewhere/', environ), 'http://here/%2felsewhere/')
 * assert.equal(absoluteLocation('https://elsewhere/', environ), 'https://elsewhere/')
 */
export function absoluteLocation(location: string, environ: UrlEnviron): string {
  checkLocation(location)
  if (SCHEME.test(location)) return location
  const relative = withoutBackslashes(location)
  const host = hostUrl(environ.HTTP_HOST === '' ? { ...environ, HTTP_HOST: undefined } : environ)
  const path = quotePath((environ.SCRIPT_NAME ?? '') + (environ.PATH_INFO ?? ''))
  // Without the slash it would be the end of the host.
  const base = path === '' || path.startsWith('/') ? host + path : `${host}/${path}`
  return resolveUri(base, relative.startsWith('//') ? `/%2f${relative.slice(2)}` : relative)
}

/**
 * A URL resolved against another (RFC 3986 section 5.2), for `relativeUrl`: here `//host/` does mean another host.
 *
 * @throws SyntaxError when it holds control characters, or blanks at its ends
 * @example
 * assert.equal(relativeTo('http://here/a/b', '../c'), 'http://here/c')
 */
export function relativeTo(base: string, url: string): string {
  checkLocation(url)
  return resolveUri(base, SCHEME.test(url) ? url : withoutBackslashes(url))
}
