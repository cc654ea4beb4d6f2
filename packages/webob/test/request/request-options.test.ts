import { expect, test } from 'vitest'
import { Request } from '../../src/request/index.ts'
import { setAttributes } from '../../src/request/request-options.ts'

test('the method and the type come first, whatever the order', async () => {
  const request = Request.blank('/')
  setAttributes(request, { text: '\xe9', contentType: 'text/plain; charset=latin-1', method: 'PUT' })
  expect([request.method, [...(await request.body())]]).toEqual(['PUT', [0xe9]])
})

test('what is undefined is left as it is', () => {
  const request = Request.blank('/', { method: 'PUT' })
  setAttributes(request, { method: undefined, referer: undefined } as object)
  expect([request.method, request.referer]).toEqual(['PUT', null])
})

test.each([
  'environ',
  'url',
  'toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'decode',
  '_limits',
  '',
])('%s cannot be set', (name) => {
  const options = JSON.parse(`{${JSON.stringify(name)}: {}}`) as object
  expect(() => setAttributes(Request.blank('/'), options)).toThrow(TypeError)
})

test('an attribute of a subclass can be', () => {
  class Mine extends Request {
    set tag(value: string) {
      this.attrs.set('tag', value)
    }
  }
  const request = new Mine(Request.blank('/').environ, { tag: 'a' } as object)
  expect(request.attrs.get('tag')).toBe('a')
})
