import { blocksOf, ClientDisconnected as Left, Input } from '@triptych/raw/input'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClientDisconnected, RequestEntityTooLarge } from '../../src/exceptions/client-errors.ts'
import { LimitedStream } from '../../src/wsgi/limited-stream.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (data: Uint8Array): string => new TextDecoder().decode(data)
const input = (...blocks: string[]): Input => new Input(blocksOf(...blocks.map(bytes)))

async function collect(stream: LimitedStream): Promise<string[]> {
  const blocks: string[] = []
  for await (const block of stream) blocks.push(text(block))
  return blocks
}

describe('a stream of the length that was announced', () => {
  test('ends there', async () => {
    const rest = input('abc', 'defgh')
    const stream = new LimitedStream(rest, 5)
    expect(text(await stream.read(2))).toBe('ab')
    expect([stream.tell(), stream.isExhausted, stream.readable()]).toEqual([2, false, true])
    expect(text(await stream.read())).toBe('cde')
    expect([stream.tell(), stream.isExhausted]).toEqual([5, true])
    expect(text(await stream.read())).toBe('')
    expect(text(await stream.read(1))).toBe('')
    expect(text(await stream.readline())).toBe('')
    expect(await stream.readlines()).toEqual([])
    expect(await collect(stream)).toEqual([])
    expect(text(await rest.read())).toBe('fgh')
  })

  test.each([
    ['read', (stream: LimitedStream) => stream.read()],
    ['readall', (stream: LimitedStream) => stream.readall()],
    ['exhaust', (stream: LimitedStream) => stream.exhaust()],
    ['readline', (stream: LimitedStream) => stream.readline()],
    ['readlines', (stream: LimitedStream) => stream.readlines()],
    ['iteration', collect],
  ] as [string, (stream: LimitedStream) => Promise<unknown>][])(
    '%s says when it is cut short',
    async (_, read) => {
      await expect(read(new LimitedStream(input('abc'), 5))).rejects.toThrow(ClientDisconnected)
    },
  )

  test('gives lines, the last one up to the limit', async () => {
    const stream = new LimitedStream(input('ab\ncd\nef'), 7)
    expect(text(await stream.readline(1))).toBe('a')
    expect(text(await stream.readline(0))).toBe('')
    expect((await stream.readlines()).map(text)).toEqual(['b\n', 'cd\n', 'e'])
    const hinted = new LimitedStream(input('ab\ncd\nef'), 8)
    expect((await hinted.readlines(4)).map(text)).toEqual(['ab\n', 'cd\n'])
  })

  test('fills a buffer', async () => {
    const stream = new LimitedStream(input('abcdef'), 5)
    const buffer = new Uint8Array(4)
    expect(await stream.readinto(buffer)).toBe(4)
    expect(text(buffer)).toBe('abcd')
    expect(await stream.readinto(buffer)).toBe(1)
    expect(text(buffer)).toBe('ebcd')
  })

  test('gives blocks as they come, and does not wait for more', async () => {
    let asked = 0
    const stream = new LimitedStream(
      new Input(() => {
        asked++
        return bytes('abc')
      }),
      5,
    )
    expect(await collect(stream)).toEqual(['abc', 'ab'])
    expect(asked).toBe(2)
  })
})

describe('a stream with a maximum', () => {
  const limited = (limit: number, ...blocks: string[]): LimitedStream =>
    new LimitedStream(input(...blocks), limit, { isMax: true })

  test('ends where it ends', async () => {
    const stream = limited(5, 'abc')
    expect(text(await stream.read())).toBe('abc')
    expect(text(await stream.read(1))).toBe('')
    expect(stream.isExhausted).toBe(false)
    expect(await collect(limited(5, 'ab', 'c'))).toEqual(['ab', 'c'])
    expect((await limited(9, 'a\n', 'b').readlines()).map(text)).toEqual(['a\n', 'b'])
  })

  test('may have just as much', async () => {
    expect(text(await limited(3, 'abc').read())).toBe('abc')
    expect(await collect(limited(3, 'ab', 'c'))).toEqual(['ab', 'c'])
  })

  test.each([
    ['read', (stream: LimitedStream) => stream.read()],
    ['readall', (stream: LimitedStream) => stream.readall()],
    ['readline', (stream: LimitedStream) => stream.readline()],
    ['readlines', (stream: LimitedStream) => stream.readlines()],
    ['iteration', collect],
  ] as [string, (stream: LimitedStream) => Promise<unknown>][])('%s refuses more', async (_, read) => {
    await expect(read(limited(5, 'abc', 'def'))).rejects.toThrow(RequestEntityTooLarge)
    await expect(read(limited(5, 'abcdef'))).rejects.toThrow('5 bytes')
  })

  test('exhaust gives what is below it, and every read behind it is refused', async () => {
    const stream = limited(5, 'abcdef')
    expect(text(await stream.exhaust())).toBe('abcde')
    expect(text(await stream.exhaust())).toBe('')
    await expect(stream.read(1)).rejects.toThrow(RequestEntityTooLarge)
    await expect(stream.read()).rejects.toThrow(RequestEntityTooLarge)
  })
})

describe('an error of the stream', () => {
  const failing = (error: unknown): Input =>
    new Input(() => {
      throw error
    })

  test.each([
    ['what the gateways throw', new Left('The client left')],
    ['an error of the system', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['an abort', new DOMException('aborted', 'AbortError')],
  ] as [string, Error][])('%s is the client gone', async (_, error) => {
    const lost = expect.objectContaining({ constructor: ClientDisconnected, cause: error }) as Error
    await expect(new LimitedStream(failing(error), 5).read()).rejects.toEqual(lost)
    await expect(new LimitedStream(failing(error), 5, { isMax: true }).read(1)).rejects.toThrow(
      ClientDisconnected,
    )
    await expect(collect(new LimitedStream(failing(error), 5))).rejects.toThrow(ClientDisconnected)
  })

  test.each([
    new RangeError('too large'),
    Object.assign(new Error('x'), { code: 'ERR_BODY_TOO_LARGE' }),
    'text',
    null,
  ])('any other is passed on: %s', async (error) => {
    await expect(new LimitedStream(failing(error), 5).read()).rejects.toBe(error)
  })
})

test('a subclass may do something else', async () => {
  const calls: string[] = []
  class Quiet extends LimitedStream {
    override onExhausted(): void {
      calls.push('exhausted')
    }
    override onDisconnect(): void {
      calls.push('disconnected')
    }
  }
  expect(text(await new Quiet(input('abc'), 5).read())).toBe('abc')
  const full = new Quiet(input('abc'), 3)
  await full.read()
  expect(text(await full.read())).toBe('')
  expect(calls).toEqual(['disconnected', 'exhausted'])
  const gone = (): Quiet =>
    new Quiet(
      new Input(() => {
        throw new Left('The client left')
      }),
      3,
    )
  expect(text(await gone().read())).toBe('')
  expect(await collect(gone())).toEqual([])
  expect(calls).toEqual(['disconnected', 'exhausted', 'disconnected', 'disconnected'])
})

test('iteration that is left early lets the rest be read', async () => {
  const stream = new LimitedStream(input('abc', 'def'), 6)
  for await (const block of stream) {
    expect(text(block)).toBe('abc')
    break
  }
  expect(text(await stream.read())).toBe('def')
})

test('however it comes and is read, it is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 6 })),
      fc.nat(20),
      fc.array(fc.tuple(fc.constantFrom('read', 'readline'), fc.integer({ min: 1, max: 7 }))),
      async (blocks, limit, reads) => {
        const whole = blocks.join('')
        fc.pre(limit <= whole.length)
        const stream = new LimitedStream(input(...blocks), limit)
        let got = ''
        for (const [method, size] of reads) got += text(await stream[method as 'read'](size))
        got += text(await stream.read())
        expect(got).toBe(whole.slice(0, limit))
      },
    ),
  )
})
