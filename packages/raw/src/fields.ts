import type { Environ } from './gateway.ts'
import { parseCookies } from './http/cookie.ts'
import type { Cookies } from './http/cookie.ts'
import { parseMediaType } from './http/media-type.ts'
import type { MediaType } from './http/media-type.ts'

/**
 * The cookies of a request, by name: what a program at the raw level asks for. Of equal names the first counts; names
 * that repeat or could be taken for something else stand in `problems`.
 *
 * @example
 * const { cookies: found } = cookies({ HTTP_COOKIE: 'theme=dark; lang=en' })
 * assert.equal(found.theme, 'dark')
 * assert.equal(cookies({}).cookies.theme, undefined)
 */
export function cookies(environ: Pick<Environ, 'HTTP_COOKIE'>): Cookies {
  return parseCookies(environ.HTTP_COOKIE ?? '')
}

/**
 * The media type of a request's body, or `undefined` when there is no Content-Type or it names none.
 *
 * @example
 * const type = contentType({ CONTENT_TYPE: 'Text/HTML; Charset=utf-8' })
 * assert.equal(type.essence, 'text/html')
 * assert.equal(type.parameters.get('charset'), 'utf-8')
 * assert.equal(contentType({}), undefined)
 */
export function contentType(environ: Pick<Environ, 'CONTENT_TYPE'>): MediaType | undefined {
  const value = environ.CONTENT_TYPE
  return value === undefined || value === '' ? undefined : parseMediaType(value)
}
