import { describe, expect, test } from 'vitest'
import {
  CookieProfile,
  SignedCookieProfile,
  type CookieProfileOptions,
} from '../../src/cookies/cookie-profile.ts'
import type { Serializer } from '../../src/cookies/serializers.ts'

const plain: Serializer = { dumps: String, loads: (text) => text }
const cookies = (...pairs: [string, string][]): { cookies: Map<string, string> } => ({
  cookies: new Map(pairs),
})
const valueOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'))

describe('getHeaders', () => {
  test.each<[name: string, own: CookieProfileOptions, call: CookieProfileOptions, fields: string[]]>([
    ['nothing more', {}, {}, ['a=v; Path=/']],
    ['its own attributes', { path: '/x', httponly: true }, {}, ['a=v; Path=/x; HttpOnly']],
    ['those of the call', { path: '/x' }, { path: '/y', samesite: 'lax' }, ['a=v; Path=/y; SameSite=lax']],
    ['false takes one back', { httponly: true }, { httponly: false }, ['a=v; Path=/']],
    [
      'undefined does not',
      { httponly: true, path: '/x' },
      { httponly: undefined, path: undefined },
      ['a=v; Path=/x; HttpOnly'],
    ],
    [
      'one for each domain',
      { domains: ['x.com', 'y.com'] },
      {},
      ['a=v; Domain=x.com; Path=/', 'a=v; Domain=y.com; Path=/'],
    ],
    ['domains of the call', { domains: ['x.com'] }, { domains: ['z.com'] }, ['a=v; Domain=z.com; Path=/']],
    ['no domains', { domains: ['x.com'] }, { domains: [] }, ['a=v; Path=/']],
    ['partitioned', { secure: true, partitioned: true }, {}, ['a=v; Path=/; secure; Partitioned']],
  ])('%s', (_name, own, call, fields) => {
    const profile = new CookieProfile('a', { ...own, serializer: plain })
    expect(profile.getHeaders('v', call)).toEqual(fields.map((field) => ['Set-Cookie', field]))
  })

  test('null deletes', () => {
    const [[name, field] = []] = new CookieProfile('a').getHeaders(null)
    expect([name, field]).toEqual([
      'Set-Cookie',
      'a=; Max-Age=0; Path=/; expires=Wed, 31-Dec-97 23:59:59 GMT',
    ])
  })

  test('more than browsers keep is refused', () => {
    const profile = new CookieProfile('a', { serializer: plain })
    expect(profile.getHeaders('v'.repeat(4093)).length).toBe(1)
    expect(() => profile.getHeaders('v'.repeat(4094))).toThrow(RangeError)
  })

  test('SameSite=None without Secure is refused', () => {
    expect(() => new CookieProfile('a', { samesite: 'None' }).getHeaders(1)).toThrow(RangeError)
  })
})

describe('setCookies', () => {
  test('adds the fields to a response, and gives it', () => {
    const added: [string, string][] = []
    const response = { headers: { add: (...field: [string, string]) => added.push(field) } }
    const profile = new CookieProfile('a', { domains: ['x.com', 'y.com'], serializer: plain })
    expect(profile.setCookies(response, 'v', { secure: true })).toBe(response)
    expect(added).toEqual([
      ['Set-Cookie', 'a=v; Domain=x.com; Path=/; secure'],
      ['Set-Cookie', 'a=v; Domain=y.com; Path=/; secure'],
    ])
  })
})

describe('getValue', () => {
  const profile = new CookieProfile('a')

  test.each<[name: string, text: string, value: unknown]>([
    ['a value', 'WzEsIDJd', [1, 2]],
    ['no base64', 'W', null],
    ['no JSON', 'YWJj', null],
    ['no UTF-8', 'Iv8i', null],
  ])('%s', (_name, text, value) => {
    expect(profile.bind(cookies(['a', text])).getValue()).toEqual(value)
  })

  test('another cookie is none', () => {
    expect(profile.bind(cookies(['b', 'WzEsIDJd'])).getValue()).toBeNull()
  })

  test('an error that says nothing about the text is passed on', () => {
    const loads = (): never => {
      throw new Error('No disk')
    }
    const own = new CookieProfile('a', { serializer: { dumps: String, loads } })
    expect(() => own.bind(cookies(['a', ''])).getValue()).toThrow('No disk')
  })

  test('needs a request', () => {
    expect(() => profile.getValue()).toThrow(TypeError)
  })
})

describe('bind', () => {
  test('gives the same profile with a request', () => {
    const request = cookies()
    const profile = new CookieProfile('a', { path: '/x', httponly: true, serializer: plain })
    const bound = profile.bind(request)
    expect([profile.request, bound.request, bound.serializer]).toEqual([null, request, plain])
    expect(bound.getHeaders('v')).toEqual(profile.getHeaders('v'))
  })
})

describe('SignedCookieProfile', () => {
  const profile = new SignedCookieProfile('secret', 'salt', 'a', { hashalg: 'sha256', secure: true })
  const [[, cookie] = ['', '']] = profile.getHeaders({ user: 1 })

  test('reads what it wrote, and nothing else', () => {
    expect(cookie).toMatch(/^a=[\w-]+; Path=\/; secure$/)
    const read = (text: string, by = profile): unknown => by.bind(cookies(['a', text])).getValue()
    expect(read(valueOf(cookie))).toEqual({ user: 1 })
    expect(read(`${valueOf(cookie)}AAAA`)).toBeNull()
    expect(read('WzEsIDJd')).toBeNull()
    expect(
      read(valueOf(cookie), new SignedCookieProfile('other', 'salt', 'a', { hashalg: 'sha256' })),
    ).toBeNull()
    expect(read(valueOf(cookie), new SignedCookieProfile('secret', 'salt', 'a'))).toBeNull()
  })

  test('a deletion is not signed', () => {
    expect(profile.getHeaders(null)[0]?.[1]).toMatch(/^a=; Max-Age=0; /)
  })
})
