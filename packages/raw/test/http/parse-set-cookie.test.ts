import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSetCookie } from '../../src/http/parse-set-cookie.ts'
import type { SetCookie } from '../../src/http/parse-set-cookie.ts'
import { megabyte, textOf } from './hostile-text.ts'

describe('as user agents read it, RFC 6265bis section 5.6', () => {
  test.each<[text: string, expected: Partial<SetCookie>, ...codes: string[]]>([
    ['a=1', { name: 'a', value: '1', secure: false, httpOnly: false, path: undefined, extensions: [] }],
    [' a = 1 2 ', { name: 'a', value: '1 2' }],
    ['a="1"', { value: '"1"' }],
    ['a=b=c', { name: 'a', value: 'b=c' }],
    ['a=', { name: 'a', value: '' }],
    ['=1', { name: '', value: '1' }],
    ['a', { name: '', value: 'a' }, 'no-equals-sign'],
    ['a;b=c', { name: '', value: 'a', extensions: [['b', 'c']] }, 'no-equals-sign'],
    ['a=caf\xe9', { value: 'caf\xe9' }],
    ['\xa0a=1', { name: '\xa0a' }],
    ['a=1; SECURE; httponly=yes', { secure: true, httpOnly: true }],
    ['a=1; Partitioned; Secure', { partitioned: true, secure: true }],
    ['a=1; Path=/x; path=/y', { path: '/y' }],
    ['a=1; Path=/x; Path=y', { path: undefined }],
    ['a=1; Path=', { path: undefined }],
    ['a=1; Domain=.Example.COM', { domain: 'example.com' }],
    ['a=1; Domain=..x', { domain: '.x' }],
    // CVE-2023-26136: a jar that files cookies under their domain in a plain object
    ['a=1; Domain=__proto__', { domain: '__proto__' }],
    ['a=1; Domain=x; Domain=', { domain: undefined }],
    ['a=1; Max-Age=60; Max-Age=70', { maxAge: 70 }],
    ['a=1; Max-Age=-1', { maxAge: -1 }],
    ['a=1; Max-Age=007', { maxAge: 7 }],
    ['a=1; Max-Age=60; Max-Age=x', { maxAge: 60 }, 'max-age'],
    ['a=1; Max-Age=', { maxAge: undefined }, 'max-age'],
    ['a=1; Max-Age=-', { maxAge: undefined }, 'max-age'],
    ['a=1; Max-Age=1.5', { maxAge: undefined }, 'max-age'],
    ['a=1; Max-Age=+1', { maxAge: undefined }, 'max-age'],
    [`a=1; Max-Age=${'9'.repeat(400)}`, { maxAge: Number.MAX_SAFE_INTEGER }],
    ['a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT', { expires: new Date('2015-10-21T07:28:00Z') }],
    ['a=1; Expires=never', { expires: undefined }, 'expires'],
    ['a=1; SameSite=LAX', { sameSite: 'Lax' }],
    ['a=1; SameSite=Strict; SameSite=x', { sameSite: undefined }],
    ['a=1; SameSite=None; Secure', { sameSite: 'None' }],
    ['a=1; SameSite=None', { sameSite: 'None' }, 'same-site-none'],
    ['a=1; Partitioned', { partitioned: true }, 'partitioned'],
    [
      'a=1; Priority=High;;; x',
      {
        extensions: [
          ['Priority', 'High'],
          ['x', ''],
        ],
      },
    ],
    ['a=1; __proto__=2', { extensions: [['__proto__', '2']] }],
    [`a=1; Path=/${'x'.repeat(1024)}`, { path: undefined }, 'attribute-too-long'],
    ['__Host-a=1; Secure; Path=/', { name: '__Host-a' }],
    ['__Host-a=1; Secure', { name: '__Host-a' }, 'prefix'],
    ['__secure-a=1', {}, 'prefix'],
    // Sent back as `__Host-a`, it would pass for the real one.
    ['=__Host-a; Secure; Path=/', { name: '' }, 'prefix'],
    ['__Host-a; Secure; Path=/', { name: '' }, 'no-equals-sign', 'prefix'],
  ])('%.60j', (text, expected, ...codes) => {
    const cookie = parseSetCookie(text)
    expect(cookie).toMatchObject(expected)
    expect(cookie?.problems.map(({ code }) => code)).toEqual(codes)
  })

  test.each([
    ['empty', ''],
    ['neither name nor value', '=; Path=/'],
    ['nothing before the semicolon', ' ; a=1'],
    ['NUL', 'a=1\0'],
    ['line feed in an attribute', 'a=1; Path=/\nx'],
    ['DEL', 'a\x7f=1'],
    ['4,097 bytes', `a=${'x'.repeat(4096)}`],
  ])('%s is no cookie', (_name, text) => {
    expect(parseSetCookie(text)).toBeUndefined()
  })
})

test('the biggest cookie', () => {
  expect(parseSetCookie(`a=${'x'.repeat(4095)}`)?.value.length).toBe(4095)
  expect(parseSetCookie('a=\t1')?.value).toBe('1')
})

test('never throws', () => {
  fc.assert(
    fc.property(textOf('a=;Path/ 1-,MaxgeExpirsDomn'), (text) => {
      const { name, value } = parseSetCookie(text) ?? { name: 'ignored', value: '' }
      expect(name + value).not.toBe('')
    }),
  )
})

test.each([';', 'a=1;', '; Expires=1 Jan ', ';Path=/;', '=', '; max-age=1'])(
  'a megabyte of %j',
  (pattern) => {
    expect(parseSetCookie(megabyte(pattern, 'a=1;'))?.name).toBe('a')
  },
)
