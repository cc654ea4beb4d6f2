import { call } from '@triptych/raw/testing'
import type { Application } from '@triptych/raw'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  defaultExceptions,
  HTTPException,
  ImATeapot,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  RequestedRangeNotSatisfiable,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
} from '../../src/exceptions/index.ts'
import { Response } from '../../src/wrappers/response.ts'

const plain: Application = (_environ, startResponse) => {
  startResponse('299 Custom', [['X-Y', 'z']])
  return [new TextEncoder().encode('custom')]
}

describe.each([...defaultExceptions])('%i', (code, Class) => {
  const error = new Class()

  test('is an error that knows its status', () => {
    expect(error).toBeInstanceOf(HTTPException)
    expect(error).toBeInstanceOf(Error)
    expect(error.code).toBe(code)
    expect(error.name).toMatch(/^[A-Z]/)
    expect(error.description).not.toBe('')
    expect(error.message).toBe(error.description)
    expect(String(error)).toBe(`${code} ${error.name}: ${error.description}`)
  })

  test('is an answer', async () => {
    const response = await call(error, '/')
    expect(response.status).toBe(`${code} ${error.name.toUpperCase()}`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.text()).toBe(error.getBody())
    expect(response.headers.get('content-length')).toBe(String(error.getBody().length))
  })

  test('is the same answer as its response', async () => {
    const [ours, theirs] = [await call(error, '/'), await call(await error.getResponse(), '/')]
    expect(theirs.status).toBe(ours.status)
    expect([...theirs.headers]).toEqual([...ours.headers])
    expect(theirs.text()).toBe(ours.text())
  })
})

test('names', () => {
  const error = new NotFound()
  expect(error.constructor.name).toBe('NotFound')
  expect(error.name).toBe('Not Found')
  expect(error.stack).toMatch(/^Not Found: The requested URL was not found/)
  expect(new ImATeapot().name).toBe("I'm a teapot")
  expect(NotFound.code).toBe(404)
  expectTypeOf(new NotFound('x', { response: plain })).toExtend<Error>()
})

describe('the description', () => {
  test('is escaped, its lines are kept', () => {
    const error = new NotFound('a <b> & "c"\n\'d\'')
    expect(error.message).toBe('a <b> & "c"\n\'d\'')
    expect(error.getDescription()).toBe('<p>a &lt;b&gt; &amp; &#34;c&#34;<br>&#39;d&#39;</p>')
    expect(error.getBody()).toContain(error.getDescription())
  })

  test('can be changed', () => {
    const error = new NotFound()
    error.description = 'Gone fishing.'
    expect(error.message).toBe('Gone fishing.')
    expect(error.getBody()).toContain('<p>Gone fishing.</p>')
    error.description = null
    expect(error.getDescription()).toBe('<p></p>')
    expect(String(error)).toBe('404 Not Found: None')
  })

  test('may be empty', () => {
    expect(new NotFound('').description).toBe('')
    expect(new NotFound(null).description).toBe(NotFound.description)
  })

  test('that is hostile and long', () => {
    const error = new NotFound('<\n'.repeat(500_000))
    expect(error.getDescription().length).toBe('<p></p>'.length + 500_000 * '&lt;<br>'.length)
  })
})

describe('an exception of one’s own', () => {
  class PaymentRequired extends HTTPException {
    static override readonly code: number = 402
    static override readonly description: string = 'Money first.'

    override getBody(): string {
      return this.description ?? ''
    }
  }

  test('has its status, its name, its page', async () => {
    const response = await call(new PaymentRequired(), '/')
    expect(response.status).toBe('402 PAYMENT REQUIRED')
    expect(response.text()).toBe('Money first.')
  })

  test('without a status it is a server error', async () => {
    class Lost extends HTTPException {}
    expect(String(new Lost())).toBe('??? Unknown Error: None')
    expect((await call(new Lost(), '/')).code).toBe(500)
    expect((await new Lost().getResponse()).statusCode).toBe(500)
  })
})

test('HEAD has no body, and the length that GET would have', async () => {
  const response = await call(new NotFound(), { method: 'HEAD' })
  expect(response.text()).toBe('')
  expect(response.headers.get('content-length')).toBe(String(new NotFound().getBody().length))
})

describe('a response in place of the page', () => {
  test('is the answer', async () => {
    const given = new Response('custom', { status: '299 Custom' })
    const error = new NotFound(null, { response: given })
    expect(error.code).toBe(404)
    expect(await error.getResponse()).toBe(given)
    const response = await call(error, '/')
    expect(response.status).toBe('299 Custom')
    expect(response.text()).toBe('custom')
  })

  test('may be any application, which is no response', async () => {
    const error = new NotFound(null, { response: plain })
    expect((await call(error, '/')).status).toBe('299 Custom')
    await expect(error.getResponse()).rejects.toThrow(TypeError)
  })
})

test('the response of an exception can be changed', async () => {
  const response = await new NotFound().getResponse()
  response.setData('{}')
  response.contentType = 'application/json'
  expect((await call(response, '/')).text()).toBe('{}')
})

test('what led here is kept, and not shown', () => {
  const cause = new TypeError('secret')
  const error = new InternalServerError(null, { originalException: cause })
  expect(error.originalException).toBe(cause)
  expect(error.cause).toBe(cause)
  expect(error.getBody()).not.toContain('secret')
  expect(new InternalServerError().originalException).toBeNull()
  expect(new NotFound('x', { cause }).cause).toBe(cause)
})

type Field = [name: string, value: string]
const challenge = (text: string): { toHeader(): string } => ({ toHeader: () => text })

test.each<[name: string, error: HTTPException, fields: Field[]]>([
  ['methods', new MethodNotAllowed(['GET', 'HEAD']), [['Allow', 'GET, HEAD']]],
  ['methods of a generator', new MethodNotAllowed(new Set(['PUT']).values()), [['Allow', 'PUT']]],
  ['no methods', new MethodNotAllowed([]), []],
  ['unknown methods', new MethodNotAllowed(null, 'x'), []],
  ['a length', new RequestedRangeNotSatisfiable(10), [['Content-Range', 'bytes */10']]],
  ['no bytes', new RequestedRangeNotSatisfiable(0), [['Content-Range', 'bytes */0']]],
  ['units', new RequestedRangeNotSatisfiable(3, 'lines'), [['Content-Range', 'lines */3']]],
  ['an unknown length', new RequestedRangeNotSatisfiable(), []],
  ['seconds', new TooManyRequests(null, { retryAfter: 20 }), [['Retry-After', '20']]],
  ['no seconds', new TooManyRequests(null, { retryAfter: 0 }), []],
  [
    'a date',
    new ServiceUnavailable(null, { retryAfter: new Date('1994-11-06T08:49:37Z') }),
    [['Retry-After', 'Sun, 06 Nov 1994 08:49:37 GMT']],
  ],
  [
    'a challenge',
    new Unauthorized(null, { wwwAuthenticate: challenge('Basic') }),
    [['WWW-Authenticate', 'Basic']],
  ],
  [
    'challenges',
    new Unauthorized(null, { wwwAuthenticate: [challenge('Basic'), challenge('Bearer')] }),
    [
      ['WWW-Authenticate', 'Basic'],
      ['WWW-Authenticate', 'Bearer'],
    ],
  ],
  ['no challenge', new Unauthorized(), []],
])('fields of %s', (_, error, fields) => {
  expect(error.getHeaders()).toEqual([['Content-Type', 'text/html; charset=utf-8'], ...fields])
})
