import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dumpOptionsHeader, parseOptionsHeader } from '../../src/http/options-header.ts'

test.each<[text: string | null, value: string, options: [name: string, value: string][]]>([
  [null, '', []],
  ['', '', []],
  ['text/html', 'text/html', []],
  [' text/html ; ', 'text/html', []],
  ['; a=b', '', []],
  ['v; A=b', 'v', [['a', 'b']]],
  ['v;a=b;a=c', 'v', [['a', 'c']]],
  [
    'v; a="b;c"; d=e',
    'v',
    [
      ['a', 'b;c'],
      ['d', 'e'],
    ],
  ],
  ['v; a="b\\"c\\\\"', 'v', [['a', 'b"c\\']]],
  ['v; a="b%22c"', 'v', [['a', 'b"c']]],
  ['v; a="C:\\x\\y"', 'v', [['a', 'C:\\x\\y']]],
  ['v; a="b; c=d', 'v', [['c', 'd']]],
  ['v; a=; b=c', 'v', [['b', 'c']]],
  ['v; a; =x; "q"=1; b=c d', 'v', [['b', 'c']]],
  ['v; a = b', 'v', []],
  ["v; a*=utf-8''caf%C3%A9", 'v', [['a', 'caf\xe9']]],
  ["v; a*=iso-8859-1'en'caf%e9", 'v', [['a', 'caf\xe9']]],
  ["v; a*=utf-16''%41", 'v', [['a', '%41']]],
  ['v; a*=%41', 'v', [['a', '%41']]],
  ['v; a*0=b; a*1="c d"', 'v', [['a', 'bc d']]],
  ['v; a*1=b; a*0=c', 'v', [['a', 'bc']]],
  ["v; a*0*=utf-8''%C3; a*1*=%A9", 'v', [['a', '\ufffd\ufffd']]],
  ["v; a*0*=utf-8''x%20; a*1*=y%20z", 'v', [['a', 'x y z']]],
  [
    'v; a*=utf-8\'\'x; b*="\xe9%C3%A9"',
    'v',
    [
      ['a', 'x'],
      ['b', '\xe9\xe9'],
    ],
  ],
  ['v; __proto__=x', 'v', [['__proto__', 'x']]],
])('%j', (text, value, options) => {
  const [readValue, readOptions] = parseOptionsHeader(text)
  expect(readValue).toBe(value)
  expect([...readOptions]).toEqual(options)
})

test.each<[header: string | null, options: Record<string, unknown>, text: string]>([
  ['text/html', {}, 'text/html'],
  ['text/html', { charset: 'utf-8', a: 'b c' }, 'text/html; charset=utf-8; a="b c"'],
  ['v', { a: null, b: undefined, c: 1 }, 'v; c=1'],
  ['v', { 'a*': "utf-8''x%20y" }, "v; a*=utf-8''x%20y"],
  [null, { a: '' }, 'a=""'],
])('write %j with %j', (header, options, text) => {
  expect(dumpOptionsHeader(header, options)).toBe(text)
  expect(dumpOptionsHeader(header, new Map(Object.entries(options)))).toBe(text)
})

test('what is written is read', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/)
  // An escaped backslash before a quote, and %22, stand for a quote: browsers' forms want it so.
  const value = fc.string().filter((text) => !text.includes('\\') && !text.includes('%22'))
  fc.assert(
    fc.property(fc.dictionary(name, value), (options) => {
      const [header, read] = parseOptionsHeader(dumpOptionsHeader('v', options))
      expect(header).toBe('v')
      expect(Object.fromEntries(read)).toEqual({ ...options })
    }),
  )
})

test.each(['a=', 'a="', ';', '"', 'a="\\', "a*='", 'a*0=x;', ' ', '*', '%'])('1 MB of %j', (part) => {
  const [value, options] = parseOptionsHeader(`v;${part.repeat((1 << 20) / part.length)}`)
  expect(value).toBe('v')
  expect(options.size).toBeLessThan(3)
})
