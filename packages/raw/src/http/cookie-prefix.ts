/** What the prefix of a cookie's name is about: its attributes. */
export interface PrefixedCookie {
  readonly secure?: boolean | undefined
  readonly httpOnly?: boolean | undefined
  readonly path?: string | undefined
  readonly domain?: string | undefined
}

/**
 * The first attribute that the prefix of a cookie's name demands and the cookie has not; user agents drop such a
 * cookie. Prefixes count in any case, since user agents compare them so (RFC 6265bis section 5.7):
 *
 *     __Secure-      Secure
 *     __Http-        Secure, HttpOnly
 *     __Host-        Secure, Path=/, no Domain
 *     __Host-Http-   Secure, HttpOnly, Path=/, no Domain
 *
 * @example
 * assert.equal(missingForPrefix('__Host-id', { secure: true, path: '/' }), undefined)
 * assert.equal(missingForPrefix('__host-id', { secure: true, path: '/app' }), 'Path=/')
 */
export function missingForPrefix(name: string, cookie: PrefixedCookie): string | undefined {
  if (!name.startsWith('__')) return undefined
  const lower = name.slice(0, 12).toLowerCase()
  const host = lower.startsWith('__host-')
  const http = lower.startsWith('__http-') || lower === '__host-http-'
  if (!host && !http && !lower.startsWith('__secure-')) return undefined
  if (cookie.secure !== true) return 'Secure'
  if (http && cookie.httpOnly !== true) return 'HttpOnly'
  if (host && cookie.path !== '/') return 'Path=/'
  return host && cookie.domain ? 'no Domain' : undefined
}
