/** The server's half of the contract, seen through the in-process client. Each test is a sentence of DESIGN or PEP 3333. */
import { describe, expect, test } from 'vitest'
import type { Application, Body, HeaderPair } from '@triptych/raw'
import { call, open } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]

/** An application with these blocks, whose body counts how often it is closed and left. */
function counted(
  blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  headers: HeaderPair[] = TEXT,
  status = '200 OK',
) {
  const seen = { closed: 0 }
  const app: Application = (_environ, startResponse) => {
    startResponse(status, headers)
    return Object.assign(blocks, { close: () => void seen.closed++ }) as Body
  }
  return { app, seen }
}

describe('length', () => {
  test.each<[string, () => Iterable<Uint8Array>]>([
    ['an array of one block', () => [bytes('hello')]],
    ['an array with empty blocks around it', () => [bytes(''), bytes('hello'), bytes('')]],
    [
      'a generator',
      function* () {
        yield bytes('hello')
      },
    ],
  ])('%s gets a Content-Length', async (_name, make) => {
    const response = await call(counted(make()).app)
    expect(response.headers.get('Content-Length')).toBe('5')
    expect(response.text()).toBe('hello')
  })

  test('an empty body has length 0', async () => {
    const response = await call(counted([]).app)
    expect(response.headers.get('Content-Length')).toBe('0')
  })

  test('HEAD gets it too, and no body', async () => {
    const { app, seen } = counted([bytes('hello')])
    const response = await call(app, { method: 'HEAD' })
    expect(response.headers.get('Content-Length')).toBe('5')
    expect(response.blocks).toEqual([])
    expect(seen.closed).toBe(1)
  })

  test('two blocks, and asynchronous bodies, get none', async () => {
    expect((await call(counted([bytes('a'), bytes('b')]).app)).headers.has('Content-Length')).toBe(false)
    const one = async function* () {
      yield bytes('a')
    }
    expect((await call(counted(one()).app)).headers.has('Content-Length')).toBe(false)
  })

  test("the application's list of headers stays as it is", async () => {
    const headers = [...TEXT]
    await call(counted([bytes('a')], headers).app)
    expect(headers).toEqual(TEXT)
  })

  test('what exceeds Content-Length is dropped and logged', async () => {
    const { app } = counted([bytes('abc'), bytes('def')], [['Content-Length', '4']])
    const response = await call(app)
    expect(response.text()).toBe('abcd')
    expect(response.cut).toBe(false)
    expect(response.errors).toContain('longer than its Content-Length of 4')
  })

  test.each([[[bytes('abc')]], [[bytes('ab'), bytes('c')]], [[]]])(
    'a body shorter than declared is cut: %j',
    async (blocks) => {
      const { app, seen } = counted(blocks, [['content-length', '10']])
      const response = await call(app)
      expect(response.cut).toBe(true)
      expect(response.errors).toContain('of 10 bytes')
      expect(seen.closed).toBe(1)
    },
  )

  test.each(['-1', '+5', '5, 5', '0x5', '1e1', '', '99999999999999999999'])(
    'Content-Length %j is refused',
    async (length) => {
      const response = await call(counted([bytes('a')], [['Content-Length', length]]).app)
      expect(response.code).toBe(500)
    },
  )

  test('two Content-Lengths must agree', async () => {
    const twice = (other: string): HeaderPair[] => [
      ['Content-Length', '1'],
      ['content-length', other],
    ]
    expect((await call(counted([bytes('a')], twice('2')).app)).code).toBe(500)
    expect((await call(counted([bytes('a')], twice('1')).app)).code).toBe(200)
  })
})

describe('no content', () => {
  test.each(['204 No Content', '304 Not Modified'])('%s has no body', async (status) => {
    const response = await call(counted([bytes('body')], [], status).app)
    expect(response.blocks).toEqual([])
    expect(response.headers.has('Content-Length')).toBe(false)
  })

  test('204 loses a Content-Length, 304 keeps it', async () => {
    const length: HeaderPair[] = [['Content-Length', '4']]
    expect((await call(counted([], length, '204 No Content').app)).headers.has('Content-Length')).toBe(false)
    expect(
      (await call(counted([bytes('body')], length, '304 Not Modified').app)).headers.get('Content-Length'),
    ).toBe('4')
  })

  test('a stream behind HEAD is left and closed, not drained', async () => {
    let made = 0
    let left = 0
    async function* forever() {
      try {
        for (;;) yield bytes(`${made++}`)
      } finally {
        left++
      }
    }
    const { app, seen } = counted(forever())
    const response = await call(app, { method: 'HEAD' })
    expect(response.blocks).toEqual([])
    expect(made).toBeLessThan(3)
    expect(left).toBe(1)
    expect(seen.closed).toBe(1)
  })
})

describe('startResponse', () => {
  test('the head waits for the first non-empty block', async () => {
    let go!: () => void
    const gate = new Promise<void>((resolve) => (go = resolve))
    const exchange = open(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('')
      await gate
      startResponse('201 Created', TEXT, new Error('changed my mind'))
      yield bytes('x')
    })
    go()
    expect((await exchange.head())?.code).toBe(201)
    await exchange.response()
  })

  test('a second call without an error is an error', async () => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      startResponse('200 OK', TEXT)
      return []
    })
    expect(response.code).toBe(500)
    expect(response.errors).toContain('called twice')
  })

  test('with an error after the head it throws that error, and the connection is cut', async () => {
    let thrown: unknown
    const boom = new Error('boom')
    const response = await call(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      try {
        startResponse('500 Oops', TEXT, boom)
      } catch (error) {
        thrown = error
        throw error
      }
    })
    expect(thrown).toBe(boom)
    expect(response.code).toBe(200)
    expect(response.cut).toBe(true)
  })

  test.each<[string, Body | (() => Body)]>([
    ['never called', []],
    ['called after the first block', [bytes('a')]],
  ])('%s: 500', async (_name, body) => {
    expect((await call(() => body as Body)).code).toBe(500)
  })

  test.each<[string, string, HeaderPair[]]>([
    ['a hop-by-hop field', '200 OK', [['Connection', 'close']]],
    ['a transfer coding', '200 OK', [['transfer-encoding', 'chunked']]],
    ['CR LF in a value', '200 OK', [['X', 'a\r\nSet-Cookie: b']]],
    ['NUL in a value', '200 OK', [['X', 'a\0']]],
    ['a code point above U+00FF', '200 OK', [['X', '\u560a']]],
    ['a name that is no token', '200 OK', [['X Y', 'a']]],
    ['CR LF in the reason', '200 OK\r\nX: y', []],
    ['an interim status', '100 Continue', []],
    ['101 without an upgrade', '101 Switching Protocols', []],
    ['a status without reason', '200', []],
    ['headers that are no list', '200 OK', {} as never],
    ['a pair of three', '200 OK', [['a', 'b', 'c'] as never]],
  ])('refuses %s before anything is sent', async (_what, status, headers) => {
    let thrown: unknown
    const response = await call((_environ, startResponse) => {
      try {
        startResponse(status, headers)
      } catch (error) {
        thrown = error
        throw error
      }
      return []
    })
    expect(thrown).toMatchObject({ code: 'ERR_INVALID_FIELD' })
    expect(response.code).toBe(500)
    expect(response.headers.names()).toEqual(['Content-Type', 'Content-Length'])
  })
})

describe('errors', () => {
  const boom = (): never => {
    throw new Error('secret path /etc')
  }
  const programs: [string, Application][] = [
    ['at once', boom],
    ['asynchronously', async () => boom()],
    [
      'in the first step of a generator',
      function* () {
        yield boom()
      },
    ],
    [
      'between the first and the second block of a generator',
      function* (_environ, startResponse) {
        startResponse('200 OK', TEXT)
        yield bytes('a')
        boom()
      },
    ],
    [
      'in the first step of an async generator',
      async function* (_environ, startResponse) {
        startResponse('200 OK', TEXT)
        yield boom()
      },
    ],
  ]
  test.each(programs)('before the head, %s: a plain 500 without internals', async (_when, app) => {
    const response = await call(app)
    expect(response.status).toBe('500 Internal Server Error')
    expect(response.text()).toBe('500 Internal Server Error')
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(response.errors).toContain('secret path /etc')
    expect(response.errors).toContain('handler.test.ts')
    expect(response.cut).toBe(false)
  })

  test('after the head: cut', async () => {
    const response = await call(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      boom()
    })
    expect(response.code).toBe(200)
    expect(response.text()).toBe('a')
    expect(response.cut).toBe(true)
    expect(response.errors).toContain('secret')
  })

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'text'],
    ['bytes that are not in a list', bytes('x')],
    ['a number', 1],
    ['a list of strings', ['text']],
    ['a list of numbers', [1]],
    ['an object', {}],
    ['a promise of a string', Promise.resolve('text')],
  ])('a result that is %s: 500', async (_what, body) => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      return body as Body
    })
    expect(response.code).toBe(500)
    expect(response.errors).toContain('Expected')
  })

  test('what is thrown need not be an Error', async () => {
    expect((await call(() => Promise.reject<Body>('just text'))).errors).toContain('just text')
  })
})

describe('close', () => {
  const bodies: [string, () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>][] = [
    ['an array', () => [bytes('a')]],
    ['an empty array', () => []],
    [
      'a generator of two blocks',
      function* () {
        yield bytes('a')
        yield bytes('b')
      },
    ],
    [
      'an async generator that fails',
      async function* () {
        yield bytes('a')
        throw new Error('x')
      },
    ],
  ]
  test.each(bodies)('is called once: %s', async (_name, make) => {
    const { app, seen } = counted(make())
    await call(app)
    expect(seen.closed).toBe(1)
  })

  test('is awaited before the request is over', async () => {
    let over = false
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      const close = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        over = true
      }
      return Object.assign([bytes('a')], { close })
    })
    expect(response.text()).toBe('a')
    expect(over).toBe(true)
  })

  test('its error is logged and changes nothing', async () => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      const close = (): void => {
        throw new Error('cannot close')
      }
      return Object.assign([bytes('a')], { close })
    })
    expect(response.status).toBe('200 OK')
    expect(response.errors).toContain('cannot close')
  })

  test('a client that leaves while the body waits for something else', async () => {
    const seen: string[] = []
    const exchange = open((environ, startResponse) => {
      environ['triptych.finally']!(() => void seen.push('finally'))
      startResponse('200 OK', TEXT)
      async function* wait() {
        yield bytes('a')
        await new Promise(() => {})
      }
      return Object.assign(wait(), { close: () => void seen.push('close') })
    })
    expect(await exchange.nextBlock()).toEqual(bytes('a'))
    exchange.disconnect()
    await exchange.done
    expect(seen).toEqual(['close', 'finally'])
    expect(exchange.environ['triptych.signal']!.aborted).toBe(true)
  })

  test('a client that leaves before the application has made its body', async () => {
    let closed = 0
    let answer!: () => void
    const exchange = open(async (_environ, startResponse) => {
      await new Promise<void>((resolve) => (answer = resolve))
      startResponse('200 OK', TEXT)
      return Object.assign([bytes('a')], { close: () => void closed++ })
    })
    exchange.disconnect()
    answer()
    await exchange.done
    expect(closed).toBe(1)
    expect(await exchange.nextBlock()).toBeUndefined()
  })
})

describe('triptych.finally', () => {
  test('callbacks run once after close, the last one first; their errors are logged', async () => {
    const order: string[] = []
    const response = await call((environ, startResponse) => {
      const last = environ['triptych.finally']!
      last(() => void order.push('first registered'))
      last(() => {
        order.push('second registered')
        throw new Error('in finally')
      })
      startResponse('200 OK', TEXT)
      return Object.assign([bytes('a')], { close: () => void order.push('close') })
    })
    expect(order).toEqual(['close', 'second registered', 'first registered'])
    expect(response.errors).toContain('in finally')
  })

  test('runs after an error too', async () => {
    let ran = 0
    await call((environ) => {
      environ['triptych.finally']!(() => void ran++)
      throw new Error('x')
    })
    expect(ran).toBe(1)
  })
})

describe('pace', () => {
  test('an application is not asked for more than the client takes', async () => {
    let made = 0
    const exchange = open(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      for (;;) {
        made++
        yield bytes('x')
      }
    })
    await exchange.nextBlock()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(made).toBeLessThan(4)
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
  })

  test('blocks pass on before the next one is made', async () => {
    const sent: number[] = []
    const exchange = open(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('1')
      sent.push(1)
      yield bytes('2')
      sent.push(2)
    })
    expect(sent).toEqual([])
    expect(await exchange.nextBlock()).toEqual(bytes('1'))
    expect(await exchange.nextBlock()).toEqual(bytes('2'))
    expect(await exchange.nextBlock()).toBeUndefined()
  })
})

describe('write', () => {
  test('its blocks come before those of the body', async () => {
    const response = await call(async (_environ, startResponse) => {
      const write = startResponse('200 OK', TEXT)
      await write(bytes('a'))
      await write(bytes(''))
      await write(bytes('b'))
      return [bytes('c')]
    })
    expect(response.text()).toBe('abc')
    expect(response.headers.has('Content-Length')).toBe(false)
  })

  test('forgotten awaits keep the order and harm nobody', async () => {
    const response = await call((_environ, startResponse) => {
      const write = startResponse('200 OK', TEXT)
      void write(bytes('a'))
      void write(bytes('b'))
      return []
    })
    expect(response.text()).toBe('ab')
  })

  test('refuses what is no block at once', async () => {
    const response = await call((_environ, startResponse) => {
      void startResponse('200 OK', TEXT)('text' as never)
      return []
    })
    expect(response.code).toBe(500)
  })
})

test('trailers', async () => {
  const response = await call(async function* (environ, startResponse) {
    startResponse('200 OK', TEXT)
    yield bytes('a')
    environ['triptych.trailers']!([['Digest', 'x']])
  })
  expect(response.trailers).toEqual([['Digest', 'x']])
})

test('early hints', async () => {
  const response = await call((environ, startResponse) => {
    environ['wsgi.early_hints']!([['Link', '</a.css>; rel=preload']])
    startResponse('200 OK', TEXT)
    return []
  })
  expect(response.earlyHints).toEqual([[['Link', '</a.css>; rel=preload']]])
})

describe('request bodies', () => {
  const echo: Application = async (environ, startResponse) => {
    const body = await environ['wsgi.input'].read()
    startResponse('200 OK', TEXT)
    return [body]
  }

  test.each<[string, ConstructorParameters<typeof Object>[0]]>([
    ['text', 'hällo'],
    ['bytes', bytes('hällo')],
    [
      'an async iterable',
      (async function* () {
        yield bytes('häl')
        yield bytes('lo')
      })(),
    ],
  ])('%s', async (_kind, body) => {
    expect((await call(echo, { body: body as string })).text()).toBe('hällo')
  })

  test('block by block', async () => {
    const exchange = open(echo, '/', { streamInput: true })
    exchange.sendInput(bytes('a'))
    exchange.sendInput(bytes('b'))
    exchange.endInput()
    expect((await exchange.response()).text()).toBe('ab')
  })

  test('a client that leaves in the middle: the read fails, nothing is logged', async () => {
    let failure: unknown
    const exchange = open(
      async (environ, startResponse) => {
        try {
          await environ['wsgi.input'].read()
        } catch (error) {
          failure = error
          throw error
        }
        startResponse('200 OK', TEXT)
        return []
      },
      '/',
      { streamInput: true },
    )
    exchange.sendInput(bytes('a'))
    exchange.disconnect()
    await exchange.done
    expect(failure).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
    expect((exchange.environ['wsgi.errors'] as unknown as { text: string }).text).toBe('')
  })
})
