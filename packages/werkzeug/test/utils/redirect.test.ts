import { call } from '@triptych/raw/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { redirect } from '../../src/utils/redirect.ts'
import { Response } from '../../src/wrappers/response.ts'

test.each([
  [undefined, '302 FOUND'],
  [301, '301 MOVED PERMANENTLY'],
  [303, '303 SEE OTHER'],
  [308, '308 PERMANENT REDIRECT'],
  [999, '999 UNKNOWN'],
])('code %j', (code, status) => {
  const response = redirect('/x', code)
  expect(response.status).toBe(status)
  expect(response.location).toBe('/x')
  expect(response.contentType).toBe('text/html; charset=utf-8')
})

test('the page links to the place, and shows it as text', async () => {
  const text = await redirect(`/a"b<c>&'`).getData({ asText: true })
  expect(text).toContain('<a href="/a&#34;b&lt;c&gt;&amp;&#39;">/a&#34;b&lt;c&gt;&amp;&#39;</a>')
  expect(text).not.toContain('<c>')
})

test('on the wire the location is a URI', async () => {
  const answer = await call(redirect('http://\u2603.example/\xe9'), '/')
  expect(answer.headers.get('Location')).toBe('http://xn--n3h.example/%C3%A9')
})

test('a location with a line end is refused', () => {
  expect(() => redirect('/x\r\nSet-Cookie: a=b')).toThrow(TypeError)
})

test('a class of its own', () => {
  class MyResponse extends Response {
    readonly mine = true
  }
  const response = redirect('/', 302, { Response: MyResponse })
  expect(response).toBeInstanceOf(MyResponse)
  expectTypeOf(response).toEqualTypeOf<MyResponse>()
  expectTypeOf(redirect('/')).toEqualTypeOf<Response>()
})
