import { describe, expect, test } from 'vitest'
import { applyBaseUrl, environFromUrl } from '../../src/request/environ-from-url.ts'

test.each<[url: string, expected: Record<string, string>]>([
  ['/', { PATH_INFO: '/', QUERY_STRING: '', HTTP_HOST: 'localhost:80', SERVER_NAME: 'localhost' }],
  ['', { PATH_INFO: '', HTTP_HOST: 'localhost:80' }],
  ['/a%20b%2F%C3%A9?c=%20?d', { PATH_INFO: '/a b/\xc3\xa9', QUERY_STRING: 'c=%20?d' }],
  ['http://example.com', { PATH_INFO: '', HTTP_HOST: 'example.com:80', SERVER_PORT: '80' }],
  ['https://example.com/?', { HTTP_HOST: 'example.com:443', SERVER_PORT: '443', 'wsgi.url_scheme': 'https' }],
  [
    'HTTP://example.com:8080/x',
    { HTTP_HOST: 'example.com:8080', SERVER_NAME: 'example.com', SERVER_PORT: '8080' },
  ],
  ['http://[::1]:8000/', { HTTP_HOST: '[::1]:8000', SERVER_NAME: '::1', SERVER_PORT: '8000' }],
  ['https://[2001:db8::1]/', { HTTP_HOST: '[2001:db8::1]:443', SERVER_NAME: '2001:db8::1' }],
  ['ftp://example.com:21/', { HTTP_HOST: 'example.com:21', 'wsgi.url_scheme': 'ftp' }],
  ['//example.com/a', { PATH_INFO: '//example.com/a', HTTP_HOST: 'localhost:80' }],
])('%s', (url, expected) => {
  expect(environFromUrl(url)).toMatchObject({ REQUEST_METHOD: 'GET', SCRIPT_NAME: '', ...expected })
})

test.each([
  ['http://example.com/#top', /without a fragment/],
  ['ftp://example.com/', /http or https, or a port/],
  ['/caf\xe9', /ASCII/],
])('%s is refused', (url, message) => {
  expect(() => environFromUrl(url)).toThrow(message)
  expect(() => environFromUrl(url)).toThrow(TypeError)
})

test('its input is empty, its errors go nowhere', async () => {
  const environ = environFromUrl('/')
  expect((await environ['wsgi.input'].read()).length).toBe(0)
  expect(environ['wsgi.errors'].write('a')).toBeUndefined()
})

describe('applyBaseUrl', () => {
  test.each<[base: string, expected: Record<string, string>]>([
    ['https://h', { 'wsgi.url_scheme': 'https', HTTP_HOST: 'h:443', SERVER_NAME: 'h', SCRIPT_NAME: '' }],
    [
      'http://[::1]:81/app%20',
      { HTTP_HOST: '[::1]:81', SERVER_NAME: '::1', SERVER_PORT: '81', SCRIPT_NAME: '/app ' },
    ],
    ['/app', { 'wsgi.url_scheme': 'http', HTTP_HOST: 'localhost:80', SCRIPT_NAME: '/app', PATH_INFO: '/a' }],
  ])('%s', (base, expected) => {
    const environ = environFromUrl('/a')
    applyBaseUrl(environ, base)
    expect(environ).toMatchObject(expected)
  })

  test.each(['http://h/?a', 'http://h/#a', 'gopher://h/'])('%s is refused', (base) => {
    expect(() => applyBaseUrl(environFromUrl('/'), base)).toThrow(TypeError)
  })
})

test.each(['/', ':', '?', '#', 'a', '@', '['])('a megabyte of %s', (character) => {
  expect(environFromUrl(`http://h/${character.replace('#', '%23').repeat(1_000_000)}`).SERVER_NAME).toBe('h')
  expect(() => environFromUrl(`http:${character.repeat(1_000_000)}#f`)).toThrow(TypeError)
})
