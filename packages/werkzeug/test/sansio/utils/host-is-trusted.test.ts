import { describe, expect, test } from 'vitest'
import { hostIsTrusted } from '../../../src/sansio/utils/host-is-trusted.ts'
import type { TrustedHosts } from '../../../src/sansio/utils/host-is-trusted.ts'

describe('without a list, the characters decide', () => {
  test.each([
    'a',
    'example.com',
    'example.com:80',
    'a.b-c.',
    '127.0.0.1',
    '[::1]',
    '[2001:DB8::a]:8080',
    '[::1.2.3.4]',
  ])('%s is right', (host) => {
    expect(hostIsTrusted(host)).toBe(true)
    expect(hostIsTrusted(host, [])).toBe(true)
    expect(hostIsTrusted(host, new Set())).toBe(true)
  })

  test.each(
    [
      [
        '',
        null,
        undefined,
        ':80',
        'a:',
        'a:b',
        'a:80:90',
        'a_b',
        'a b',
        'a/b',
        'a@b',
        'a\n',
        '\na',
        'b\xfccher',
        '[]',
        '[1]',
        '[::1',
        '::1',
        '[::1%eth0]',
        '[::g]',
        '\u017f',
        'a\0',
      ],
    ].flat(),
  )('%j is not', (host) => {
    expect(hostIsTrusted(host)).toBe(false)
  })
})

describe('a list names hosts', () => {
  test.each([
    ['the host', 'example.com', ['localhost', 'example.com'], true],
    ['a text instead of a list', 'example.com', 'example.com', true],
    ['a set', 'example.com', new Set(['example.com']), true],
    ['whatever the ports', 'example.com:8000', ['example.com:80'], true],
    ['whatever the case', 'EXAMPLE.com', ['Example.COM'], true],
    ['a domain by its dot', 'a.b.example.com', ['.example.com'], true],
    ['the domain itself', 'example.com', ['.example.com'], true],
    ['an encoded name', 'xn--bcher-kva.example', ['b\xfccher.example'], true],
    ['an address', '[::1]:80', ['[::1]'], true],
    ['an address in capitals', '[FE80::1]', ['[fe80::1]:8080'], true],
    ['another host', 'example.org', ['example.com'], false],
    ['a host that ends alike', 'evilexample.com', ['.example.com'], false],
    ['below a host without a dot', 'a.example.com', ['example.com'], false],
    ['the root', 'example.com.', ['example.com'], false],
    ['another address that begins alike', '[::2]', ['[::1]'], false],
    ['another address of the network', '[fe80::bad]', ['[fe80::1]'], false],
    ['an address without brackets', '[::1]', ['::1'], false],
    ['characters that are wrong', 'a b', ['a b'], false],
  ] as [string, string, TrustedHosts, boolean][])('%s', (_, host, trusted, wanted) => {
    expect(hostIsTrusted(host, trusted)).toBe(wanted)
  })

  test('an entry that cannot be encoded is a mistake of the program', () => {
    expect(() => hostIsTrusted('a', ['\ud800'])).toThrow(SyntaxError)
    expect(() => hostIsTrusted('a', ['a..b'])).toThrow(SyntaxError)
  })
})

test('a megabyte is read in linear time', () => {
  expect(hostIsTrusted('a'.repeat(1_000_000))).toBe(true)
  expect(hostIsTrusted(`${'a'.repeat(1_000_000)}!`)).toBe(false)
  expect(hostIsTrusted(`[${':'.repeat(1_000_000)}`)).toBe(false)
})
