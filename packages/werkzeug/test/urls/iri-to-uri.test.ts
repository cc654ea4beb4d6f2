import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iriToUri } from '../../src/urls/iri-to-uri.ts'
import { uriToIri } from '../../src/urls/uri-to-iri.ts'

describe('an IRI becomes a URI', () => {
  test.each([
    [
      'host, path and query',
      'http://\u2603.net/p\xe5th?q=\xe8ry%DF',
      'http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF',
    ],
    ['what is escaped already', 'http://example.com/%C3%A9%2F', 'http://example.com/%C3%A9%2F'],
    [
      'user and password',
      'http://\xfcser:p\xe4ssw\xf6rd@host/p',
      'http://%C3%BCser:p%C3%A4ssw%C3%B6rd@host/p',
    ],
    ['an address', 'http://[2001:db8::a]:8080/', 'http://[2001:db8::a]:8080/'],
    ['a zone, in its case', 'http://[fe80::1%25Eth0]/', 'http://[fe80::1%25Eth0]/'],
    ['a path alone', '/a b"c', '/a%20b%22c'],
    ['a fragment', '#\xe9#', '#%C3%A9#'],
    ['a host in capitals', 'HTTP://EXAMPLE.com/A', 'http://example.com/A'],
    ['port 0, which no URL needs', 'http://h:0/', 'http://h/'],
    ['a port with zeros', 'http://h:0080/', 'http://h:80/'],
    ['a scheme without a host', 'http:/x', 'http:///x'],
    ['a scheme of its own', 'itms-services://?a=b', 'itms-services://?a=b'],
    ['mail', 'mailto:a@b', 'mailto:a@b'],
    ['line ends, which could split a field', '/a\r\nX: y', '/aX:%20y'],
  ] as [string, string, string][])('%s', (_, iri, uri) => {
    expect(iriToUri(iri)).toBe(uri)
  })

  test.each([
    ['a port that is none', 'http://host:abc/', SyntaxError],
    ['a port too high', 'http://host:99999/', RangeError],
    ['an empty label', 'http://a..b/', SyntaxError],
    ['a label too long', `http://${'a'.repeat(64)}.com/`, SyntaxError],
    ['an open bracket', 'http://[::1/', SyntaxError],
    ['brackets around a name', 'http://[host]/', SyntaxError],
    ['text beside brackets', 'http://evil.test[::1]/', SyntaxError],
    ['a host that holds a slash in disguise', 'http://a\u2100b/', SyntaxError],
    ['a lone surrogate', '/\udcff', SyntaxError],
  ] as [string, string, ErrorConstructor][])('but not %s', (_, iri, error) => {
    expect(() => iriToUri(iri)).toThrow(error)
  })

  test('a URL that is one stays as it is, as does what was made', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const uri = iriToUri(url)
        expect(iriToUri(uri)).toBe(uri)
        expect(uri).toMatch(/^[\x21-\x7e]*$/)
      }),
    )
  })

  test('what is written reads the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (path, query) => {
        const uri = iriToUri(`http://h/${encodeURIComponent(path)}?${encodeURIComponent(query)}`)
        const iri = uriToIri(uri)
        expect(uriToIri(iriToUri(iri))).toBe(iri)
      }),
    )
  })

  test('hostile texts are read in linear time', () => {
    const million = 1_000_000
    expect(iriToUri(`/${'%'.repeat(million)}`)).toHaveLength(million + 1)
    expect(iriToUri('\xe9'.repeat(million))).toHaveLength(6 * million)
    expect(() => iriToUri(`http://${'\xe9'.repeat(million)}/`)).toThrow(SyntaxError)
    expect(() => iriToUri(`http://${'['.repeat(million)}/`)).toThrow(SyntaxError)
    expect(() => iriToUri(`http://h:${'1'.repeat(million)}/`)).toThrow(RangeError)
  })
})
