import { describe, expect, test } from 'vitest'
import { SecurityError } from '../../src/exceptions/client-errors.ts'
import { getCurrentUrl } from '../../src/wsgi/get-current-url.ts'
import type { CurrentUrlOptions } from '../../src/wsgi/get-current-url.ts'

const environ = {
  'wsgi.url_scheme': 'http',
  HTTP_HOST: 'h:80',
  SCRIPT_NAME: '/app',
  PATH_INFO: '/p\xc3\xa9',
  QUERY_STRING: 'a=\xc3\xa9&b=%20',
}

describe('the URL of an environ', () => {
  test.each([
    [{}, 'http://h/app/p\xe9?a=\xe9&b=%20'],
    [{ stripQuerystring: true }, 'http://h/app/p\xe9'],
    [{ rootOnly: true }, 'http://h/app/'],
    [{ hostOnly: true }, 'http://h/'],
    [{ hostOnly: true, rootOnly: true, stripQuerystring: true }, 'http://h/'],
  ] as [CurrentUrlOptions, string][])('with %j', (options, url) => {
    expect(getCurrentUrl(environ, options)).toBe(url)
  })

  test('keeps bytes that are no UTF-8', () => {
    expect(getCurrentUrl({ ...environ, PATH_INFO: '/\xff' })).toBe('http://h/app/%FF?a=\xe9&b=%20')
  })

  test('needs nothing but a scheme', () => {
    expect(getCurrentUrl({ 'wsgi.url_scheme': 'https', HTTP_HOST: 'h' })).toBe('https://h/')
  })

  test('refuses hosts', () => {
    expect(() => getCurrentUrl(environ, { trustedHosts: ['example.com'] })).toThrow(SecurityError)
  })
})
