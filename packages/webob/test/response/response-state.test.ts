import { expect, test } from 'vitest'
import { checkedList, encodeText, statusHasBody, statusLine } from '../../src/response/response-state.ts'

test.each([
  ['utf-8', 'h\u00e9', [0x68, 0xc3, 0xa9]],
  ['"UTF8"', '\u20ac', [0xe2, 0x82, 0xac]],
  ['latin-1', '\u00e9', [0xe9]],
  ['iso-8859-1', '\u00e9', [0xe9]],
  ['ascii', 'a', [0x61]],
])('text in %s', (charset, text, wanted) => {
  expect([...encodeText(text, charset)]).toEqual(wanted)
})

test.each([
  ['klingon', 'a', RangeError],
  ['latin-1', '\u20ac', TypeError],
  ['ascii', '\u00e9', TypeError],
])('not in %s', (charset, text, error) => {
  expect(() => encodeText(text, charset)).toThrow(error)
})

test.each([
  ['100 Continue', false],
  ['200 OK', true],
  ['204 No Content', false],
  ['205 Reset Content', false],
  ['304 Not Modified', false],
  ['404 Not Found', true],
])('%s has a body: %s', (status, has) => {
  expect(statusHasBody(status)).toBe(has)
})

test.each([
  [404, '404 Not Found'],
  ['404', '404 Not Found'],
  ['200 Fine', '200 Fine'],
])('the status of %j', (given, line) => {
  expect(statusLine(given)).toBe(line)
})

test.each([
  ['fine', SyntaxError],
  [1234567, RangeError],
  [{}, TypeError],
])('%j is no status', (given, error) => {
  expect(() => statusLine(given as number)).toThrow(error)
})

test.each([
  ['a name', [['A B', 'c']]],
  ['a value with a line end', [['A', 'b\nc']]],
  ['a value with NUL', [['A', 'b\0']]],
  ['a value beyond latin-1', [['A', '\u20ac']]],
  ['a value that is no text', [['A', 5]]],
])('%s is refused', (_, list) => {
  expect(() => checkedList(list as [string, string][])).toThrow(TypeError)
})
