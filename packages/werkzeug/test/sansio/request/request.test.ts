import { Headers } from '@triptych/werkzeug/datastructures'
import { Request } from '@triptych/werkzeug/sansio/request'
import { expect, test } from 'vitest'

test('a request without a gateway', () => {
  const request = new Request({
    method: 'GET',
    scheme: 'https',
    server: null,
    rootPath: '/app//',
    path: 'users',
    queryString: new TextEncoder().encode('a=b'),
    headers: new Headers([
      ['Host', 'example.com'],
      ['Cookie', 'a=1'],
      ['Cookie', 'b=2'],
      ['X-Forwarded-For', '192.0.2.1, 192.0.2.2'],
    ]),
    remoteAddr: null,
  })
  expect([request.rootPath, request.path, request.isSecure]).toEqual(['/app', '/users', true])
  expect(request.url).toBe('https://example.com/app/users?a=b')
  expect([...request.cookies.keys()]).toEqual(['a', 'b'])
  expect([...request.accessRoute]).toEqual(['192.0.2.1', '192.0.2.2'])
  expect([request.server, request.remoteAddr]).toEqual([null, null])
})

test('nobody knows where it came from', () => {
  const parts = {
    method: 'GET',
    scheme: 'http',
    rootPath: '',
    path: '/',
    queryString: '',
    headers: new Headers(),
  }
  const request = new Request({ ...parts, server: null, remoteAddr: null })
  expect([request.host, request.accessRoute.length, request.args.isEmpty]).toEqual(['', 0, true])
})
