import { buildEnviron } from '@triptych/raw/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendSlashRedirect } from '../../src/utils/append-slash-redirect.ts'

test.each([
  ['/foo', '', 'foo/'],
  ['foo', '', 'foo/'],
  ['/foo/bar', '', 'bar/'],
  ['/a//b', '', 'b/'],
  ['/foo/', 'y', './?y'],
  ['/', '', './'],
  ['', '', './'],
  ['/a', 'x=1&y=/', 'a/?x=1&y=/'],
  ['//evil.example', '', 'evil.example/'],
  // In these the original sends the client elsewhere.
  ['/https:evil.example', '', './https:evil.example/'],
  ['/javascript:alert(1)', '', './javascript:alert(1)/'],
  ['/caf\xc3\xa9', '', 'caf%C3%A9/'],
  ['/what?', '', 'what%3F/'],
  ['/a#b', '', 'a%23b/'],
  ['/100%41', '', '100%2541/'],
  ['/\\evil.example', '', '%5Cevil.example/'],
  ['/a', '\xe9', 'a/?%E9'],
])('%j with %j', (PATH_INFO, QUERY_STRING, location) => {
  expect(appendSlashRedirect({ PATH_INFO, QUERY_STRING }).location).toBe(location)
})

test('it keeps method and body unless told', () => {
  expect(appendSlashRedirect(buildEnviron('/a')).statusCode).toBe(308)
  expect(appendSlashRedirect(buildEnviron('/a'), 301).statusCode).toBe(301)
})

test('no path leaves the host, and a browser comes to the path with a slash', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-.0-~\x80-\xff]*[^/.]$/), (segment) => {
      const { location } = appendSlashRedirect({ PATH_INFO: `/${segment}` })
      const url = new URL(location!, 'http://here.example/x')
      expect(url.host).toBe('here.example')
      expect(url.pathname.endsWith('/')).toBe(true)
      expect(unescape(url.pathname)).toBe(`/${segment}/`)
    }),
  )
})
