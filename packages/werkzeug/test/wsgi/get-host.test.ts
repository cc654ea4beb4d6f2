import { describe, expect, test } from 'vitest'
import { SecurityError } from '../../src/exceptions/client-errors.ts'
import { getHost, serverAddress } from '../../src/wsgi/get-host.ts'

const http = { 'wsgi.url_scheme': 'http' }

describe('the host of an environ', () => {
  test.each([
    [{ HTTP_HOST: 'a:80', SERVER_NAME: 'b', SERVER_PORT: '1' }, 'a'],
    [{ HTTP_HOST: '', SERVER_NAME: 'b', SERVER_PORT: '1' }, ''],
    [{ SERVER_NAME: 'b', SERVER_PORT: '80' }, 'b'],
    [{ SERVER_NAME: '::1', SERVER_PORT: '0080' }, '[::1]'],
    [{ SERVER_NAME: '/run/socket' }, ''],
    [{}, ''],
  ])('of %j is %j', (environ, host) => {
    expect(getHost({ ...http, ...environ })).toBe(host)
  })

  test('is one of those that are trusted', () => {
    const environ = { ...http, HTTP_HOST: 'Example.org' }
    expect(getHost(environ, ['.example.org'])).toBe('Example.org')
    expect(() => getHost(environ, ['example.com'])).toThrow(SecurityError)
  })
})

test.each([
  [{ SERVER_NAME: 'a', SERVER_PORT: '8000' }, ['a', 8000]],
  [{ SERVER_NAME: 'a', SERVER_PORT: '' }, ['a', null]],
  [{ SERVER_NAME: 'a', SERVER_PORT: 'None' }, ['a', null]],
  [{ SERVER_PORT: '80' }, null],
])('the server of %j', (environ, address) => {
  expect(serverAddress(environ)).toEqual(address)
})
