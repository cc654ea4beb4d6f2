import { describe, expect, test } from 'vitest'
import { SecurityError } from '../../../src/exceptions/client-errors.ts'
import { getHost } from '../../../src/sansio/utils/get-host.ts'
import type { ServerAddress } from '../../../src/sansio/utils/get-host.ts'

describe('the host of a request', () => {
  test.each([
    ['the field', 'http', 'a:8000', ['b', 80], 'a:8000'],
    ['without the port of http', 'http', 'a:80', null, 'a'],
    ['without the port of ws', 'ws', 'a:80', null, 'a'],
    ['without the port of https', 'https', '[::1]:443', null, '[::1]'],
    ['without the port of wss', 'wss', 'a:443', null, 'a'],
    ['with the port of another scheme', 'https', 'a:80', null, 'a:80'],
    ['with a port that only ends alike', 'http', 'a:8080', null, 'a:8080'],
    ['with a port that is written otherwise', 'http', 'a:0080', null, 'a:0080'],
    ['the server, without a field', 'http', null, ['a', 80], 'a'],
    ['the server with its port', 'https', undefined, ['a', 80], 'a:80'],
    ['a server of IPv6', 'http', null, ['::1', 8000], '[::1]:8000'],
    ['a server of IPv6 in brackets', 'http', null, ['[::1]', 8000], '[::1]:8000'],
    ['no path of a unix socket', 'http', null, ['/run/app.sock', null], ''],
    ['nothing', 'http', null, null, ''],
    ['no empty field', 'http', '', ['a', 80], ''],
    ['no field that is no host', 'http', 'a.test:80@b.test', ['a', 80], ''],
    ['no server that is no host', 'http', null, ['a b', 80], ''],
  ] as [string, string, string | null, ServerAddress | null, string][])(
    '%s',
    (_, scheme, field, server, wanted) => {
      expect(getHost(scheme, field, server)).toBe(wanted)
    },
  )
})

describe('with trusted hosts', () => {
  test.each([['example.com'], [new Set(['example.com'])], [['example.org', 'example.com']]] as const)(
    '%j lets its hosts pass and no others',
    (trusted) => {
      expect(getHost('http', 'example.com:80', null, trusted)).toBe('example.com')
      for (const host of ['evil.test', 'a b', '']) {
        expect(() => getHost('http', host, null, trusted)).toThrow(SecurityError)
      }
      expect(() => getHost('http', null, ['evil.test', 80], trusted)).toThrow('not trusted')
    },
  )

  test('none are trusted but none are listed', () => {
    expect(getHost('http', 'a b', null, [])).toBe('')
    expect(getHost('http', 'a b', null, new Set())).toBe('')
    expect(getHost('http', 'a b', null, '')).toBe('')
  })

  test('nobody is asked when there is no host', () => {
    expect(getHost('http', null, null, ['a'])).toBe('')
  })
})
