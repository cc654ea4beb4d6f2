import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError, UndecodableError } from '../../src/errors.ts'
import { Request, RequestError, type ErrorsPolicy } from '../../src/request/index.ts'
import { EnvironView } from '../../src/request/environ-view.ts'
import { environFromUrl } from '../../src/request/environ-from-url.ts'

const view = (keys: Record<string, unknown> = {}): EnvironView =>
  new EnvironView(Object.assign(environFromUrl('/'), keys))

test.each<[what: unknown]>([[null], [undefined], ['a'], [1], [[]]])('%j is no environ', (environ) => {
  expect(() => new EnvironView(environ as never)).toThrow(TypeError)
})

describe('encget', () => {
  test.each<[keys: object, args: Parameters<EnvironView['encget']>, value: string]>([
    [{ 'x.a': 'caf\xc3\xa9' }, ['x.a'], 'caf\xc3\xa9'],
    [{ 'x.a': 'caf\xc3\xa9' }, ['x.a', undefined, 'urlEncoding'], 'caf\xe9'],
    [{ 'x.a': 'caf\xe9', 'webob.url_encoding': 'latin-1' }, ['x.a', undefined, 'urlEncoding'], 'caf\xe9'],
    [{}, ['x.a', 'else'], 'else'],
    [{ 'x.a': '' }, ['x.a', 'else'], ''],
  ])('%j %j', (keys, args, value) => {
    expect(view({ ...keys }).encget(...args)).toBe(value)
  })

  test('a key that is not there and has no default', () => {
    expect(() => view().encget('x.a')).toThrow(new KeyError('x.a'))
  })
})

describe('encset', () => {
  test.each<[keys: object, text: string, encattr: 'urlEncoding' | undefined, value: string]>([
    [{}, 'caf\xe9', 'urlEncoding', 'caf\xc3\xa9'],
    [{ 'webob.url_encoding': 'latin-1' }, 'caf\xe9', 'urlEncoding', 'caf\xe9'],
    [{ 'webob.url_encoding': 'shift_jis' }, 'cafe', 'urlEncoding', 'cafe'],
    [{}, 'cafe', undefined, 'cafe'],
  ])('%j %s', (keys, text, encattr, value) => {
    const it = view({ ...keys })
    it.encset('x.a', text, encattr)
    expect(it.environ['x.a']).toBe(value)
  })

  test.each<[keys: object, text: string, encattr: 'urlEncoding' | undefined]>([
    [{}, 'caf\xe9', undefined],
    [{ 'webob.url_encoding': 'latin-1' }, '\u20ac', 'urlEncoding'],
    [{ 'webob.url_encoding': 'shift_jis' }, '\xe9', 'urlEncoding'],
  ])('%j %s is refused', (keys, text, encattr) => {
    expect(() => view({ ...keys }).encset('x.a', text, encattr)).toThrow(TypeError)
  })
})

describe('a path and a query that are no text', () => {
  const of = (errors: ErrorsPolicy): Request => {
    class Mine extends Request {
      static override errors = errors
    }
    return Mine.blank('/a%FF?b=%FF')
  }

  test('strict throws what wsgify answers with 400', () => {
    const request = of('strict')
    expect(() => request.pathInfo).toThrow(UndecodableError)
    expect(() => request.GET).toThrow(UndecodableError)
    expect(() => request.pathInfo).toThrow(expect.objectContaining({ status: 400, bytes: '/a\xff' }))
  })

  test('replace puts a mark in their place', () => {
    const request = of('replace')
    expect(request.pathInfo).toBe('/a\ufffd')
    expect(request.GET.get('b')).toBe('\ufffd')
  })

  test('bad-request says so', () => {
    const request = of('bad-request')
    expect(() => request.pathInfo).toThrow(
      new RequestError(400, 'ERR_UNDECODABLE', 'The path is not text in UTF-8'),
    )
    expect(() => request.GET).toThrow(
      new RequestError(400, 'ERR_UNDECODABLE', 'The query is not text in UTF-8'),
    )
    expect(() => request.GET).not.toThrow(UndecodableError)
  })

  test('the bytes can be had in any case, and URLs quote them', () => {
    const request = of('strict')
    expect([request.rawPathInfo, request.url]).toEqual(['/a\xff', 'http://localhost/a%FF?b=%FF'])
  })

  test('the policy is one of three', () => {
    expectTypeOf(EnvironView.errors).toEqualTypeOf<'strict' | 'replace' | 'bad-request'>()
  })
})

test('the encoding of paths', () => {
  const request = Request.blank('/%E9')
  request.urlEncoding = 'latin-1'
  expect([request.urlEncoding, request.pathInfo]).toEqual(['latin-1', '/\xe9'])
  request.urlEncoding = null
  expect([request.urlEncoding, 'webob.url_encoding' in request.environ]).toEqual(['UTF-8', false])
})
