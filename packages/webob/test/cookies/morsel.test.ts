import { afterEach, describe, expect, test } from 'vitest'
import { Cookie, Morsel, type Priority } from '../../src/cookies/morsel.ts'
import { SAMESITE_VALIDATION } from '../../src/cookies/serialize.ts'
import { KeyError } from '../../src/errors.ts'

afterEach(() => {
  SAMESITE_VALIDATION.enabled = true
})

const written = (change: (morsel: Morsel) => unknown): string => {
  const morsel = new Morsel('a', 'b')
  change(morsel)
  return morsel.serialize()
}

describe('Morsel', () => {
  test.each<[name: string, change: (morsel: Morsel) => unknown, text: string]>([
    ['nothing', () => undefined, 'a=b'],
    ['path', (m) => (m.path = '/x;y'), 'a=b; Path=/x\\073y'],
    ['domain', (m) => (m.domain = 'x.com'), 'a=b; Domain=x.com'],
    ['comment', (m) => (m.comment = 'c c'), 'a=b; Comment="c c"'],
    ['maxAge', (m) => (m.maxAge = { minutes: 1 }), 'a=b; Max-Age=60'],
    ['expires', (m) => (m.expires = new Date(0)), 'a=b; expires=Thu, 01-Jan-1970 00:00:00 GMT'],
    ['secure', (m) => (m.secure = true), 'a=b; secure'],
    ['httponly', (m) => (m.httponly = true), 'a=b; HttpOnly'],
    ['samesite', (m) => (m.samesite = 'lax'), 'a=b; SameSite=lax'],
    ['priority', (m) => (m.priority = 'High'), 'a=b; Priority=High'],
    ['set', (m) => m.set('PATH', '/'), 'a=b; Path=/'],
    ['set of something else', (m) => m.set('x', '1'), 'a=b'],
    ['null', (m) => ((m.path = '/'), (m.path = null)), 'a=b'],
    [
      'everything, in its order',
      (m) => {
        m.priority = 'low'
        m.partitioned = true
        m.samesite = 'None'
        m.httponly = m.secure = true
        m.expires = 'E'
        m.path = 'P'
        m.maxAge = 1
        m.domain = 'D'
        m.comment = 'C'
      },
      'a=b; Comment=C; Domain=D; Max-Age=1; Path=P; expires=E; secure; HttpOnly; SameSite=None; Partitioned; Priority=low',
    ],
  ])('%s', (_name, change, text) => {
    expect(written(change)).toBe(text)
  })

  test('name and value alone', () => {
    const morsel = new Morsel('a', 'b c')
    morsel.path = '/'
    expect([morsel.serialize(false), String(morsel)]).toEqual(['a="b c"', 'a="b c"; Path=/'])
  })

  test.each(['', 'a b', 'a;b', '$a', 'path', 'a\r\n', 'caf\xe9'])('%j is no name', (name) => {
    expect(() => new Morsel(name, '')).toThrow(TypeError)
  })

  test.each<[name: string, change: (morsel: Morsel) => unknown]>([
    ['SameSite=None without Secure', (m) => (m.samesite = 'None')],
    ['Partitioned without Secure', (m) => (m.partitioned = true)],
    ['no SameSite', (m) => (m.samesite = 'x')],
    ['no Priority', (m) => (m.priority = 'x; Domain=evil' as Priority)],
    ['an attribute behind expires', (m) => (m.expires = 'x; Domain=evil')],
    ['a field behind expires', (m) => (m.expires = 'x\r\nSet-Cookie: b=c')],
    ['an attribute behind max-age', (m) => (m.maxAge = '1; Domain=evil')],
    ['a line end behind max-age', (m) => m.set('max-age', '1\n')],
    [
      'an attribute behind a SameSite that is not checked',
      (m) => {
        SAMESITE_VALIDATION.enabled = false
        m.samesite = 'x; Domain=evil'
      },
    ],
  ])('%s is refused', (_name, change) => {
    expect(() => written(change)).toThrow(RangeError)
  })

  test('text that is no bytes is refused', () => {
    expect(() => new Morsel('a', '\u2603').serialize()).toThrow(TypeError)
    expect(() => written((morsel) => (morsel.path = '\u2603'))).toThrow(TypeError)
  })
})

describe('Cookie', () => {
  test('reads fields and writes them, sorted by name', () => {
    const cookie = new Cookie(
      'b="x\\073"; Path=/; SameSite=Lax; secure; expires=Wed, 31-Dec-1997 23:59:59 GMT',
    )
    cookie.load('a=1; max-age=5; Domain=x.com; comment=c')
    expect(String(cookie)).toBe(
      'a=1; Comment=c; Domain=x.com; Max-Age=5; ' +
        'b="x\\073"; Path=/; expires=Wed, 31-Dec-1997 23:59:59 GMT; SameSite=Lax',
    )
    expect(cookie.serialize(false)).toBe('a=1; b="x\\073"')
    expect([...cookie.keys()]).toEqual(['b', 'a'])
    expect([...cookie].map(([name, { value }]) => [name, value])).toEqual([
      ['b', 'x;'],
      ['a', '1'],
    ])
  })

  test('is a dictionary of morsels', () => {
    const cookie = new Cookie()
    expect(cookie.add('a', '1')?.name).toBe('a')
    expect(cookie.add('a b', '1')).toBeUndefined()
    expect([cookie.size, cookie.has('a'), cookie.has('b')]).toEqual([1, true, false])
    expect(() => cookie.get('b')).toThrow(KeyError)
    expect([cookie.delete('a'), cookie.delete('a'), cookie.size]).toEqual([true, false, 0])
  })

  test('attributes before any cookie belong to none', () => {
    expect(String(new Cookie('path=/; a=1'))).toBe('a=1')
  })

  test('an attribute that hides another is not passed on', () => {
    expect(() => new Cookie('a=1; expires="x\\073 Domain=evil"').serialize()).toThrow(RangeError)
    expect(new Cookie('a=1; path="/\\073 Domain=evil"').serialize()).toBe('a=1; Path=/\\073 Domain=evil')
  })

  test('a megabyte', () => {
    expect(new Cookie('a=1; path=/; '.repeat(80_000)).size).toBe(1)
  })
})
