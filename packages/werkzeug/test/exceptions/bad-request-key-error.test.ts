import { expect, test } from 'vitest'
import { BadRequest, BadRequestKeyError } from '../../src/exceptions/index.ts'

test('it is a 400 that keeps the key to itself', () => {
  const error = new BadRequestKeyError('page')
  expect(error).toBeInstanceOf(BadRequest)
  expect(error.code).toBe(400)
  expect(error.key).toBe('page')
  expect(error.description).toBe(BadRequest.description)
  expect(error.getBody()).not.toContain('page')
})

test.each<[key: string | undefined, shown: string]>([
  ['page', "KeyError: 'page'"],
  ["it's", 'KeyError: "it\'s"'],
  [undefined, 'KeyError: '],
])('%j is shown on demand', (key, shown) => {
  const error = new BadRequestKeyError(key)
  error.showException = true
  expect(error.description).toBe(`${BadRequest.description}\n${shown}`)
})

test('it is escaped on the page', () => {
  const error = new BadRequestKeyError('<script>')
  error.showException = true
  expect(error.getDescription()).toContain('<br>KeyError: &#39;&lt;script&gt;&#39;')
})

test('a description of its own stays in front', () => {
  const error = new BadRequestKeyError('a', 'first')
  error.showException = true
  expect(error.description).toBe("first\nKeyError: 'a'")
  error.description = 'new'
  expect(error.description).toBe("new\nKeyError: 'a'")
})
