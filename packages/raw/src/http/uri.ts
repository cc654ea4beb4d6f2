import { ALPHA, DIGIT, is } from './chars.ts'

/**
 * The five components of a URI reference, RFC 3986 section 3, as they were written. `undefined` is absent, which
 * is not the same as empty: `/a?` has a query, `/a` has none.
 */
export interface UriParts {
  readonly scheme: string | undefined
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
  readonly fragment: string | undefined
}

/** `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )` before a colon: the index of that colon, or -1. */
function schemeEnd(text: string): number {
  if (!is(text.charCodeAt(0), ALPHA)) return -1
  for (let at = 1; ; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x3a) return at
    if (!is(code, ALPHA | DIGIT) && code !== 0x2b && code !== 0x2d && code !== 0x2e) return -1
  }
}

/**
 * Takes a URI reference apart, RFC 3986 appendix B. Any text has five components: nothing is checked, decoded,
 * stripped or put in lower case, unlike in `new URL`. What stands before a colon and is no scheme is path.
 *
 * @example
 * assert.deepEqual(splitUri('http://a:80/b?c#d'), { scheme: 'http', authority: 'a:80', path: '/b', query: 'c', fragment: 'd' })
 * assert.equal(splitUri('//host/x').authority, 'host')
 * assert.equal(splitUri('/x?').query, '')
 */
export function splitUri(text: string): UriParts {
  const colon = schemeEnd(text)
  const start = colon + 1
  const hash = text.indexOf('#', start)
  const end = hash < 0 ? text.length : hash
  const mark = text.indexOf('?', start)
  const pathEnd = mark < 0 || mark > end ? end : mark
  let pathStart = start
  if (text.startsWith('//', start) && start + 2 <= pathEnd) {
    const slash = text.indexOf('/', start + 2)
    pathStart = slash < 0 || slash > pathEnd ? pathEnd : slash
  }
  return {
    scheme: colon < 0 ? undefined : text.slice(0, colon),
    authority: pathStart === start ? undefined : text.slice(start + 2, pathStart),
    path: text.slice(pathStart, pathEnd),
    query: pathEnd === end ? undefined : text.slice(pathEnd + 1, end),
    fragment: hash < 0 ? undefined : text.slice(hash + 1),
  }
}

/**
 * Puts components together, RFC 3986 section 5.3. A path that would be read as something else gets a dot segment
 * in front, as section 4.2 advises: `//x` without authority becomes `/.//x` (it would name a host), `a:b` without
 * scheme becomes `./a:b`, and a path after an authority gets its slash.
 *
 * @example
 * assert.equal(joinUri({ scheme: 'http', authority: 'a', path: '/b', query: '', fragment: undefined }), 'http://a/b?')
 * assert.equal(joinUri(splitUri('//a/b#c')), '//a/b#c')
 */
export function joinUri(parts: UriParts): string {
  const { scheme, authority, query, fragment } = parts
  let { path } = parts
  if (authority !== undefined) {
    if (path !== '' && !path.startsWith('/')) path = `/${path}`
  } else if (path.startsWith('//')) path = `/.${path}`
  else if (scheme === undefined && schemeEnd(path) >= 0) path = `./${path}`
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query === undefined ? '' : `?${query}`) +
    (fragment === undefined ? '' : `#${fragment}`)
  )
}

/**
 * Resolves `.` and `..` segments, RFC 3986 section 5.2.4. Never climbs above the root; empty segments and escaped
 * dots (`%2e`) are segments like any other.
 *
 * @example
 * assert.equal(removeDotSegments('/a/b/c/./../../g'), '/a/g')
 * assert.equal(removeDotSegments('/../../etc'), '/etc')
 * assert.equal(removeDotSegments('/a//../b/.'), '/a/b/')
 */
export function removeDotSegments(path: string): string {
  if (!path.includes('.')) return path
  const segments = path.split('/')
  const kept: string[] = []
  let at = 0
  // Steps A and D: dots in front of a path without root lead nowhere.
  while (segments[at] === '.' || segments[at] === '..') at++
  if (at < segments.length && segments[at] !== '') kept.push(segments[at]!)
  for (at++; at < segments.length; at++) {
    const segment = segments[at]!
    if (segment === '..') kept.pop()
    else if (segment !== '.') {
      kept.push(`/${segment}`)
      continue
    }
    if (at === segments.length - 1) kept.push('/')
  }
  return kept.join('')
}

/**
 * The URI that a reference means on a page of address `base`, RFC 3986 section 5.2.2 (strict). Components are
 * taken as they are: no stripping of spaces or tabs, no backslash for a slash, no host in lower case.
 *
 * @example
 * assert.equal(resolveUri('http://a/b/c/d;p?q', '../g'), 'http://a/b/g')
 * assert.equal(resolveUri('http://a/b/c/d;p?q', '?y'), 'http://a/b/c/d;p?y')
 * assert.equal(resolveUri('http://a/b', '\\\\evil.example'), 'http://a/\\\\evil.example')
 */
export function resolveUri(base: string, reference: string): string {
  const from = splitUri(base)
  const to = splitUri(reference)
  if (to.scheme !== undefined) return joinUri({ ...to, path: removeDotSegments(to.path) })
  const { scheme } = from
  if (to.authority !== undefined) return joinUri({ ...to, scheme, path: removeDotSegments(to.path) })
  const { authority } = from
  const { fragment } = to
  if (to.path === '') {
    return joinUri({ scheme, authority, path: from.path, query: to.query ?? from.query, fragment })
  }
  const path = to.path.startsWith('/') ? to.path : merge(from, to.path)
  return joinUri({ scheme, authority, path: removeDotSegments(path), query: to.query, fragment })
}

/** RFC 3986 section 5.2.3: the reference takes the place of what follows the last slash of the base's path. */
function merge(base: UriParts, path: string): string {
  if (base.authority !== undefined && base.path === '') return `/${path}`
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path
}
