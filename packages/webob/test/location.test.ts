import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '@triptych/raw/http'
import { absoluteLocation, checkLocation, relativeTo } from '../src/location.ts'
import type { UrlEnviron } from '../src/request-url.ts'

const environ: UrlEnviron = {
  'wsgi.url_scheme': 'http',
  SERVER_NAME: 'server',
  SERVER_PORT: '80',
  HTTP_HOST: 'here:8080',
  SCRIPT_NAME: '/app',
  PATH_INFO: '/a/b',
}

const hidden = [
  '/\t/x',
  '/\r/x',
  '/\n/x',
  '\t//x',
  ' //x',
  '//x ',
  '\0//x',
  '\x1f//x',
  '/\x7f/x',
  'h\tttps://x/',
  ' https://x/',
]

describe('checkLocation', () => {
  test.each(['', '/', 'a b', '//x', 'https://x/', '/\\x', 'caf\xe9'])('%j is given back', (location) => {
    expect(checkLocation(location)).toBe(location)
  })

  test.each(hidden)('%j is refused', (location) => {
    expect(() => checkLocation(location)).toThrow(SyntaxError)
  })
})

describe('absoluteLocation', () => {
  test.each([
    ['c', 'http://here:8080/app/a/c'],
    ['', 'http://here:8080/app/a/b'],
    ['?d', 'http://here:8080/app/a/b?d'],
    ['#e', 'http://here:8080/app/a/b#e'],
    ['/c', 'http://here:8080/c'],
    ['../../../c', 'http://here:8080/c'],
    ['//elsewhere/c', 'http://here:8080/%2felsewhere/c'],
    ['///elsewhere', 'http://here:8080/%2f/elsewhere'],
    ['/\\elsewhere', 'http://here:8080/%5Celsewhere'],
    ['\\\\elsewhere', 'http://here:8080/app/a/%5C%5Celsewhere'],
    ['.//elsewhere', 'http://here:8080/app/a//elsewhere'],
    ['/.//elsewhere', 'http://here:8080//elsewhere'],
    ['@elsewhere', 'http://here:8080/app/a/@elsewhere'],
    ['https://elsewhere/', 'https://elsewhere/'],
    ['mailto:ada@x', 'mailto:ada@x'],
  ])('%j is %s', (location, url) => {
    expect(absoluteLocation(location, environ)).toBe(url)
  })

  test.each<[name: string, change: Partial<UrlEnviron>, url: string]>([
    ['no Host', { HTTP_HOST: undefined }, 'http://server/app/a/c'],
    ['an empty Host', { HTTP_HOST: '' }, 'http://server/app/a/c'],
    [
      'a path that is no path',
      { SCRIPT_NAME: '', PATH_INFO: '@elsewhere/' },
      'http://here:8080/@elsewhere/c',
    ],
    [
      'a path of two slashes',
      { SCRIPT_NAME: '', PATH_INFO: '//elsewhere/' },
      'http://here:8080//elsewhere/c',
    ],
    ['no path', { SCRIPT_NAME: '', PATH_INFO: '' }, 'http://here:8080/c'],
  ])('%s', (_name, change, url) => {
    expect(absoluteLocation('c', { ...environ, ...change })).toBe(url)
  })

  test.each(hidden)('%j is refused', (location) => {
    expect(() => absoluteLocation(location, environ)).toThrow(SyntaxError)
  })

  const hostile = fc
    .array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.constantFrom('/', '//', '\\', '.', '..', '/./', '%2f', '%5C', '@', ':', '?', '#'),
        },
        {
          weight: 2,
          arbitrary: fc.constantFrom(' ', '\t', '\r', '\n', '\0', '\x7f', '\xa0', '\u2028', '\uff0f'),
        },
        {
          weight: 2,
          arbitrary: fc.constantFrom('evil.com', 'a', 'http', '1', '[::1]', 'caf\xe9', '%00', '80'),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
      ),
      { maxLength: 10 },
    )
    .map((parts) => parts.join(''))

  /** The authority of a URL by the expression of RFC 3986, appendix B. */
  const authority = (url: string): string | undefined => /^(?:[^:/?#]+:)?(?:\/\/([^/?#]*))?/.exec(url)?.[1]

  const answer = (location: string, path: string): string | undefined => {
    try {
      return absoluteLocation(location, { ...environ, SCRIPT_NAME: '', PATH_INFO: encodeUtf8(path) })
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError)
      return undefined
    }
  }

  test('what is not written as an absolute URL stays on the host, by RFC 3986 and by WHATWG', () => {
    fc.assert(
      fc.property(hostile, fc.oneof(fc.constant('/a/b'), hostile), (location, path) => {
        fc.pre(!/^[a-z][a-z0-9+.-]*:/i.test(location))
        const url = answer(location, path)
        const hosts = url === undefined ? [] : [authority(url), new URL(url, 'http://elsewhere/').host]
        expect(hosts.filter((host) => host !== 'here:8080')).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('only controls and blanks at the ends are refused', () => {
    fc.assert(
      fc.property(hostile, (location) => {
        const hides = /[\0-\x1f\x7f]/.test(location) || location.startsWith(' ') || location.endsWith(' ')
        expect(answer(location, '/') === undefined).toBe(hides)
      }),
    )
  })

  test.each(['/', '../', '\\', './', 'a/../', ' ', '?'])('a megabyte of %j', (unit) => {
    expect(absoluteLocation(`x${unit.repeat(1_000_000 / unit.length)}y`, environ)).toMatch(
      /^http:\/\/here:8080\//,
    )
  })
})

describe('relativeTo', () => {
  test.each([
    ['../c', 'http://here/c'],
    ['?d', 'http://here/a/b?d'],
    ['//elsewhere/c', 'http://elsewhere/c'],
    ['/\\elsewhere', 'http://here/%5Celsewhere'],
    ['https://elsewhere/\\', 'https://elsewhere/\\'],
  ])('%j is %s', (url, expected) => {
    expect(relativeTo('http://here/a/b', url)).toBe(expected)
  })

  test.each(hidden)('%j is refused', (url) => {
    expect(() => relativeTo('http://here/', url)).toThrow(SyntaxError)
  })
})
