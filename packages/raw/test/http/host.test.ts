import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatHost, parseHost } from '../../src/http/host.ts'
import type { Host } from '../../src/http/host.ts'
import { megabyte, textOf } from './hostile-text.ts'

describe('Host, RFC 9110 section 7.2 and RFC 3986 section 3.2', () => {
  test.each<[text: string, host: string, port: number | undefined, kind: Host['kind']]>([
    ['example.com', 'example.com', undefined, 'name'],
    ['Example.COM:8000', 'Example.COM', 8000, 'name'],
    ['localhost:', 'localhost', undefined, 'name'],
    ['localhost.', 'localhost.', undefined, 'name'],
    ['a_b.example', 'a_b.example', undefined, 'name'],
    ['a%2Db', 'a%2Db', undefined, 'name'],
    ["!$&'()*+;=~", "!$&'()*+;=~", undefined, 'name'],
    ['a:0', 'a', 0, 'name'],
    ['a:65535', 'a', 65535, 'name'],
    ['a:000000080', 'a', 80, 'name'],
    ['127.0.0.1:8000', '127.0.0.1', 8000, 'ipv4'],
    ['256.0.0.1', '256.0.0.1', undefined, 'name'],
    ['010.0.0.1', '010.0.0.1', undefined, 'name'],
    ['[::1]', '[::1]', undefined, 'ipv6'],
    ['[2001:DB8::7]:443', '[2001:DB8::7]', 443, 'ipv6'],
    ['[::ffff:127.0.0.1]', '[::ffff:127.0.0.1]', undefined, 'ipv6'],
    ['[v1f.a:b]:1', '[v1f.a:b]', 1, 'ipvfuture'],
  ])('%s', (text, host, port, kind) => {
    expect(parseHost(text)).toEqual({ host, port, kind })
    // A second time from memory
    expect(parseHost(text)).toEqual({ host, port, kind })
  })

  test.each([
    ['empty', ''],
    ['port only', ':80'],
    ['two ports', '127.0.0.1:80:90'],
    ['three parts', 'a:b:c'],
    ['letters for the port', 'a:abc'],
    ['sign', 'a:-1'],
    ['plus', 'a:+1'],
    ['port above 65535', 'a:65536'],
    ['port of many digits', 'a:99999999999999999999'],
    ['space', 'a b'],
    ['space in front', ' a'],
    ['tab behind', 'a\t'],
    ['NUL', '\0'],
    ['NUL inside', 'lo\0cal'],
    ['DEL', 'a\x7f'],
    ['high byte', 'caf\xe9'],
    ['beyond latin-1', '\u2603'],
    ['two fields that somebody joined', 'a,b'],
    ['two fields that somebody joined', 'a, a'],
    ['user information', 'user@localhost'],
    ['path', 'a/b'],
    ['query', 'a?x'],
    ['fragment', 'a#x'],
    ['URL', 'http://localhost/'],
    ['backslash', 'a\\b'],
    ['caret', 'lo^cal'],
    ['braces', '{localhost}'],
    ['cut escape', 'a%2'],
    ['bad escape', 'a%zz'],
    ['unclosed bracket', '[::1'],
    ['empty brackets', '[]'],
    ['brackets round no address', '[zz]'],
    ['brackets round IPv4', '[127.0.0.1]'],
    ['brackets inside', 'a[::1]'],
    ['text after the bracket', '[::1]a'],
    ['two literals', '[::1][::1]'],
    ['zone', '[fe80::1%25eth0]'],
    ['address without brackets', '::1'],
    ['future without its dot', '[v1]'],
    ['future without version', '[v.a]'],
    ['future without address', '[v1.]'],
  ])('%s is none', (_name, text) => {
    expect(parseHost(text)).toBeUndefined()
  })

  test('what is remembered cannot be changed, and hostile hosts do not stay', () => {
    expect(Object.isFrozen(parseHost('frozen.example'))).toBe(true)
    for (let at = 0; at < 1000; at++) parseHost(`h${at}.example`)
    expect(parseHost('h1.example:8')).toEqual({ host: 'h1.example', port: 8, kind: 'name' })
  })
})

test('host and port can be joined again, for any text that is one', () => {
  fc.assert(
    fc.property(textOf('a1.:[]v%f-@, '), (text) => {
      const host = parseHost(text)
      if (host === undefined) return
      expect(text.startsWith(host.host)).toBe(true)
      expect(parseHost(formatHost(host.host, host.port))).toEqual(host)
    }),
    { numRuns: 500 },
  )
})

test.each<[host: string, port: number | undefined]>([
  ['a b', undefined],
  ['a:80', 80],
  ['a', 65536],
  ['a', -1],
  ['a', 1.5],
  ['a/b', undefined],
  ['a:8', undefined],
  ['', undefined],
])('formatHost refuses %j with port %j', (host, port) => {
  expect(() => formatHost(host, port)).toThrow(TypeError)
})

test('a million characters', () => {
  expect(parseHost(megabyte('a'))?.kind).toBe('name')
  expect(parseHost(megabyte('0', 'a:', '80'))?.port).toBe(80)
  expect(parseHost(megabyte('['))).toBeUndefined()
  expect(parseHost(megabyte(':', '[', ']'))).toBeUndefined()
})
