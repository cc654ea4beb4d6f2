import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathSegments } from '@triptych/raw/static'

interface Row {
  readonly path: string
  readonly slash: readonly string[] | 'outside' | 'undecodable'
  readonly backslash?: readonly string[] | 'outside' | 'undecodable'
}

const rows: readonly Row[] = [
  { path: '', slash: [] },
  { path: '/', slash: [] },
  { path: '/a.txt', slash: ['a.txt'] },
  { path: 'a.txt', slash: ['a.txt'] },
  { path: '//a//b/', slash: ['a', 'b'] },
  { path: '/./a/.', slash: ['a'] },
  { path: '/a/../b', slash: ['b'] },
  { path: '/a/..', slash: [] },
  { path: '/..', slash: 'outside' },
  { path: '/../', slash: 'outside' },
  { path: '/../root/a.txt', slash: 'outside' },
  { path: '/a/../../a', slash: 'outside' },
  { path: '/.../a', slash: ['...', 'a'], backslash: 'outside' },
  { path: '/%2e%2e/a', slash: ['%2e%2e', 'a'] },
  { path: '/a\0', slash: 'outside' },
  { path: '/caf\xc3\xa9', slash: ['café'] },
  { path: '/\xff', slash: 'undecodable' },
  { path: '/\xc0\xae\xc0\xae/a', slash: 'undecodable' },
  { path: '/..\\a', slash: ['..\\a'], backslash: 'outside' },
  { path: '/a\\..\\..\\b', slash: ['a\\..\\..\\b'], backslash: 'outside' },
  { path: '/C:/a', slash: ['C:', 'a'], backslash: 'outside' },
  { path: '/a.txt::$DATA', slash: ['a.txt::$DATA'], backslash: 'outside' },
  { path: '/a.txt.', slash: ['a.txt.'], backslash: 'outside' },
  { path: '/a.txt ', slash: ['a.txt '], backslash: 'outside' },
  { path: '/NUL', slash: ['NUL'], backslash: 'outside' },
  { path: '/com1.txt', slash: ['com1.txt'], backslash: 'outside' },
  { path: '/con/a', slash: ['con', 'a'], backslash: 'outside' },
  { path: '/console.js', slash: ['console.js'] },
]

describe('pathSegments', () => {
  test.each(rows)('$path', ({ path, slash, backslash = slash }) => {
    expect(pathSegments(path, '/')).toEqual(slash)
    expect(pathSegments(path, '\\')).toEqual(backslash)
  })

  test('never gives a name that leads anywhere else', () => {
    const part = fc.constantFrom('..', '.', '', 'a', '\\', 'C:', '\0', '\xc3\xa9', '%2e')
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const segments = pathSegments(parts.join('/'), '\\')
        const names = typeof segments === 'string' ? [] : segments
        expect(names.filter((name) => /^\.{0,2}$|[/\\:\0]/.test(name))).toEqual([])
      }),
    )
  })

  test('a megabyte of dots and slashes', () => {
    expect(pathSegments('/a/..'.repeat(170_000), '/')).toEqual([])
    expect(pathSegments('../'.repeat(350_000), '/')).toBe('outside')
  })
})
