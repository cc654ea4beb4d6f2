/** What an application cannot do to a server, whatever it tries: split responses, end the process, hold a client. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { call, open } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const rejections: unknown[] = []
const onRejection = (reason: unknown): void => void rejections.push(reason)
beforeAll(() => void process.on('unhandledRejection', onRejection))
afterAll(() => void process.off('unhandledRejection', onRejection))

describe('characters that could split a response (RFC 9110 sections 5.1 and 5.5, RFC 9112 section 4)', () => {
  const characters = ['\r', '\n', '\r\n', '\0', '\x7f', '\u0100', '\u010a', '\u560d\u560a', '\ud83d\ude00']
  const doors: [door: string, (startResponse: StartResponse, environ: Environ, text: string) => unknown][] = [
    ['the reason', (startResponse, _environ, text) => startResponse(`200 O${text}K`, TEXT)],
    ['a name', (startResponse, _environ, text) => startResponse('200 OK', [[`X${text}Y`, 'a']])],
    ['a value', (startResponse, _environ, text) => startResponse('200 OK', [['X', `a${text}b`]])],
    ['the end of a value', (startResponse, _environ, text) => startResponse('200 OK', [['X', `a${text}`]])],
    ['a trailer', (_startResponse, environ, text) => environ['triptych.trailers']?.([['X', `a${text}b`]])],
    ['an early hint', (_startResponse, environ, text) => environ['wsgi.early_hints']?.([['X', `a${text}b`]])],
  ]
  const rows = doors.flatMap(([door, enter]) =>
    characters.map((text) => [door, JSON.stringify(text), enter, text] as const),
  )
  test.each(rows)('%s with %s is refused', async (_door, _shown, enter, text) => {
    const response = await call((environ, startResponse) => {
      enter(startResponse, environ, text)
      startResponse('200 OK', TEXT)
      return []
    })
    expect(response.status).toBe('500 Internal Server Error')
    expect(response.errors).toContain('FieldError')
  })

  test('bytes from 0x80 to 0xFF, and tabs, are data (RFC 9110 section 5.5)', async () => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 \xe9', [['X', 'a\t\x80\xff']])
      return []
    })
    expect(response.reason).toBe('\xe9')
    expect(response.headers.get('X')).toBe('a\t\x80\xff')
  })
})

test.each(['Content-Length', 'transfer-encoding', 'Connection', 'TE'])(
  '%s is refused in trailers (RFC 9110 section 6.5.1)',
  async (name) => {
    const response = await call((environ, startResponse) => {
      startResponse('200 OK', TEXT)
      environ['triptych.trailers']?.([[name, '1']])
      return []
    })
    expect(response.code).toBe(500)
  },
)

test.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'TE',
  'Transfer-Encoding',
  'UPGRADE',
])('the hop-by-hop field %s is refused (PEP 3333, "Other HTTP Features")', async (name) => {
  const response = await call((_environ, startResponse) => {
    startResponse('200 OK', [[name, 'x']])
    return []
  })
  expect(response.code).toBe(500)
  expect(response.headers.has(name)).toBe(false)
})

describe('promises that nobody waits for', () => {
  const fail = (): Promise<never> => Promise.reject(new Error('nobody listens'))
  const bodyWith = (methods: object): Application => {
    return (_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      const steps = { next: async () => ({ done: false, value: bytes('a') }), ...methods }
      return { [Symbol.asyncIterator]: () => steps, ...methods }
    }
  }
  const programs: [string, Application][] = [
    ['next', bodyWith({ next: fail })],
    ['return', bodyWith({ return: fail })],
    ['close', bodyWith({ close: fail })],
    [
      'a callback of triptych.finally',
      (environ, startResponse) => {
        environ['triptych.finally']?.(fail)
        return bodyWith({})(environ, startResponse)
      },
    ],
    [
      'the application itself, later',
      async () => {
        await pause()
        return fail()
      },
    ],
    [
      'a read of the input',
      async (environ) => {
        await environ['wsgi.input'].read()
        return []
      },
    ],
  ]
  test.each(programs)('%s rejects after the client left', async (_what, app) => {
    const exchange = open(app, '/', { streamInput: true })
    await pause()
    exchange.disconnect()
    await exchange.done
    await pause()
    expect(rejections).toEqual([])
  })

  test('write rejects nothing when the client is gone', async () => {
    const exchange = open(async (environ, startResponse) => {
      const write = startResponse('200 OK', TEXT)
      while (!environ['triptych.signal']?.aborted) await Promise.race([write(bytes('a')), pause()])
      void write(bytes('late'))
      return []
    })
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
    await pause()
    expect(rejections).toEqual([])
  })
})

describe('bodies without end', () => {
  const endless: [string, () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>][] = [
    [
      'a generator',
      function* () {
        for (;;) yield bytes('x')
      },
    ],
    [
      'an async generator',
      async function* () {
        for (;;) yield bytes('x')
      },
    ],
    [
      'an async generator of empty blocks, after one',
      async function* () {
        yield bytes('x')
        for (;;) {
          await pause()
          yield bytes('')
        }
      },
    ],
  ]
  test.each(endless)('%s is left, closed and released when the client goes', async (_name, make) => {
    const order: string[] = []
    const exchange = open((environ, startResponse) => {
      environ['triptych.finally']?.(() => void order.push('finally'))
      startResponse('200 OK', TEXT)
      return Object.assign(make(), { close: () => void order.push('close') })
    })
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
    expect(order).toEqual(['close', 'finally'])
  })

  test.each(endless.slice(0, 2))('%s is left when it exceeds its Content-Length', async (_name, make) => {
    let closed = 0
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', [['Content-Length', '3']])
      return Object.assign(make(), { close: () => void closed++ })
    })
    expect([response.text(), response.cut, closed]).toEqual(['xxx', false, 1])
    expect(response.errors.match(/longer than its Content-Length/g)).toHaveLength(1)
  })
})

describe('startResponse, again and again', () => {
  test('with an error before the head it replaces everything, Content-Length too', async () => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', [['Content-Length', '100']])
      startResponse('503 Busy', [['Retry-After', '1']], new Error('busy'))
      return [bytes('busy')]
    })
    expect(response.status).toBe('503 Busy')
    expect([...response.headers]).toEqual([
      ['Retry-After', '1'],
      ['Content-Length', '4'],
    ])
    expect([response.text(), response.cut]).toEqual(['busy', false])
  })

  test('a refused call leaves the one before as it was', async () => {
    const response = await call((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      expect(() => startResponse('500 x', [['a b', 'c']], new Error('x'))).toThrow(TypeError)
      return [bytes('a')]
    })
    expect([response.status, response.text()]).toEqual(['200 OK', 'a'])
  })

  test('a callback of triptych.finally that comes too late is refused', async () => {
    let late: unknown
    const exchange = open((environ, startResponse) => {
      environ['triptych.finally']?.(() => {
        try {
          environ['triptych.finally']?.(() => {})
        } catch (error) {
          late = error
        }
      })
      startResponse('200 OK', TEXT)
      return []
    })
    await exchange.response()
    expect(late).toBeInstanceOf(Error)
  })
})
