import { call } from '@triptych/raw/testing'
import { describe, expect, test } from 'vitest'
import { MultiDict } from '../../src/datastructures/index.ts'
import { BadHost, MethodNotAllowed, NotFound, RequestRedirect } from '../../src/exceptions/index.ts'
import { BuildError, Map as RuleMap, Rule, WebsocketMismatch } from '../../src/routing/index.ts'
import { Response } from '../../src/wrappers/index.ts'
import { buildEnviron } from '@triptych/raw/testing'

const map = new RuleMap([
  new Rule('/', { endpoint: 'index' }),
  new Rule('/users/', { endpoint: 'users', methods: ['GET'] }),
  new Rule('/users/<int:id>', { endpoint: 'user' }),
  new Rule('/old/<name>', { endpoint: 'old', redirectTo: 'new/<name>' }),
  new Rule('/moved/<name>', {
    endpoint: 'moved',
    redirectTo: (_, { name }) => `https://other.example/${String(name)}`,
  }),
  new Rule('/chat', { endpoint: 'chat', websocket: true }),
])
const urls = map.bind('example.com', { scriptName: '/app' })

describe('match', () => {
  test('throws what is an answer', async () => {
    expect(() => urls.match('/none')).toThrow(NotFound)
    expect(() => urls.match('/users/', 'POST')).toThrow(MethodNotAllowed)
    expect(() => urls.match('/chat')).toThrow(WebsocketMismatch)
    expect(urls.match('/chat', null, { websocket: true })).toEqual(['chat', {}])
    const answers = await Promise.all(
      ['/none', '/users'].map(async (path) => {
        try {
          urls.match(path)
          return undefined
        } catch (error) {
          return call(error as NotFound, path)
        }
      }),
    )
    expect(answers.map((answer) => answer?.code)).toEqual([404, 308])
    expect(answers[1]?.headers.get('location')).toBe('http://example.com/app/users/')
  })

  test('gives the rule when it is asked for', () => {
    const [rule, values] = urls.match('/users/7', null, { returnRule: true })
    expect([rule.rule, values]).toEqual(['/users/<int:id>', { id: 7 }])
  })

  test.each([
    ['/old/a b', 'http://example.com/app/new/a%20b'],
    ['/moved/x', 'https://other.example/x'],
    ['//evil.example/users', 'NotFound'],
    ['/users', 'http://example.com/app/users/?q=1'],
  ])('%s leads to %s', (path, expected) => {
    const bound = map.bind('example.com', {
      scriptName: '/app',
      queryArgs: expected.endsWith('?q=1') ? 'q=1' : null,
    })
    let where: unknown
    try {
      where = bound.match(path)
    } catch (error) {
      where = error instanceof RequestRedirect ? error.newUrl : (error as Error).constructor.name
    }
    expect(where).toBe(expected)
  })

  test('a redirect stays on its own host, whatever the path says (CVE-2020-28724)', () => {
    const slashes = new RuleMap([new Rule('/<path:p>/', { endpoint: 'p' })]).bind('example.com')
    for (const path of ['//evil.example', '///evil.example', '/\\evil.example', '/%2F/evil.example']) {
      expect(() => slashes.match(path)).toThrow(
        expect.objectContaining({ newUrl: expect.stringMatching(/^http:\/\/example\.com\/[^/]/) }),
      )
    }
  })

  test('methods of a request keep their case, those of a program do not', () => {
    const environ = buildEnviron({ target: '/users/', method: 'get', host: 'example.com' })
    expect(() => map.bindToEnviron(environ).match()).toThrow(MethodNotAllowed)
    expect(urls.match('/users/', 'get')).toEqual(['users', {}])
  })
})

describe('test and allowedMethods', () => {
  test('say whether there is a rule, without throwing', () => {
    expect(['/', '/users', '/none', '/chat'].map((path) => urls.test(path))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(urls.test('/users/', 'PUT')).toBe(false)
    expect(urls.allowedMethods('/users/').toSorted()).toEqual(['GET', 'HEAD'])
    expect(urls.allowedMethods('/users/7')).toEqual([])
    expect(urls.allowedMethods('/none')).toEqual([])
  })
})

describe('dispatch', () => {
  const views = {
    index: () => new Response('index'),
    users: () => new Response('users'),
    user: ({ id }: { id: number }) => new Response(`user ${id}`),
    old: () => new Response(''),
    moved: () => new Response(''),
    chat: () => new Response(''),
  }

  test('calls the view, and gives redirects as they are', async () => {
    expect((await call(urls.dispatch(views, '/users/7'))).text()).toBe('user 7')
    expect(urls.dispatch(views, '/users')).toBeInstanceOf(RequestRedirect)
    expect(() => urls.dispatch(views, '/none')).toThrow(NotFound)
  })

  test('catches answers when it is to, also those that come late', async () => {
    const caught = { catchHttpExceptions: true }
    expect(urls.dispatch(views, '/none', null, caught)).toBeInstanceOf(NotFound)
    const broken = (): never => {
      throw new NotFound('here')
    }
    expect(urls.dispatch(broken, '/', null, caught)).toBeInstanceOf(NotFound)
    expect(await urls.dispatch(async () => broken(), '/', null, caught)).toBeInstanceOf(NotFound)
    const failing = (): never => {
      throw new TypeError('no answer')
    }
    expect(() => urls.dispatch(failing, '/', null, caught)).toThrow('no answer')
    await expect(urls.dispatch(async () => failing(), '/', null, caught)).rejects.toThrow('no answer')
  })

  test('wants a view of its own for each endpoint', () => {
    const bound = new RuleMap([new Rule('/', { endpoint: 'toString' as string })]).bind('x')
    expect(() => bound.dispatch({}, '/')).toThrow('Expected a view for the endpoint "toString"')
  })
})

describe('build', () => {
  const hosts = new RuleMap(
    [
      new Rule('/', { endpoint: 'a', host: 'a.example' }),
      new Rule('/', { endpoint: 'b', host: '<name>.b.example' }),
    ],
    { hostMatching: true },
  ).bind('a.example')

  test('gives paths at home and whole URLs abroad', () => {
    expect(urls.build('user', { id: 7 })).toBe('/app/users/7')
    expect(urls.build('user', { id: 7 }, { forceExternal: true })).toBe('http://example.com/app/users/7')
    expect(urls.build('user', { id: 7 }, { forceExternal: true, urlScheme: '' })).toBe(
      '//example.com/app/users/7',
    )
    expect(urls.build('user', { id: 7 }, { forceExternal: true, urlScheme: 'https' })).toBe(
      'https://example.com/app/users/7',
    )
    expect(urls.build('chat')).toBe('ws://example.com/app/chat')
    expect(hosts.build('a')).toBe('/')
    expect(hosts.build('b', { name: 'x' })).toBe('http://x.b.example/')
  })

  test('puts the rest into the query, without what is null', () => {
    expect(urls.build('user', { id: 7, b: ['1', '2'], a: 'x y', none: null })).toBe(
      '/app/users/7?b=1&b=2&a=x+y',
    )
    expect(urls.build('user', { id: 7, a: 1 }, { appendUnknown: false })).toBe('/app/users/7')
    const values = new MultiDict<unknown>([
      ['id', 7],
      ['q', '1'],
      ['q', '2'],
    ])
    expect(urls.build('user', values)).toBe('/app/users/7?q=1&q=2')
    const sorted = new RuleMap([new Rule('/', { endpoint: 'i' })], { sortParameters: true }).bind('x')
    expect(sorted.build('i', { b: 1, a: 2, A: 3 })).toBe('/?A=3&a=2&b=1')
    const byValue = new RuleMap([new Rule('/', { endpoint: 'i' })], {
      sortParameters: true,
      sortKey: ([, value]) => value,
    })
    expect(byValue.bind('x').build('i', { b: 10, a: 9 })).toBe('/?a=9&b=10')
  })

  test('keeps names such as __proto__ apart from objects', () => {
    const values = JSON.parse('{"id": 7, "__proto__": "x"}') as { id: number }
    expect(urls.build('user', values)).toBe('/app/users/7?__proto__=x')
  })

  test('says which rule was perhaps meant', () => {
    const untyped = new RuleMap()
    untyped.add(new Rule('/users/<int:id>', { endpoint: 'user', methods: ['GET'] }))
    const bound = untyped.bind('x')
    const messageOf = (build: () => unknown): string => {
      try {
        return String(build())
      } catch (error) {
        return error instanceof BuildError ? error.message : String(error)
      }
    }
    expect(messageOf(() => bound.build('usr', {}))).toMatch(/got "usr": did you mean "user"$/)
    expect(messageOf(() => bound.build('user', {}))).toMatch(/got "user": it needs also id$/)
    expect(messageOf(() => bound.build('user', { id: 1 }, { method: 'POST' }))).toMatch(
      /got "user" with the method POST and id: it takes the methods GET, HEAD$/,
    )
    expect(messageOf(() => new RuleMap().bind('x').build('a'))).toBe(
      'Expected an endpoint with a rule that suits, got "a"',
    )
    expect(new BuildError('usr', {}, null, bound).suggested?.endpoint).toBe('user')
    expect(new BuildError('usr', {}, null).closestRule(bound)?.endpoint).toBe('user')
  })

  test('endpoints may be anything', () => {
    const view = (): string => 'v'
    const bound = new RuleMap([
      new Rule('/f', { endpoint: view }),
      new Rule('/n', { endpoint: 7 as number }),
    ]).bind('x')
    expect(bound.build(view)).toBe('/f')
    expect(bound.build(7, { a: 1 })).toBe('/n?a=1')
    expect(bound.match('/f')[0]).toBe(view)
  })
})

describe('binding', () => {
  const sub = new RuleMap([
    new Rule('/', { endpoint: 'home', subdomain: '<name>' }),
    new Rule('/', { endpoint: 'top' }),
  ])
  const at = (host: string, headers: Record<string, string> = {}): ReturnType<typeof buildEnviron> =>
    buildEnviron({ target: '/', host, headers })

  test('the subdomain is what stands before the server name', () => {
    expect(sub.bindToEnviron(at('a.b.example.com'), { serverName: 'Example.com' }).match()).toEqual([
      'home',
      { name: 'a.b' },
    ])
    expect(sub.bindToEnviron(at('example.com'), { serverName: 'example.com:80' }).match()).toEqual([
      'top',
      {},
    ])
    expect(
      sub.bindToEnviron(at('a.example.com'), { serverName: 'example.com', subdomain: '' }).match(),
    ).toEqual(['top', {}])
  })

  test('another host has no rule, and the log says why, once', () => {
    const once = new RuleMap([new Rule('/', { endpoint: 'top' })])
    const environ = at('notexample.com')
    const bind = (): unknown => once.bindToEnviron(environ, { serverName: 'example.com' }).match()
    expect(bind).toThrow(NotFound)
    expect(bind).toThrow(NotFound)
    expect((environ['wsgi.errors'] as unknown as { text: string }).text).toBe(
      'The server name "notexample.com" of a request is not the configured "example.com", nor below it: not found\n',
    )
  })

  test('a request to become a WebSocket is one', () => {
    const chat = new RuleMap([new Rule('/', { endpoint: 'chat', websocket: true })])
    const headers = { Connection: 'keep-alive, Upgrade', Upgrade: 'websocket' }
    expect(chat.bindToEnviron(at('x', headers)).match()).toEqual(['chat', {}])
    expect(() => chat.bindToEnviron(at('x', { Upgrade: 'websocket' })).match()).toThrow(WebsocketMismatch)
  })

  test('server names become ASCII, or an answer', () => {
    expect(map.bind('B\xfccher.example:80').serverName).toBe('xn--bcher-kva.example:80')
    expect(() => map.bind('a..b')).toThrow(BadHost)
    expect(() => new RuleMap([], { hostMatching: true }).bind('x', { subdomain: 'a' })).toThrow(
      'Expected no subdomain',
    )
  })
})
