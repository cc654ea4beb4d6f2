import { expect, test } from 'vitest'
import { Response } from '../../src/response/response.ts'

const typed = (header: string): Response => new Response({ headerlist: [['Content-Type', header]] })
const headerOf = (response: Response): string | undefined => response.headers.get('Content-Type')

test.each([
  ['text/plain', 'text/plain; charset=UTF-8'],
  ['text/plain; charset=latin-1', 'text/plain; charset=latin-1'],
  ['application/xml', 'application/xml; charset=UTF-8'],
  ['image/svg+xml', 'image/svg+xml; charset=UTF-8'],
  ['application/json', 'application/json'],
  ['image/png', 'image/png'],
])('the type %s is sent as %s', (type, header) => {
  const response = new Response()
  response.contentType = type
  expect(headerOf(response)).toBe(header)
  expect(response.contentType).toBe(type.split(';')[0])
})

test('null takes the type out, and then there is no charset to set', () => {
  const response = new Response()
  response.contentType = null
  expect(headerOf(response)).toBeUndefined()
  expect(response.charset).toBeNull()
  expect(() => {
    response.charset = 'utf-8'
  }).toThrow(/Expected a Content-Type/)
})

test.each([
  ['text/html; charset=UTF-8', 'UTF-8'],
  ['text/html; a=b; charset=utf-8; c=d', 'utf-8'],
  ['text/html', null],
])('%s has the charset %s', (header, charset) => {
  expect(typed(header).charset).toBe(charset)
})

test('the charset is replaced, other parameters stay', () => {
  const response = typed('text/html; a=b; charset=utf-8')
  response.charset = 'latin-1'
  expect(headerOf(response)).toBe('text/html; a=b; charset=latin-1')
  response.charset = null
  expect(headerOf(response)).toBe('text/html; a=b')
})

test('parameters are a copy, and replaced as a whole', () => {
  const response = typed('text/html; a=b; q="c d"')
  const parameters = response.contentTypeParams
  expect({ ...parameters }).toEqual({ a: 'b', q: 'c d' })
  parameters['x'] = 'y'
  expect(headerOf(response)).toBe('text/html; a=b; q="c d"')
  response.contentTypeParams = { z: '1', b: 'x y' }
  expect(headerOf(response)).toBe('text/html; b="x y"; z=1')
  response.contentTypeParams = null
  expect(headerOf(response)).toBe('text/html')
})

test('names of parameters from the network meet no prototype', () => {
  expect(Object.getPrototypeOf(typed('text/html; constructor=a').contentTypeParams)).toBeNull()
})

test('a long hostile type is read in linear time', () => {
  const response = typed(`text/html${'; a='.repeat(250_000)}`)
  expect(response.charset).toBeNull()
  expect(Object.keys(response.contentTypeParams)).toEqual(['a'])
})

test.each([
  ['a name', 'a'.repeat(1_000_000)],
  ['names', 'a='.repeat(500_000)],
  ['quotes', 'a="'.repeat(333_333)],
  ['blanks', ' '.repeat(1_000_000)],
])('a million characters of parameters (%s) are read in linear time', (_, parameters) => {
  const response = new Response({ headerlist: [['Content-Type', `text/plain;${parameters}`]] })
  expect(Object.keys(response.contentTypeParams).every((name) => name === 'a')).toBe(true)
  expect(response.charset).toBeNull()
})
