import { describe, expect, test } from 'vitest'
import { getCurrentUrl, joinCurrentUrl } from '../../../src/sansio/utils/get-current-url.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the URL of a request', () => {
  test.each([
    ['the host', ['http', 'h'], 'http://h/'],
    ['the application', ['https', 'h:1', '/app'], 'https://h:1/app/'],
    ['the application, written with slashes', ['http', 'h', '/app//'], 'http://h/app/'],
    ['the path', ['http', 'h', '/app', '/p\xe5th/'], 'http://h/app/p\xe5th/'],
    ['a path of many slashes', ['http', 'h', '', '//x'], 'http://h/x'],
    ['an absent part ends it', ['http', 'h', null, '/x'], 'http://h/'],
    ['a query of text', ['http', 'h', '', '/', 'a=\xc3\xa9&b=%20'], 'http://h/?a=\xe9&b=%20'],
    ['a query of bytes', ['http', 'h', '', '/', bytes('a=\xe9')], 'http://h/?a=\xe9'],
    ['a query that is no UTF-8', ['http', 'h', '', '/', new Uint8Array([0xff])], 'http://h/?%FF'],
    ['a query that is empty', ['http', 'h', '', '/', new Uint8Array(0)], 'http://h/'],
    ['what is reserved', ['http', 'h', '', '/a?b#c d'], 'http://h/a%3Fb%23c%20d'],
    ['escapes that are there', ['http', 'h', '/a%2Fb', '/%41%zz'], 'http://h/a%2Fb/A%zz'],
    ['a name of another script', ['http', 'xn--n3h.net:80', '', '/'], 'http://\u2603.net:80/'],
    ['a host in capitals', ['http', 'H', '', '/'], 'http://h/'],
    ['an address', ['ws', '[::1]:5', '', '/'], 'ws://[::1]:5/'],
    ['no host', ['http', '', '', '/x'], 'http:///x'],
  ] as [string, Parameters<typeof getCurrentUrl>, string][])('%s', (_, args, url) => {
    expect(getCurrentUrl(...args)).toBe(url)
  })

  test.each(['xn--', 'xn--0.net', 'h:99999', '[a:b:c]'])(
    'the host %s, which cannot be decoded, harms nobody',
    (host) => {
      expect(getCurrentUrl('http', host, '', '/x')).toBe(`http://${host}/x`)
    },
  )

  test('a megabyte of slashes is read in linear time', () => {
    const slashes = '/'.repeat(1_000_000)
    expect(getCurrentUrl('http', 'h', slashes, slashes)).toBe('http://h/')
  })
})

test('quoted parts are joined as they are', () => {
  expect(joinCurrentUrl('http', 'h', '/a/', '//b%20', 'c%26')).toBe('http://h/a/b%20?c%26')
  expect(joinCurrentUrl('http', 'h', undefined, '/b', 'c')).toBe('http://h/')
  expect(joinCurrentUrl('http', 'h', '/a', undefined, 'c')).toBe('http://h/a/')
})
