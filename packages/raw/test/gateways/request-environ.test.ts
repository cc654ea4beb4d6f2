import { describe, expect, test } from 'vitest'
import { EnvironShapes, requestEnviron } from '@triptych/raw/gateways'
import type { RequestHead } from '@triptych/raw/gateways'
import { NO_INPUT } from '@triptych/raw/input'
import { ErrorLog } from '@triptych/raw/testing'

const shapes = new EnvironShapes()

function environOf(head: Partial<RequestHead>, scheme: 'http' | 'https' = 'http') {
  const whole = { method: 'GET', target: '/', protocol: 'HTTP/1.1', fields: ['Host', 'a'], ...head }
  const facts = { scheme, serverName: '::1', serverPort: '1', remoteAddr: '::1', remotePort: '2' }
  return requestEnviron(shapes, whole, facts, NO_INPUT, new ErrorLog())
}

describe('absolute targets', () => {
  test.each<[scheme: 'http' | 'https', target: string]>([
    ['http', 'http://b:8/x?q'],
    ['http', 'HTTP://b:8/x?q'],
    ['https', 'https://b:8/x?q'],
    ['https', 'http://b:8/x?q'],
  ])('over %s, %s: its authority takes the place of Host (RFC 9112 section 3.2.2)', (scheme, target) => {
    expect(environOf({ target }, scheme)).toMatchObject({
      PATH_INFO: '/x',
      QUERY_STRING: 'q',
      HTTP_HOST: 'b:8',
      REQUEST_URI: target,
      'wsgi.url_scheme': scheme,
    })
  })

  test.each(['https://b/', 'HTTPS://b/'])(
    '%s without TLS is misdirected (RFC 9110 section 7.4)',
    (target) => {
      expect(() => environOf({ target })).toThrow(
        expect.objectContaining({ status: '421 Misdirected Request' }),
      )
    },
  )

  test.each(['ftp://b/', 'ws://b/', 'http:///', 'http://u@b/', 'http://b:x/', 'http:/b', 'http:b'])(
    '%s is refused',
    (target) => {
      expect(() => environOf({ target })).toThrow(expect.objectContaining({ status: '400 Bad Request' }))
    },
  )
})

describe('Host', () => {
  test('HTTP/1.0 needs none', () => {
    expect(environOf({ protocol: 'HTTP/1.0', fields: [] }).HTTP_HOST).toBeUndefined()
  })

  test.each<[name: string, protocol: string, fields: string[]]>([
    ['none in HTTP/1.1', 'HTTP/1.1', []],
    ['two, though the same', 'HTTP/1.1', ['Host', 'a', 'host', 'a']],
    ['two in HTTP/1.0', 'HTTP/1.0', ['Host', 'a', 'Host', 'b']],
    ['an empty one', 'HTTP/1.1', ['Host', '']],
    ['a malformed one', 'HTTP/1.0', ['Host', 'a:1:2']],
    ['a name with _ is none', 'HTTP/1.1', ['Host_', 'a']],
  ])('%s is refused (RFC 9112 section 3.2)', (_name, protocol, fields) => {
    const refusal = expect.objectContaining({ status: '400 Bad Request' })
    expect(() => environOf({ protocol, fields })).toThrow(refusal)
  })
})

test('what each request sends stays its own, though environs are copied from one template', () => {
  const first = environOf({ fields: ['Host', 'a', 'X-A', '1', 'X-A', '2'] })
  const second = environOf({ fields: ['Host', 'b', 'X-A', '3', 'X-A', '4'] })
  expect([first['HTTP_X_A'], second['HTTP_X_A']]).toEqual(['1, 2', '3, 4'])
  first['HTTP_X_A'] = 'changed'
  first['x.y'] = 1
  const third = environOf({ fields: ['Host', 'c', 'X-A', '5', 'X-A', '6'] })
  expect([third['HTTP_X_A'], 'x.y' in third]).toEqual(['5, 6', false])
})

test('a name of a field is data, whatever JavaScript calls so', () => {
  const environ = environOf({ fields: ['Host', 'a', '__proto__', 'x', 'constructor', 'y', 'Proxy', 'z'] })
  expect(environ['HTTP_CONSTRUCTOR']).toBe('y')
  expect(Object.getPrototypeOf(environ)).toBe(Object.prototype)
  expect(environ['HTTP_PROXY']).toBeUndefined()
})
