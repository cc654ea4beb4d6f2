import { describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '@triptych/raw'
import type { Application, Environ, HeaderPair } from '@triptych/raw'
import { ClientDisconnected } from '@triptych/raw/input'
import { ErrorLog, call, open } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array | undefined): string | undefined => block && new TextDecoder().decode(block)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]

/** Sends the texts one by one, and keeps which of them it was asked for. */
function telling(texts: string[]): { app: Application; made: string[] } {
  const made: string[] = []
  async function* app(_environ: Environ, startResponse: Parameters<Application>[1]) {
    startResponse('200 OK', TEXT)
    for (const one of texts) {
      made.push(one)
      yield bytes(one)
    }
  }
  return { app, made }
}

describe('call', () => {
  test('gives the whole response', async () => {
    const response = await call((environ, startResponse) => {
      startResponse('201 Made', [...TEXT, ['X-A', '1'], ['X-A', '2']])
      environ['wsgi.errors'].write('noted\n')
      environ['wsgi.early_hints']?.([['Link', '</a>']])
      return [bytes('héllo')]
    })
    expect(response.status).toBe('201 Made')
    expect([response.code, response.reason]).toEqual([201, 'Made'])
    expect(response.headers.getAll('x-a')).toEqual(['1', '2'])
    expect(response.headers.get('Content-Length')).toBe('6')
    expect(response.text()).toBe('héllo')
    expect(response.errors).toBe('noted\n')
    expect(response.earlyHints).toEqual([[['Link', '</a>']]])
    expect(response.cut).toBe(false)
  })

  test('blocks are kept as they were sent, trailers too', async () => {
    const response = await call(async function* (environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      yield bytes('bc')
      environ['triptych.trailers']?.([['X-Sum', '3']])
    })
    expect(response.blocks.map(text)).toEqual(['a', 'bc'])
    expect(response.bytes()).toEqual(bytes('abc'))
    expect(response.trailers).toEqual([['X-Sum', '3']])
  })

  test('a buffer that the application uses again is copied', async () => {
    const response = await call(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      const buffer = new Uint8Array(1)
      for (buffer[0] = 0x61; buffer[0] < 0x64; buffer[0]++) yield buffer
    })
    expect(response.text()).toBe('abc')
  })

  test('JSON is read, and refused when it is none', async () => {
    const answer =
      (body: string): Application =>
      (_environ, startResponse) => {
        startResponse('200 OK', TEXT)
        return [bytes(body)]
      }
    expect((await call(answer('{"a":[1]}'))).json()).toEqual({ a: [1] })
    const bad = await call(answer('{'))
    expect(() => bad.json()).toThrow(SyntaxError)
  })

  test('an error is a 500, its trace goes to the log', async () => {
    const response = await call(() => {
      throw new Error('broken here')
    })
    expect(response.status).toBe('500 Internal Server Error')
    expect(response.text()).not.toContain('broken')
    expect(response.errors).toContain('broken here')
  })

  test('a body that is cut says so', async () => {
    const response = await call(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      throw new Error('too late')
    })
    expect([response.text(), response.cut]).toEqual(['a', true])
  })

  test('takes an environ made by hand, whatever its error stream, and objects with an application', async () => {
    const object = {
      greeting: 'hi ',
      application(environ: Environ, startResponse: Parameters<Application>[1]) {
        startResponse('200 OK', TEXT)
        return [bytes(this.greeting + environ.PATH_INFO)]
      },
    }
    const response = await call(object, setupTestingDefaults({ PATH_INFO: '/x' }))
    expect([response.text(), response.errors]).toEqual(['hi /x', ''])
  })

  test("the server's log is read even when middleware puts its own stream into the environ", async () => {
    const response = await call((environ) => {
      environ['wsgi.errors'].write('server\n')
      environ['wsgi.errors'] = new ErrorLog()
      environ['wsgi.errors'].write('middleware\n')
      throw new Error('lost')
    })
    expect(response.errors).toBe('server\n')
  })
})

describe('open', () => {
  test('stops between blocks: nothing is made before it is asked for', async () => {
    const { app, made } = telling(['a', 'b', 'c'])
    const exchange = open(app)
    expect(await exchange.head()).toEqual({ code: 200, reason: 'OK', headers: TEXT })
    expect(text(await exchange.nextBlock())).toBe('a')
    expect(made.length).toBeLessThan(3)
    expect(text(await exchange.nextBlock())).toBe('b')
    expect(text(await exchange.nextBlock())).toBe('c')
    expect(await exchange.nextBlock()).toBeUndefined()
    expect(await exchange.nextBlock()).toBeUndefined()
    await exchange.done
  })

  test('the rest can be had as a whole', async () => {
    const exchange = open(telling(['a', 'b', 'c']).app)
    await exchange.nextBlock()
    expect((await exchange.response()).text()).toBe('bc')
  })

  test('several blocks may be asked for at once', async () => {
    const exchange = open(telling(['a', 'b']).app)
    const blocks = await Promise.all([exchange.nextBlock(), exchange.nextBlock(), exchange.nextBlock()])
    expect(blocks.map(text)).toEqual(['a', 'b', undefined])
  })

  test('each write waits for its own block to be taken', async () => {
    const taken: string[] = []
    const exchange = open(async (_environ, startResponse) => {
      const write = startResponse('200 OK', TEXT)
      const pending = ['a', 'b'].map(async (one) => {
        await write(bytes(one))
        taken.push(one)
      })
      await Promise.all(pending)
      return [bytes('c')]
    })
    await exchange.head()
    expect(taken).toEqual([])
    expect(text(await exchange.nextBlock())).toBe('a')
    expect(taken).toEqual(['a'])
    expect(text(await exchange.nextBlock())).toBe('b')
    expect(text(await exchange.nextBlock())).toBe('c')
    expect(taken).toEqual(['a', 'b'])
  })

  test('the request body comes when the test sends it', async () => {
    const exchange = open(
      async function* (environ, startResponse) {
        startResponse('200 OK', TEXT)
        for await (const block of environ['wsgi.input']) yield block
      },
      '/',
      { streamInput: true },
    )
    expect(exchange.environ['wsgi.input_terminated']).toBe(true)
    exchange.sendInput(bytes('one'))
    expect(text(await exchange.nextBlock())).toBe('one')
    exchange.sendInput(bytes('two'))
    exchange.sendInput(bytes('three'))
    expect(text(await exchange.nextBlock())).toBe('two')
    exchange.endInput()
    expect(text(await exchange.nextBlock())).toBe('three')
    expect(await exchange.nextBlock()).toBeUndefined()
  })

  test('the end of the input stays the end', async () => {
    const exchange = open(
      async (environ, startResponse) => {
        startResponse('200 OK', TEXT)
        const lengths = []
        for (let n = 0; n < 3; n++) lengths.push((await environ['wsgi.input'].read()).length)
        return [bytes(String(lengths))]
      },
      '/',
      { streamInput: true },
    )
    exchange.sendInput(bytes('ab'))
    exchange.endInput()
    expect((await exchange.response()).text()).toBe('2,0,0')
  })
})

describe('disconnect', () => {
  test('aborts the signal, and the body is left and closed', async () => {
    const seen: string[] = []
    const exchange = open(async function* (environ, startResponse) {
      environ['triptych.signal']?.addEventListener('abort', () => seen.push('aborted'))
      environ['triptych.finally']?.(() => void seen.push('finally'))
      startResponse('200 OK', TEXT)
      try {
        for (;;) yield bytes('tick')
      } finally {
        seen.push('left')
      }
    })
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
    expect(seen.toSorted()).toEqual(['aborted', 'finally', 'left'])
    expect(exchange.environ['triptych.signal']?.reason).toBeInstanceOf(ClientDisconnected)
  })

  test('a read of the input fails, after what had come', async () => {
    const seen: unknown[] = []
    const exchange = open(
      async (environ) => {
        seen.push(text(await environ['wsgi.input'].read(2)))
        return environ['wsgi.input'].read().then(
          () => [],
          (error: unknown) => {
            seen.push(error)
            throw error
          },
        )
      },
      '/',
      { streamInput: true },
    )
    exchange.sendInput(bytes('ab'))
    await Promise.resolve()
    exchange.disconnect()
    await exchange.done
    expect(seen).toEqual(['ab', expect.any(ClientDisconnected)])
  })

  test('an application that ends without a head has no response', async () => {
    let resume!: () => void
    const gate = new Promise<void>((resolve) => (resume = resolve))
    const exchange = open(async () => {
      await gate
      return []
    })
    exchange.disconnect()
    resume()
    expect(await exchange.head()).toBeUndefined()
    await expect(exchange.response()).rejects.toThrow('ended without a response')
  })

  test('after the end it changes nothing', async () => {
    const exchange = open(telling(['a']).app)
    const response = await exchange.response()
    exchange.disconnect()
    expect([response.text(), response.cut]).toEqual(['a', false])
  })
})
