import { describe, expect, expectTypeOf, test } from 'vitest'
import fc from 'fast-check'
import { call } from '@triptych/raw/testing'
import {
  HTTPFound,
  HTTPMove,
  HTTPMovedPermanently,
  HTTPMultipleChoices,
  HTTPNotModified,
  HTTPPermanentRedirect,
  HTTPRedirection,
  HTTPSeeOther,
  HTTPTemporaryRedirect,
  HTTPUseProxy,
  type MoveOptions,
} from '@triptych/webob/exc'

const TYPES = [
  HTTPMultipleChoices,
  HTTPMovedPermanently,
  HTTPFound,
  HTTPSeeOther,
  HTTPUseProxy,
  HTTPTemporaryRedirect,
  HTTPPermanentRedirect,
]
const locationOf = async (error: HTTPMove, target = '/a/b?c=d', headers: Record<string, string> = {}) =>
  (await call(error, { target, headers: { Host: 'example.com', ...headers } })).headers.get('Location')

describe('a redirection', () => {
  test.each(TYPES)('%o', async (type) => {
    const error = new type({ location: '/x' })
    expect(error).toBeInstanceOf(HTTPMove)
    expect(error).toBeInstanceOf(HTTPRedirection)
    expect(error.location).toBe('/x')
    expect(await locationOf(error)).toBe('http://example.com/x')
    expect(await locationOf(new type('Why not', { addSlash: true }))).toBe('http://example.com/a/b/?c=d')
  })

  test.each([
    ['x', 'http://example.com/a/x'],
    ['../x', 'http://example.com/x'],
    ['?q', 'http://example.com/a/b?q'],
    ['https://other.example/x', 'https://other.example/x'],
    ['//evil.example/x', 'http://example.com/%2fevil.example/x'],
    ['///evil.example', 'http://example.com/%2f/evil.example'],
    ['mailto:a@b', 'mailto:a@b'],
    ['', 'http://example.com/a/b'],
  ])('to %j goes to %s', async (location, expected) => {
    expect(await locationOf(new HTTPFound({ location }))).toBe(expected)
  })

  test('without a location goes to the same place, and its own location stays what it was', async () => {
    const error = new HTTPFound()
    expect(await locationOf(error)).toBe('http://example.com/a/b')
    expect(error.location).toBe(null)
    const relative = new HTTPFound({ location: 'x' })
    await locationOf(relative)
    expect(relative.location).toBe('x')
    expect(await locationOf(relative, '/other/')).toBe('http://example.com/other/x')
  })

  test.each([
    '/a\r\nSet-Cookie: x=1',
    '/a\n',
    '\t/a',
    '/a\x00',
    ' //evil.example',
    '//evil.example ',
    '/a\x7f',
  ])('refuses %j', (location) => {
    expect(() => new HTTPFound({ location })).toThrow(SyntaxError)
    const error = new HTTPFound({ location: '/' })
    expect(() => (error.location = location)).toThrow(SyntaxError)
    expect(error.location).toBe('/')
  })

  test.each([
    [{ location: '/a', addSlash: true }, /both/],
    [{ location: '/a', body: 'x' }, /"body"/],
    [{ location: '/a', status: 200 }, /"status"/],
  ])('refuses %o', (options, message) => {
    expect(() => new HTTPFound(options as MoveOptions)).toThrow(TypeError)
    expect(() => new HTTPFound(options as MoveOptions)).toThrow(message)
  })

  test('never leaves the host by a path', async () => {
    const part = fc.constantFrom('/', '\\', '.', '..', 'a', '?', '#', '@', '%2f', ';')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const location = await locationOf(new HTTPFound({ location: `/${parts.join('')}` }))
        expect(location).toMatch(/^http:\/\/example\.com\//)
        expect(new URL(location!).host).toBe('example.com')
      }),
    )
  })

  test('links to the place, escaped', async () => {
    const error = new HTTPFound('Or <not>', { location: '/x?"><b>&', headers: { 'X-A': '1' } })
    const answer = await call(error, { target: '/', headers: { Accept: 'text/html', Host: 'example.com' } })
    expect(answer.text()).toContain('<a href="http://example.com/x?&quot;&gt;&lt;b&gt;&amp;">')
    expect(answer.text()).toContain('Or &lt;not&gt;')
    expect(answer.headers.get('X-A')).toBe('1')
  })

  test('of a HEAD request has a Location and no body', async () => {
    const answer = await call(new HTTPFound({ location: '/x' }), { target: '/', method: 'HEAD' })
    expect([answer.code, answer.headers.get('Location'), answer.text()]).toEqual([
      302,
      'http://127.0.0.1/x',
      '',
    ])
  })

  test('takes no options of a body', () => {
    expectTypeOf(HTTPFound).constructorParameters.toEqualTypeOf<ConstructorParameters<typeof HTTPMove>>()
    expectTypeOf<keyof MoveOptions>().toEqualTypeOf<
      'detail' | 'headers' | 'comment' | 'bodyTemplate' | 'location' | 'addSlash'
    >()
  })
})

describe('HTTPNotModified', () => {
  test('goes nowhere, and keeps what a client may keep', async () => {
    const error = new HTTPNotModified({ etag: 'x', headers: { Vary: 'Accept' } })
    const answer = await call(error, '/')
    expect([answer.code, answer.headers.get('Location'), answer.text()]).toEqual([304, undefined, ''])
    expect([answer.headers.get('ETag'), answer.headers.get('Vary')]).toEqual(['"x"', 'Accept'])
  })
})
