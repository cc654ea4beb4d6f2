import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRequestTarget } from '../../src/http/request-target.ts'
import type { TargetForm } from '../../src/http/request-target.ts'
import { megabyte, textOf } from './hostile-text.ts'

type Row = [method: string, target: string, form: TargetForm, path: string, query?: string | undefined]

describe('targets of RFC 9112 section 3.2', () => {
  test.each<Row>([
    ['GET', '/', 'origin', '/'],
    ['GET', '/where?q=now', 'origin', '/where', 'q=now'],
    ['GET', '/a?', 'origin', '/a', ''],
    ['GET', '/a?b?c=d', 'origin', '/a', 'b?c=d'],
    ['GET', '/a///b//c', 'origin', '/a///b//c'],
    ['GET', '//host/x', 'origin', '//host/x'],
    ['GET', '/a;v=1/b:c@d', 'origin', '/a;v=1/b:c@d'],
    ['GET', '/caf%c3%A9%00', 'origin', '/caf%c3%A9%00'],
    ['OPTIONS', '*', 'asterisk', '*'],
    ['OPTIONS', '/x', 'origin', '/x'],
    ['CONNECT', 'www.example.com:80', 'authority', ''],
    ['CONNECT', '[::1]:443', 'authority', ''],
    ['GET', 'http://www.example.org/pub/WWW/TheProject.html', 'absolute', '/pub/WWW/TheProject.html'],
    ['GET', 'HTTP://host:8000', 'absolute', '/'],
    ['GET', 'https://[::1]?q', 'absolute', '/', 'q'],
  ])('%s %s', (method, target, form, path, query) => {
    const read = parseRequestTarget(method, target)
    expect([read.form, read.path, read.query, read.problems]).toEqual([form, path, query, []])
  })

  test('absolute form names scheme and authority', () => {
    const { scheme, authority } = parseRequestTarget('GET', 'HTTP://Host:8000/x')
    expect([scheme, authority]).toEqual(['http', 'Host:8000'])
    expect(parseRequestTarget('CONNECT', 'a:1').authority).toBe('a:1')
  })
})

test.each<[method: string, target: string, ...codes: string[]]>([
  ['GET', '', 'form'],
  ['GET', '*', 'form'],
  ['options', '*', 'form'],
  ['GET', 'foo', 'form'],
  ['GET', '?q', 'form'],
  ['GET', '#f', 'form'],
  ['GET', 'localhost:80', 'form'],
  ['GET', '@evil.example/', 'form'],
  ['GET', 'http:/x', 'form'],
  ['GET', '//', ''],
  ['CONNECT', '/', 'form'],
  ['CONNECT', 'host', 'port'],
  ['CONNECT', 'host:', 'port'],
  ['CONNECT', 'host:0', 'port'],
  ['CONNECT', 'http://host:80', 'authority'],
  ['CONNECT', 'host:80/x', 'authority'],
  ['GET', '/a#frag', 'fragment'],
  ['GET', 'http://h/#', 'fragment'],
  ['GET', '/a%', 'percent'],
  ['GET', '/a%zz%2', 'percent'],
  ['GET', '/?%', 'percent'],
  ['GET', '/a b', 'character'],
  ['GET', '/a\tb', 'character'],
  ['GET', '/a\rb', 'character'],
  ['GET', '/a\0b', 'character'],
  ['GET', '/a\x7fb', 'character'],
  ['GET', '/caf\xc3\xa9', 'character'],
  ['GET', '/\u2603', 'character'],
  ['GET', '/"<>', 'character'],
  ['GET', '/a\\b', 'character'],
  ['GET', '/a{b}^`', 'character'],
  ['GET', '/a[1]|b', 'unescaped'],
  ['GET', '/?a[1]={b}|^`\\', 'unescaped'],
  ['GET', '/?"', 'character'],
  ['GET', 'http:///path', 'authority'],
  ['GET', 'http://a b/', 'authority'],
  ['GET', 'http://user@host/', 'userinfo'],
  ['GET', 'ftp://host/x', 'scheme'],
  ['GET', '/% %"#', 'percent', 'character', 'fragment'],
])('%s %j is reported', (method, target, ...codes) => {
  const read = parseRequestTarget(method, target)
  expect(read.problems.map(({ code }) => code)).toEqual(codes.filter(Boolean))
  expect(read.form === 'invalid').toBe(
    codes[0] === 'form' || (method === 'CONNECT' && codes[0] === 'authority'),
  )
})

test('any text has a form or a problem, and a clean one is made of the characters of a URI', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'OPTIONS', 'CONNECT'),
      textOf('/a:?#%4h[]@.* \\"'),
      (method, target) => {
        const read = parseRequestTarget(method, target)
        if (read.problems.length > 0) return
        expect(read.form).not.toBe('invalid')
        expect(target).toMatch(/^[A-Za-z0-9\-._~!$&'()*+,;=:@/?%[\]]+$/)
      },
    ),
  )
})

test('a million bad characters cost one problem of each kind', () => {
  expect(parseRequestTarget('GET', megabyte('%"|', '/')).problems.length).toBe(3)
  expect(parseRequestTarget('GET', megabyte('a', 'http://')).form).toBe('absolute')
  expect(parseRequestTarget('CONNECT', megabyte('a:')).problems.length).toBe(1)
})
