import { expect, test } from 'vitest'
import { contentType, cookies } from '@triptych/raw/fields'

test('cookies by name, the first of equal ones, with what is odd about them', () => {
  const read = cookies({ HTTP_COOKIE: 'a=1; a=2; __proto__=3; b=%20' })
  expect(read.cookies['a']).toBe('1')
  expect(read.cookies['b']).toBe(' ')
  expect(read.cookies['__proto__']).toBe('3')
  expect(read.cookies['toString']).toBeUndefined()
  expect(read.problems.map(({ code }) => code)).toContain('repeated-name')
})

test('no cookies', () => {
  expect(Object.keys(cookies({}).cookies)).toEqual([])
})

test.each([
  ['text/plain', 'text/plain'],
  ['TEXT/Plain; charset=utf-8', 'text/plain'],
  ['text', undefined],
  ['', undefined],
  [undefined, undefined],
])('contentType of %j is %j', (value, essence) => {
  expect(contentType(value === undefined ? {} : { CONTENT_TYPE: value })?.essence).toBe(essence)
})
