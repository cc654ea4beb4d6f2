import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeCookie } from '../../src/cookies/make-cookie.ts'
import { RequestCookies } from '../../src/cookies/request-cookies.ts'
import { KeyError, UndecodableError } from '../../src/errors.ts'

/** What a request would have, and its cookies. */
function request(header?: string): { environ: { HTTP_COOKIE?: string }; cookies: RequestCookies } {
  const environ = header === undefined ? {} : { HTTP_COOKIE: header }
  return { environ, cookies: new RequestCookies(environ) }
}

describe('reading', () => {
  test('is a mapping', () => {
    const { cookies } = request('a=1; b="2\\073"; c=; Path=/')
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', '2;'],
      ['c', ''],
    ])
    expect([...cookies.keys()]).toEqual(['a', 'b', 'c'])
    expect([...cookies.values()]).toEqual(['1', '2;', ''])
    expect([cookies.size, cookies.has('c'), cookies.has('x'), cookies.has('Path')]).toEqual([
      3,
      true,
      false,
      false,
    ])
    expect([cookies.get('c'), cookies.get('x'), cookies.get('x', null)]).toEqual(['', undefined, null])
  })

  test('no field is no cookies', () => {
    expect([...request().cookies]).toEqual([])
  })

  test('of equal names the last counts', () => {
    expect(request('a=1; a=2').cookies.get('a')).toBe('2')
  })

  test('names of objects are names like any other', () => {
    const { cookies } = request('__proto__=1; a=2')
    expect([cookies.get('__proto__'), cookies.get('constructor'), cookies.has('toString')]).toEqual([
      '1',
      undefined,
      false,
    ])
  })

  test('is live', () => {
    const { environ, cookies } = request('a=1')
    expect(cookies.get('a')).toBe('1')
    environ.HTTP_COOKIE = 'a=2'
    expect(cookies.get('a')).toBe('2')
    expect(new RequestCookies(environ).get('a')).toBe('2')
  })

  test('values are UTF-8; what is not says so with the status 400', () => {
    expect(request('a="caf\\303\\251"').cookies.get('a')).toBe('caf\xe9')
    expect(request('a="caf\xc3\xa9"').cookies.get('a')).toBe('caf\xe9')
    const read = (): unknown => request('a="\\377"').cookies.get('a')
    expect(read).toThrow(UndecodableError)
    expect(read).toThrow(expect.objectContaining({ status: 400 }))
  })

  test.each(['a=1; ', 'a', 'a="', ';'])('a megabyte of %j', (unit) => {
    expect(request(unit.repeat(1_000_000 / unit.length)).cookies.size).toBeLessThan(2)
  })
})

describe('changes edit the field and leave the rest as it is', () => {
  test.each<
    [
      name: string,
      header: string | undefined,
      change: (c: RequestCookies) => unknown,
      after: string | undefined,
    ]
  >([
    ['set of another', 'a=1', (c) => c.set('b', '2'), 'a=1; b=2'],
    ['set of the first', undefined, (c) => c.set('b', '2'), 'b=2'],
    ['set of what is there', 'x;; a=1,b=2', (c) => c.set('a', 'x y'), 'x;; a="x y",b=2'],
    ['set of a name that is there twice', 'a=1; a=2', (c) => c.set('a', '3'), 'a=3; a=2'],
    ['set of text beyond ASCII', 'a=1', (c) => c.set('a', 'caf\xe9'), 'a="caf\\303\\251"'],
    ['delete', 'a=1; b=2', (c) => c.delete('b'), 'a=1'],
    ['delete of the only one', 'a=1', (c) => c.delete('a'), ''],
    ['delete of what is not there', 'a=1', (c) => c.delete('b'), 'a=1'],
    ['delete without a field', undefined, (c) => c.delete('b'), undefined],
    ['pop', 'a=1; b=2', (c) => c.pop('b'), 'a=1'],
    ['pop with a default', 'a=1', (c) => c.pop('b', null), 'a=1'],
    ['popitem', 'a=1', (c) => c.popitem(), ''],
    ['setdefault', 'a=1', (c) => c.setdefault('b', '2'), 'a=1; b=2'],
    ['setdefault of what is there', 'a=1', (c) => c.setdefault('a', '2'), 'a=1'],
    ['update with an object', 'a=1', (c) => c.update({ a: '2', b: '3' }), 'a=2; b=3'],
    ['update with pairs', 'a=1', (c) => c.update(new Map([['b', '3']])), 'a=1; b=3'],
    ['clear', 'a=1; b=2', (c) => c.clear(), ''],
  ])('%s', (_name, header, change, after) => {
    const { environ, cookies } = request(header)
    void cookies.size
    change(cookies)
    expect(environ.HTTP_COOKIE).toBe(after)
  })

  test('they say what they found', () => {
    const { cookies } = request('a=1; b=2')
    expect([cookies.delete('a'), cookies.delete('a')]).toEqual([true, false])
    expect([cookies.pop('x', 0), cookies.setdefault('b', '9'), cookies.popitem()]).toEqual([
      0,
      '2',
      ['b', '2'],
    ])
    expect(() => cookies.pop('b')).toThrow(KeyError)
    expect(() => cookies.popitem()).toThrow(KeyError)
  })

  test.each(['', 'a b', 'a=b', 'a;b', '$a', 'path', 'a\r\n'])('%j is no name', (name) => {
    const { environ, cookies } = request('a=1')
    expect(() => cookies.set(name, '')).toThrow(TypeError)
    expect(() => cookies.delete(name)).toThrow(TypeError)
    expect(environ.HTTP_COOKIE).toBe('a=1')
  })

  test('a value that is no text is refused', () => {
    expect(() => request().cookies.set('a', 1 as unknown as string)).toThrow(TypeError)
  })
})

describe('any text comes back', () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value))
  const name = fc.string({ unit: fc.constantFrom(...'abXY019!~_-.'), minLength: 1 })

  test('by set', () => {
    fc.assert(
      fc.property(name, text, (key, value) => {
        const { environ, cookies } = request('first=1; last=2')
        cookies.set(key, value)
        expect([...new RequestCookies({ ...environ })]).toEqual([
          ['first', '1'],
          ['last', '2'],
          [key, value],
        ])
      }),
    )
  })

  test('by way of a response and a browser', () => {
    fc.assert(
      fc.property(name, text, (key, value) => {
        const [pair] = makeCookie(key, new TextEncoder().encode(value), { maxAge: 60 }).split(';')
        expect([...request(`first=1; ${pair}; last=2`).cookies]).toEqual([
          ['first', '1'],
          [key, value],
          ['last', '2'],
        ])
      }),
    )
  })
})
