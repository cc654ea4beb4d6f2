import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinUri, removeDotSegments, resolveUri, splitUri } from '../../src/http/uri.ts'
import { megabyte, textOf } from './hostile-text.ts'

/** The regular expression of RFC 3986 appendix B, with the scheme of section 3.1. */
const APPENDIX_B = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

describe('splitUri', () => {
  test.each<[text: string, parts: (string | undefined)[]]>([
    ['', [undefined, undefined, '', undefined, undefined]],
    [
      'http://www.ics.uci.edu/pub/ietf/uri/#Related',
      ['http', 'www.ics.uci.edu', '/pub/ietf/uri/', undefined, 'Related'],
    ],
    ['HTTP://user@h:80?q#f', ['HTTP', 'user@h:80', '', 'q', 'f']],
    ['//', [undefined, '', '', undefined, undefined]],
    ['///x', [undefined, '', '/x', undefined, undefined]],
    ['a/b:c', [undefined, undefined, 'a/b:c', undefined, undefined]],
    ['1a:b', [undefined, undefined, '1a:b', undefined, undefined]],
    ['mailto:a@b', ['mailto', undefined, 'a@b', undefined, undefined]],
    ['?', [undefined, undefined, '', '', undefined]],
    ['#?', [undefined, undefined, '', undefined, '?']],
    ['/a??b#c#d', [undefined, undefined, '/a', '?b', 'c#d']],
    ['http://a?b/c', ['http', 'a', '', 'b/c', undefined]],
    [' //host', [undefined, undefined, ' //host', undefined, undefined]],
    ['\t/\\host', [undefined, undefined, '\t/\\host', undefined, undefined]],
    ['http:\\\\host', ['http', undefined, '\\\\host', undefined, undefined]],
  ])('%j', (text, [scheme, authority, path, query, fragment]) => {
    expect(splitUri(text)).toEqual({ scheme, authority, path, query, fragment })
  })

  test('is the expression of appendix B, and joins to the same text', () => {
    fc.assert(
      fc.property(textOf('ab1:/?#.+-@'), (text) => {
        const [, scheme, authority, path, query, fragment] = APPENDIX_B.exec(text) ?? []
        expect(splitUri(text)).toEqual({ scheme, authority, path, query, fragment })
        expect(joinUri(splitUri(text))).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('joinUri keeps components what they are', () => {
  const none = { scheme: undefined, authority: undefined, query: undefined, fragment: undefined }
  test.each<[name: string, parts: Parameters<typeof joinUri>[0], uri: string]>([
    ['a path is no authority', { ...none, path: '//evil.example/x' }, '/.//evil.example/x'],
    ['not after a scheme either', { ...none, scheme: 'a', path: '//b' }, 'a:/.//b'],
    ['a segment is no scheme', { ...none, path: 'a:b' }, './a:b'],
    ['a path is no part of the host', { ...none, authority: 'h', path: 'x' }, '//h/x'],
    ['an empty authority stays', { ...none, scheme: 'file', authority: '', path: '/x' }, 'file:///x'],
  ])('%s', (_name, parts, uri) => {
    expect(joinUri(parts)).toBe(uri)
  })
})

describe('resolveUri: the examples of RFC 3986 section 5.4', () => {
  const base = 'http://a/b/c/d;p?q'
  test.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g#s', 'http://a/b/c/g#s'],
    ['g?y#s', 'http://a/b/c/g?y#s'],
    [';x', 'http://a/b/c/;x'],
    ['g;x', 'http://a/b/c/g;x'],
    ['g;x?y#s', 'http://a/b/c/g;x?y#s'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['../../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['.g', 'http://a/b/c/.g'],
    ['g..', 'http://a/b/c/g..'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g;x=1/./y', 'http://a/b/c/g;x=1/y'],
    ['g;x=1/../y', 'http://a/b/c/y'],
    ['g?y/./x', 'http://a/b/c/g?y/./x'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
    ['g#s/./x', 'http://a/b/c/g#s/./x'],
    ['g#s/../x', 'http://a/b/c/g#s/../x'],
    ['http:g', 'http:g'],
  ])('%j', (reference, expected) => {
    expect(resolveUri(base, reference)).toBe(expected)
  })
})

describe('resolveUri: what URL parsers do and this one does not', () => {
  test.each<[base: string, reference: string, expected: string]>([
    ['http://a/b', ' //evil.example', 'http://a/ //evil.example'],
    ['http://a/b', '\t//evil.example', 'http://a/\t//evil.example'],
    ['http://a/b', '/\\evil.example', 'http://a/\\evil.example'],
    ['http://A.Example:80/b', 'c', 'http://A.Example:80/c'],
    ['http://a/b/%2e%2e/c', 'd', 'http://a/b/%2e%2e/d'],
    ['http://a', 'b', 'http://a/b'],
    ['http://a?x', 'b', 'http://a/b'],
    ['http:/a', '..//b', 'http:/.//b'],
    ['//h/a', 'b', '//h/b'],
    ['/a/b', '../c', '/c'],
  ])('%j and %j', (base, reference, expected) => {
    expect(resolveUri(base, reference)).toBe(expected)
  })

  test('a reference without scheme or // in front never leaves the host', () => {
    fc.assert(
      fc.property(textOf('ab:/?#.\\ \t@'), (reference) => {
        fc.pre(splitUri(reference).scheme === undefined && !reference.startsWith('//'))
        const { scheme, authority } = splitUri(resolveUri('http://host/a/b?c', reference))
        expect([scheme, authority]).toEqual(['http', 'host'])
      }),
    )
  })
})

/** RFC 3986 section 5.2.4, word for word (quadratic). */
function byTheLetter(path: string): string {
  let input = path
  let output = ''
  while (input !== '') {
    if (input.startsWith('../')) input = input.slice(3)
    else if (input.startsWith('./') || input.startsWith('/./')) input = input.slice(2)
    else if (input === '/.') input = '/'
    else if (input.startsWith('/../') || input === '/..') {
      input = `/${input.slice(4)}`
      output = output.slice(0, Math.max(0, output.lastIndexOf('/')))
    } else if (input === '.' || input === '..') input = ''
    else {
      const slash = input.indexOf('/', 1)
      const end = slash < 0 ? input.length : slash
      output += input.slice(0, end)
      input = input.slice(end)
    }
  }
  return output
}

describe('removeDotSegments', () => {
  test('is the algorithm of section 5.2.4', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '..', '/', 'a'), maxLength: 14 }), (path) => {
        expect(removeDotSegments(path)).toBe(byTheLetter(path))
      }),
      { numRuns: 2000 },
    )
  })

  test('a million dots', () => {
    expect(removeDotSegments(megabyte('/..'))).toBe('/')
    expect(removeDotSegments(megabyte('/a') + megabyte('/..'))).toMatch(/^\/(a\/)*$/)
    expect(removeDotSegments(megabyte('../', '', 'x'))).toBe('x')
  })
})
