import { describe, expect, test } from 'vitest'
import { joinUrl, splitNetloc, splitUrl } from '../../src/urls/split-url.ts'
import type { Netloc, SplitUrl } from '../../src/urls/split-url.ts'

const parts = (some: Partial<SplitUrl>): SplitUrl => ({
  scheme: '',
  netloc: '',
  path: '',
  query: '',
  fragment: '',
  ...some,
})

describe('splitUrl', () => {
  test.each([
    [
      'a whole one',
      'HTTP://u@h:1/p?q#f',
      { scheme: 'http', netloc: 'u@h:1', path: '/p', query: 'q', fragment: 'f' },
    ],
    ['a question mark in a fragment', '/p#f?q', { path: '/p', fragment: 'f?q' }],
    ['a colon in a path', '1a:b', { path: '1a:b' }],
    ['a query behind a host', '//h?q', { netloc: 'h', query: 'q' }],
    ['blanks and tabs', ' \0ht\ttp://h\n/', { scheme: 'http', netloc: 'h', path: '/' }],
    ['a blank at the end', '/a ', { path: '/a ' }],
    ['nothing', '', {}],
  ] as [string, string, Partial<SplitUrl>][])('%s', (_, url, wanted) => {
    expect(splitUrl(url)).toEqual(parts(wanted))
  })

  test.each([
    '//[::1',
    '//::1]',
    '//[x]',
    '//[1.2.3.4]',
    '//a[::1]',
    '//[::1]a',
    '//[v1]',
    '//[::1%]',
    '//a\uff0fb',
  ])('%s is no authority, but can be kept', (url) => {
    expect(() => splitUrl(url)).toThrow(SyntaxError)
    expect(splitUrl(url, 'keep').netloc).toBe(url.slice(2))
  })

  test.each(['//[::1]:80', '//u@[::ffff:1.2.3.4]', '//[v1.a:b]', '//[fe80::1%eth0]', '//\xe9'])(
    '%s is one',
    (url) => {
      expect(splitUrl(url).netloc).toBe(url.slice(2))
    },
  )
})

describe('splitNetloc', () => {
  test.each([
    ['a:b@c:d@H:1', { username: 'a', password: 'b@c:d', hostname: 'h', port: '1' }],
    ['@h', { username: '', password: '', hostname: 'h', port: '' }],
    ['[FE80::1%Eth0]:1', { username: '', password: '', hostname: 'fe80::1%Eth0', port: '1' }],
    ['h:', { username: '', password: '', hostname: 'h', port: '' }],
  ] as [string, Netloc][])('%s', (netloc, wanted) => {
    expect(splitNetloc(netloc)).toEqual(wanted)
  })

  test.each([
    ['h:\u0661', SyntaxError],
    ['h:1:2', SyntaxError],
    ['h:65536', RangeError],
  ] as [string, ErrorConstructor][])('%s has no port', (netloc, error) => {
    expect(() => splitNetloc(netloc)).toThrow(error)
    expect(splitNetloc(netloc, 'keep').hostname).toBe('h')
  })
})

test.each([
  [{ scheme: 'http', path: 'x' }, 'http:///x'],
  [{ scheme: 'http', path: '//x' }, 'http://x'],
  [{ scheme: 'x-y', path: 'x' }, 'x-y:x'],
  [{ netloc: 'h', path: 'x', query: 'q', fragment: 'f' }, '//h/x?q#f'],
  [{ path: 'x' }, 'x'],
] as [Partial<SplitUrl>, string][])('%j is joined', (some, url) => {
  expect(joinUrl(parts(some))).toBe(url)
})
