import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  knownAuthSchemes,
  parseAuth,
  parseAuthParams,
  serializeAuth,
  type Authorization,
  type AuthorizationLike,
} from '../../src/descriptors/authorization.ts'

describe('parseAuthParams', () => {
  test.each<[text: string, params: Record<string, string>]>([
    ['', {}],
    ['realm="x"', { realm: 'x' }],
    ['realm="a, b", qop=auth', { realm: 'a, b', qop: 'auth' }],
    ['realm = "x" , qop =auth ', { realm: 'x', qop: 'auth' }],
    ['realm="a=b"', { realm: 'a=b' }],
    ['realm=', { realm: '' }],
    ['realm=x,', { realm: 'x' }],
    ['realm="', { realm: '' }],
    ['a=1, a=2', { a: '2' }],
    ['Realm=x', { ealm: 'x' }],
    ['x1=y', {}],
    ['=x, a=b', { a: 'b' }],
    ['__proto__=x, constructor=y', { constructor: 'y' }],
  ])('%s', (text, params) => {
    expect({ ...parseAuthParams(text) }).toEqual(params)
  })

  test('has no prototype: names come from the network', () => {
    const params = parseAuthParams('realm=x')
    expect([Object.getPrototypeOf(params), params['toString'], params['hasownproperty']]).toEqual([
      null,
      undefined,
      undefined,
    ])
  })

  test('what is written is read', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 1 })
    const value = fc.string({ unit: fc.constantFrom(...'ab =,;/+\xe9') })
    fc.assert(
      fc.property(fc.dictionary(name, value), (params) => {
        const [, text] = serializeAuth(['Digest', params]).split(/^Digest /)
        expect({ ...parseAuthParams(text!) }).toEqual({ ...params })
      }),
    )
  })

  test.each(['a', '=', ' ', 'a=', 'a="', 'a="b" ', 'a="\n', '" ', 'a =  '])('a megabyte of %j', (unit) => {
    expect(Object.keys(parseAuthParams(unit.repeat(1_000_000 / unit.length))).length).toBeLessThan(2)
  })
})

describe('parseAuth', () => {
  test.each<[value: string | null | undefined, parsed: Authorization | null]>([
    [null, null],
    [undefined, null],
    ['', { authtype: '', params: '' }],
    ['Basic dTpw', { authtype: 'Basic', params: 'dTpw' }],
    ['Basic realm="x"', { authtype: 'Basic', params: { realm: 'x' } }],
    ['Digest realm="x", qop=auth', { authtype: 'Digest', params: { realm: 'x', qop: 'auth' } }],
    ['Digest', { authtype: 'Digest', params: {} }],
    ['digest realm="x"', { authtype: 'digest', params: 'realm="x"' }],
    ['Bearer a.b', { authtype: 'Bearer', params: 'a.b' }],
    ['toString a=b', { authtype: 'toString', params: 'a=b' }],
  ])('%j', (value, parsed) => {
    const auth = parseAuth(value)
    const plain = auth && {
      ...auth,
      params: typeof auth.params === 'string' ? auth.params : { ...auth.params },
    }
    expect(plain).toEqual(parsed)
  })

  test('a text is always something', () => {
    expectTypeOf(parseAuth('Basic x')).toEqualTypeOf<Authorization>()
    expectTypeOf(parseAuth).parameter(0).toEqualTypeOf<string | null | undefined>()
    expect([...knownAuthSchemes].every((scheme) => parseAuth(scheme).authtype === scheme)).toBe(true)
  })
})

describe('serializeAuth', () => {
  test.each<[value: AuthorizationLike | null, text: string | null]>([
    [null, null],
    ['Basic x', 'Basic x'],
    [['Basic', 'x'], 'Basic x'],
    [['Digest', { realm: 'x', qop: 'auth' }], 'Digest realm="x", qop="auth"'],
    [['Digest', {}], 'Digest '],
    [{ authtype: 'Digest', params: { realm: 'x' } }, 'Digest realm="x"'],
  ])('%j is %j', (value, text) => {
    expect(serializeAuth(value)).toBe(text)
  })

  test.each([undefined, null, 1])('parameters that are %s are refused', (params) => {
    expect(() => serializeAuth(['Digest', params as unknown as string])).toThrow(TypeError)
  })
})
