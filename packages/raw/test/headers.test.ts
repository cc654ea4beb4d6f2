import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { HeaderPair } from '@triptych/raw'
import { Headers } from '@triptych/raw/headers'

const recorded = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/wsgiref/util.json', import.meta.url), 'utf8'),
) as {
  addHeader: [name: string, value: string | null, parameters: Record<string, string | null>, text: string][]
}

test.each(recorded.addHeader)('addHeader %s %s %j as CPython writes it', (name, value, parameters, text) => {
  const headers = new Headers()
  headers.addHeader(name, value, parameters)
  expect(headers.toString()).toBe(text)
})

test('works on the list it is given, in order and case', () => {
  const list: HeaderPair[] = [
    ['A', '1'],
    ['b', '2'],
    ['a', '3'],
  ]
  const headers = new Headers(list)
  expect(headers.size).toBe(3)
  expect(headers.get('B')).toBe('2')
  expect(headers.get('A')).toBe('1')
  expect(headers.get('none')).toBeUndefined()
  expect(headers.getAll('a')).toEqual(['1', '3'])
  expect(headers.has('B')).toBe(true)
  headers.set('A', '4')
  expect(list).toEqual([
    ['b', '2'],
    ['A', '4'],
  ])
  expect(headers.delete('b')).toBe(true)
  expect(headers.delete('b')).toBe(false)
  expect(headers.setDefault('a', '9')).toBe('4')
  expect(headers.setDefault('c', '9')).toBe('9')
  expect(headers.names()).toEqual(['A', 'c'])
  expect(headers.values()).toEqual(['4', '9'])
  expect([...headers]).toEqual(list)
})

test('the pairs it gives are copies', () => {
  const headers = new Headers([['A', '1']])
  for (const pair of headers) pair[1] = 'x\r\ny'
  expect(headers.get('A')).toBe('1')
})

const doors: [string, (name: string, value: string) => void][] = [
  ['constructor', (name, value) => void new Headers([[name, value]])],
  ['set', (name, value) => new Headers().set(name, value)],
  ['setDefault', (name, value) => void new Headers().setDefault(name, value)],
  ['addHeader', (name, value) => new Headers().addHeader(name, value)],
]
const bad: [string, string, string][] = [
  ['CR LF in the value', 'X', 'a\r\nB: c'],
  ['LF in the value', 'X', 'a\nb'],
  ['CR in the value', 'X', 'a\rb'],
  ['NUL in the value', 'X', 'a\0b'],
  ['ESC in the value', 'X', 'a\x1bb'],
  ['DEL in the value', 'X', 'a\x7fb'],
  ['a code point that would be cut to LF', 'X', 'a\u010ab'],
  ['a space in the name', 'X Y', 'a'],
  ['a colon in the name', 'X:', 'a'],
  ['LF in the name', 'X\n', 'a'],
  ['an empty name', '', 'a'],
  ['a name beyond ASCII', 'é', 'a'],
  ['a value that is no text', 'X', 1 as never],
]
for (const [door, enter] of doors) {
  test.each(bad)(`${door} refuses %s`, (_what, name, value) => {
    expect(() => enter(name, value)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_FIELD' }))
  })
}

test('addHeader refuses what can not stand in a parameter', () => {
  expect(() => new Headers().addHeader('X', 'v', { a: 'b\r\nc' })).toThrow(TypeError)
  expect(() => new Headers().addHeader('X', 'v', { 'a b': 'c' })).toThrow(TypeError)
})

test('refuses what is no list', () => {
  expect(() => new Headers({} as never)).toThrow(TypeError)
})
