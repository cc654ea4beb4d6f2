import { describe, expect, test } from 'vitest'
import { uriToIri } from '../../src/urls/uri-to-iri.ts'

describe('a URI becomes an IRI', () => {
  test.each([
    [
      'host, path and query',
      'http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF',
      'http://\u2603.net/p\xe5th?q=\xe8ry%DF',
    ],
    ['what is reserved in a path', '/%2F%3F%23%41', '/%2F%3F%23A'],
    ['what is reserved in a query', '?%26%3D%2B%2F', '?%26%3D%2B/'],
    ['what is reserved in user information', 'http://%40%3a:%2F@h/', 'http://%40%3a:%2F@h/'],
    ['blanks and controls, in the case they have', '/%20%0a%7f%25', '/%20%0a%7f%25'],
    ['bytes that are no UTF-8', '/%ff%C3x%E2%98', '/%FF%C3x%E2%98'],
    ['an overlong form', '/%C0%AF', '/%C0%AF'],
    ['a surrogate', '/%ED%A0%80', '/%ED%A0%80'],
    ['what is no escape', '/%zz%4', '/%zz%4'],
    ['a host that is decoded already', 'http://\u2603.net/', 'http://\u2603.net/'],
  ] as [string, string, string][])('%s', (_, uri, iri) => {
    expect(uriToIri(uri)).toBe(iri)
  })

  test.each([
    ['http://xn--/', 'http://xn--/'],
    ['http://xn--a.xn--n3h/', 'http://xn--a.\u2603/'],
    ['http://h:99999/', 'http://h:99999/'],
    ['http://h:x/', 'http://h:x/'],
    ['http://[::zz]/', 'http://[::zz]/'],
  ] as [string, string][])('what cannot be decoded in %s can be kept', (uri, iri) => {
    expect(() => uriToIri(uri)).toThrow(Error)
    expect(uriToIri(uri, { errors: 'keep' })).toBe(iri)
  })

  test('hostile texts are read in linear time', () => {
    const million = 1_000_000
    expect(uriToIri('%C3%A9'.repeat(million / 5))).toHaveLength(million / 5)
    expect(uriToIri('%FF'.repeat(million / 4))).toHaveLength((3 * million) / 4)
    expect(() => uriToIri(`http://xn--${'a'.repeat(million)}/`)).toThrow(SyntaxError)
  })
})
