import { describe, expect, expectTypeOf, test } from 'vitest'
import fc from 'fast-check'
import type { ApplicationLike } from '@triptych/raw'
import { buildEnviron, call } from '@triptych/raw/testing'
import { Response } from '@triptych/webob'
import {
  HTTPException,
  HTTPFound,
  HTTPMethodNotAllowed,
  HTTPNoContent,
  HTTPNotAcceptable,
  HTTPNotFound,
  HTTPUnsupportedMediaType,
  Template,
  WSGIHTTPException,
  isResponse,
  type ExceptionOptions,
} from '@triptych/webob/exc'
import { toHtml } from '@triptych/webob/util'

const withFields = (headers: Record<string, string>, method = 'GET') => ({ target: '/', method, headers })
const html = async (app: ApplicationLike, headers: Record<string, string> = {}): Promise<string> =>
  (await call(app, withFields({ ...headers, Accept: 'text/html' }))).text()

describe('an exception', () => {
  test('is an error', () => {
    const error = new HTTPNotFound('No such page')
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(HTTPException)
    expect([error.name, error.message, String(error)]).toEqual([
      'HTTPNotFound',
      'No such page',
      'No such page',
    ])
    expect(error.stack).toMatch(/^HTTPNotFound: No such page\n +at .*wsgi-http-exception\.test/)
    expect(() => {
      throw error
    }).toThrow(HTTPNotFound)
  })

  test('is a response', async () => {
    const error = new HTTPNotFound('x', {
      contentType: 'text/plain',
      headers: [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    })
    expect(isResponse(error)).toBe(true)
    expect(error.headers.getall('x-a')).toEqual(['1', '2'])
    error.setCookie('a', 'b')
    error.cacheControl.noStore = true
    error.setText('Gone fishing')
    expect(error.hasBody).toBe(true)
    const answer = await call(error, withFields({ Accept: 'text/html' }))
    expect(answer.text()).toBe('Gone fishing')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('Set-Cookie')).toBe('a=b; Path=/')
    expectTypeOf(error.contentLength).toEqualTypeOf<number | null>()
    expectTypeOf(error.text()).toEqualTypeOf<Promise<string>>()
    expectTypeOf<HTTPNotFound>().toExtend<ApplicationLike>()
    expectTypeOf<ExceptionOptions['detail']>().not.toBeAny()
  })

  test.each([
    [new Response('x'), true],
    [new HTTPFound({ location: '/' }), true],
    [new HTTPException('x', new Response()), false],
    [new Error('x'), false],
    [null, false],
    ['text', false],
    [{ status: '200 OK', headerlist: [] }, false],
  ])('isResponse: %o', (value, answer) => {
    expect(isResponse(value)).toBe(answer)
  })

  test('has every member of a response', () => {
    const names = Object.getOwnPropertyNames(Response.prototype).filter((name) => name !== 'setJsonBody')
    expect(names.filter((name) => !(name in WSGIHTTPException.prototype))).toEqual([])
  })

  test.each([
    [new HTTPNotFound(), 'The resource could not be found.', null],
    [new HTTPNotFound(''), 'The resource could not be found.', ''],
    [new HTTPNotFound(null, { comment: 'c' }), 'The resource could not be found.', null],
    [new HTTPNotFound({ detail: 'x' }), 'x', 'x'],
    [new HTTPNotFound('y', { detail: 'x' }), 'y', 'y'],
  ])('says %# as text', (error, text, detail) => {
    expect([error.toString(), error.message, error.detail]).toEqual([text, text, detail])
  })

  test.each([
    [() => new HTTPNotFound({ status: '200 OK' } as never), TypeError, /it belongs to the class/],
    [
      () => new HTTPNotFound('x', { headers: { 'X-A': 'a\r\nSet-Cookie: b=c' } }),
      Error,
      /control characters/,
    ],
    [() => new HTTPNotFound('x', { headers: { 'X A': 'a' } }), Error, /X A/],
    [() => new HTTPException('x').wsgiResponse, TypeError, /second argument/],
  ])('refuses %#', (make, type, message) => {
    expect(make).toThrow(type)
    expect(make).toThrow(message)
  })

  test('of any application answers with it', async () => {
    const error = new HTTPException('Sorry', new Response('Sorry', { status: 503 }))
    expect((await call(error, '/')).code).toBe(503)
    expect(error.message).toBe('Sorry')
  })

  test('can be explained otherwise', async () => {
    const error = new HTTPNotFound()
    error.explanation = 'Nothing <here>.'
    expect(await html(error)).toContain('Nothing &lt;here&gt;.<br />')
    error.explanation = null
    expect(error.explanation).toBe(HTTPNotFound.explanation)
  })
})

describe('the body', () => {
  test.each([
    [undefined, 'text/plain; charset=UTF-8'],
    ['', 'text/plain; charset=UTF-8'],
    ['image/png', 'text/plain; charset=UTF-8'],
    ['text/html', 'text/html; charset=UTF-8'],
    ['*/*', 'text/html; charset=UTF-8'],
    ['application/json', 'application/json'],
    ['application/json, text/html', 'text/html; charset=UTF-8'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['text/html;q=0, */*', 'application/json'],
    ['not a header', 'text/html; charset=UTF-8'],
  ])('for Accept %j is %s', async (accept, type) => {
    const answer = await call(
      new HTTPNotFound('x'),
      withFields(accept === undefined ? {} : { Accept: accept }),
    )
    expect(answer.headers.get('Content-Type')).toBe(type)
    expect(Number(answer.headers.get('Content-Length'))).toBe(answer.text().length)
  })

  test('as JSON', async () => {
    const answer = await call(new HTTPNotFound('"é"'), withFields({ Accept: 'application/json' }))
    expect(JSON.parse(answer.text())).toEqual({
      message: 'The resource could not be found.<br /><br />\n"é"\n\n',
      code: '404 Not Found',
      title: 'Not Found',
    })
  })

  test('as JSON of a formatter, of the exception or the class', async () => {
    class Mine extends HTTPNotFound {
      override jsonFormatter({ status, environ }: { status: string; environ: object }): unknown {
        return { mine: status, method: (environ as { REQUEST_METHOD: string }).REQUEST_METHOD }
      }
    }
    const own = new HTTPNotFound('x', { jsonFormatter: ({ title }) => ({ title }) })
    const accept = withFields({ Accept: 'application/json' })
    expect(JSON.parse((await call(own, accept)).text())).toEqual({ title: 'Not Found' })
    expect(JSON.parse((await call(new Mine(), accept)).text())).toEqual({
      mine: '404 Not Found',
      method: 'GET',
    })
  })

  test('as problem details (RFC 9457)', async () => {
    class Problem extends HTTPNotFound {
      static override problemJson = true
    }
    for (const accept of ['application/problem+json', 'application/json', 'application/*']) {
      const answer = await call(new Problem('No <page>'), withFields({ Accept: accept }))
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
      expect(JSON.parse(answer.text())).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'No <page>',
      })
    }
    expect((await call(new Problem(), withFields({ Accept: '*/*' }))).headers.get('Content-Type')).toMatch(
      /^text\/html/,
    )
    const formatted = new Problem('x', {
      jsonFormatter: ({ body }) => ({ type: '/problems/x', detail: body }),
    })
    const answer = await call(formatted, withFields({ Accept: 'application/json' }))
    expect(JSON.parse(answer.text())).toEqual({ type: '/problems/x', detail: 'x' })
  })

  test('without Accept is of the default type', async () => {
    class Api extends HTTPNotFound {
      static override defaultType = 'application/json'
    }
    expect((await call(new Api(), withFields({}))).headers.get('Content-Type')).toBe('application/json')
    expect((await call(new Api(), withFields({ Accept: 'text/html' }))).headers.get('Content-Type')).toMatch(
      /html/,
    )
  })

  test('is not sent to HEAD, nor with 204', async () => {
    expect((await call(new HTTPNotFound('x'), withFields({ Accept: 'text/html' }, 'HEAD'))).text()).toBe('')
    let closed = 0
    const appIter = { *[Symbol.iterator]() {}, close: () => void closed++ }
    expect((await call(new HTTPNotFound({ appIter }), withFields({}, 'HEAD'))).text()).toBe('')
    expect(closed).toBe(1)
    const none = await call(new HTTPNoContent('x'), withFields({ Accept: 'text/html' }))
    expect([none.text(), none.headers.get('Content-Type'), none.headers.get('Content-Length')]).toEqual([
      '',
      undefined,
      undefined,
    ])
  })

  test('does not change the exception, which can be answered again', async () => {
    const error = new HTTPNotFound('x')
    const first = await html(error)
    expect((await call(error, withFields({ Accept: 'application/json' }))).text()).toContain('"message"')
    expect(await html(error)).toBe(first)
    expect(error.hasBody).toBe(false)
  })
})

describe('escaping', () => {
  const EVIL = `<script>alert("1")</script>'&é`
  const SAFE = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#x27;&amp;&#233;'

  test.each([
    ['detail', new HTTPNotFound(EVIL)],
    ['comment', new HTTPNotFound('x', { comment: EVIL })],
    ['a field in a template', new HTTPNotFound('x', { bodyTemplate: '$xa', headers: { Xa: EVIL } })],
    ['the environ in a template', new HTTPNotFound('x', { bodyTemplate: '${HTTP_X_EVIL}' })],
    ['explanation', Object.assign(new HTTPNotFound(), { explanation: EVIL })],
    ['the status', Object.assign(new HTTPNotFound('x'), { status: `404 ${EVIL}` })],
  ])('%s', async (_, error) => {
    const page = await html(error, { 'X-Evil': EVIL })
    expect(page).not.toContain('<script>')
    expect(page.replaceAll('&#195;&#169;', '&#233;')).toContain(SAFE)
  })

  test.each([
    [HTTPNotAcceptable, { Accept: 'text/html, a/b;c="<i>"' }, '&lt;i&gt;'],
    [HTTPUnsupportedMediaType, { 'Content-Type': 'text/<i>' }, 'text/&lt;i&gt;'],
    [HTTPMethodNotAllowed, {}, 'The method GET is not allowed'],
  ])('what the request says, in %o', async (type, headers, expected) => {
    const answer = await call(new type(), withFields({ Accept: 'text/html', ...headers }))
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(answer.text()).toContain(expected)
    expect(answer.text()).not.toContain('<i>')
  })

  test('a comment does not end early', async () => {
    expect(await html(new HTTPNotFound('x', { comment: '--><b>' }))).toContain('<!-- --&gt;&lt;b&gt; -->')
  })

  test('an object that knows its HTML is no options, and is put in as it is', async () => {
    class Link {
      toString(): string {
        return 'the list'
      }
      [toHtml](): string {
        return '<a href="/">the list</a>'
      }
    }
    const error = new HTTPNotFound(new Link())
    expect(error.message).toBe('the list')
    expect(await html(error)).toContain('<a href="/">the list</a>')
    expect((await call(error, withFields({}))).text()).toContain('the list')
    expect(await html(new HTTPFound(new Link(), { location: '/a' }))).toContain('<a href="/">the list</a>')
  })

  test('no tag of a detail is one in the page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('<', '>', '-', '!', '"', '$', '{', 'a', '}', '/'), minLength: 1 }),
        async (text) => {
          const page = await html(new HTTPNotFound(text, { comment: text }))
          const plain = await html(new HTTPNotFound('x', { comment: 'x' }))
          expect(page.match(/[<>]/g)!.length).toBe(plain.match(/[<>]/g)!.length)
        },
      ),
    )
  })

  test("a template of one's own: unknown names stay, and members of objects are no values", () => {
    const environ = buildEnviron({ target: '/' })
    const error = new HTTPNotFound('x', {
      bodyTemplate: '${nothing} ${toString} ${constructor} $$1 ${PATH_INFO}',
    })
    expect(error.htmlBody(environ)).toContain('${nothing} ${toString} ${constructor} $1 /\n')
  })

  test("a page of one's own", async () => {
    class Mine extends HTTPNotFound {
      static override htmlTemplateObj = new Template('<h2>${title}</h2>${body}')
      static override bodyTemplateObj = new Template('<p>${detail}</p>')
    }
    expect(await html(new Mine('<x>'))).toBe('<h2>Not Found</h2><p>&lt;x&gt;</p>')
  })

  test('a megabyte of detail takes linear time', async () => {
    const detail = '<'.repeat(1_000_000)
    expect((await html(new HTTPNotFound(detail))).length).toBeGreaterThan(4_000_000)
    expect((await call(new HTTPNotFound(detail), withFields({}))).text()).toContain(detail)
  })
})
