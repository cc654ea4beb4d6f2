import { describe, expect, test } from 'vitest'
import { setupTestingDefaults } from '../../src/environ.ts'
import type { Application, Body, Environ, HeaderPair } from '../../src/gateway.ts'
import { Input, NO_INPUT, blocksOf } from '../../src/input.ts'
import { BodyTooLarge, limitBody } from '../../src/server/limit-body.ts'
import { bytes } from '../../src/util.ts'

const LIMIT = 10

interface Answer {
  status: string
  headers: HeaderPair[]
  text: string
}

/** Calls the limited application as a server does; `body` is sent without a length. */
async function call(application: Application, environ: Partial<Environ>): Promise<Answer> {
  const answer: Answer = { status: '', headers: [], text: '' }
  const app = limitBody(application, LIMIT)
  const body: Body = await app(setupTestingDefaults(environ), (status, headers) => {
    answer.status = status
    answer.headers = headers
    return async () => {}
  })
  for await (const block of body) answer.text += new TextDecoder().decode(block)
  await body.close?.()
  return answer
}

const chunked = (text: string): Partial<Environ> => ({ 'wsgi.input': new Input(blocksOf(bytes(text))) })

/** One program for each way to read, as an asynchronous function and as a generator. */
const READERS: readonly (readonly [name: string, read: (environ: Environ) => Promise<Uint8Array[]>])[] = [
  ['read()', async (environ) => [await environ['wsgi.input'].read()]],
  ['read(4) to the end', (environ) => untilEmpty(() => environ['wsgi.input'].read(4))],
  ['readline()', (environ) => untilEmpty(() => environ['wsgi.input'].readline())],
  ['readlines()', (environ) => environ['wsgi.input'].readlines()],
  [
    'iteration',
    async (environ) => {
      const lines: Uint8Array[] = []
      for await (const line of environ['wsgi.input']) lines.push(line)
      return lines
    },
  ],
]

async function untilEmpty(next: () => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  for (let block = await next(); block.length > 0; block = await next()) blocks.push(block)
  return blocks
}

describe.each(READERS)('a body of unknown length, read by %s', (_name, read) => {
  const asyncFunction: Application = async (environ, startResponse) => {
    const blocks = await read(environ)
    startResponse('200 OK', [])
    return blocks
  }
  async function* asyncGenerator(
    ...[environ, startResponse]: Parameters<Application>
  ): AsyncGenerator<Uint8Array> {
    const blocks = await read(environ)
    startResponse('200 OK', [])
    yield* blocks
  }

  test.each([asyncFunction, asyncGenerator])('%o', async (application) => {
    expect(await call(application, chunked('01\n34\n6789'))).toMatchObject({
      status: '200 OK',
      text: '01\n34\n6789',
    })
    expect(await call(application, chunked('01\n34\n6789a'))).toEqual({
      status: '413 Content Too Large',
      headers: [['Content-Type', 'text/plain; charset=utf-8']],
      text: '413 Content Too Large',
    })
  })
})

describe('limitBody', () => {
  const ok: Application = (_environ, startResponse) => {
    startResponse('200 OK', [])
    return [bytes('ok')]
  }

  test.each([
    ['10', '200 OK'],
    ['11', '413 Content Too Large'],
    ['99999999999999999999', '413 Content Too Large'],
    ['', '200 OK'],
  ])('Content-Length %s is answered %s', async (length, status) => {
    expect((await call(ok, { CONTENT_LENGTH: length })).status).toBe(status)
  })

  test('does not call the application for a length that is too large', async () => {
    const never: Application = () => expect.unreachable()
    expect((await call(never, { CONTENT_LENGTH: '11' })).status).toBe('413 Content Too Large')
  })

  test('leaves requests without a body as they are: same input, same result', () => {
    const body = [bytes('x')]
    const environ = setupTestingDefaults()
    expect(limitBody(() => body, LIMIT)(environ, () => async () => {})).toBe(body)
    expect(environ['wsgi.input']).toBe(NO_INPUT)
  })

  test('keeps a synchronous body synchronous, so that its length can be found', () => {
    const body = [bytes('x')]
    expect(limitBody(() => body, LIMIT)(setupTestingDefaults(chunked('x')), () => async () => {})).toBe(body)
  })

  test('what an application throws else passes unchanged', async () => {
    const error = new Error('mine')
    const rejects: Application = async () => {
      throw error
    }
    async function* fails(): AsyncGenerator<Uint8Array> {
      yield bytes('x')
      throw error
    }
    await expect(call(rejects, chunked('x'))).rejects.toBe(error)
    await expect(call(fails, chunked('x'))).rejects.toBe(error)
  })

  test('an application may handle the error itself', async () => {
    const handles: Application = async (environ, startResponse) => {
      const error: unknown = await environ['wsgi.input'].read().catch((error: unknown) => error)
      startResponse('200 OK', [])
      return [bytes(String(error instanceof BodyTooLarge && error.limit))]
    }
    expect((await call(handles, chunked('0123456789a'))).text).toBe('10')
  })

  test('closes the body of the application, and leaves its iterator', async () => {
    const calls: string[] = []
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: bytes('x') }) as const,
        return: async () => {
          calls.push('return')
          return { done: true, value: undefined } as const
        },
      }),
      close: () => void calls.push('close'),
    }
    const guarded = await limitBody(() => body, LIMIT)(
      setupTestingDefaults(chunked('x')),
      () => async () => {},
    )
    for await (const _ of guarded) break
    await guarded.close?.()
    expect(calls).toEqual(['return', 'close'])
  })

  test('never asks the source for more than one byte beyond the limit', async () => {
    let given = 0
    const endless = new Input(() => {
      given++
      return bytes('x')
    })
    const application: Application = async (environ) => [await environ['wsgi.input'].read()]
    expect((await call(application, { 'wsgi.input': endless })).status).toBe('413 Content Too Large')
    expect(given).toBe(LIMIT + 1)
  })
})
