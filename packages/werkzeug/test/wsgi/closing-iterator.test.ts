import type { Body } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { describe, expect, test } from 'vitest'
import { ClosingIterator } from '../../src/wsgi/closing-iterator.ts'

const block = new Uint8Array([97, 98])

describe('a body with callbacks', () => {
  test('closes the body first, then calls in order', async () => {
    const log: string[] = []
    const inner: Body = Object.assign([block], { close: async () => void log.push('body') })
    const body = new ClosingIterator(inner, [() => void log.push('one'), async () => void log.push('two')])
    expect([...body]).toEqual([block])
    expect(log).toEqual([])
    await body.close()
    expect(log).toEqual(['body', 'one', 'two'])
  })

  test.each([undefined, null, []])('may have none: %j', async (callbacks) => {
    const body = new ClosingIterator([block], callbacks)
    await expect(body.close()).resolves.toBeUndefined()
  })

  test('calls all of them even when one fails', async () => {
    const log: string[] = []
    const body = new ClosingIterator(
      [],
      [
        () => {
          throw new Error('first')
        },
        () => Promise.reject(new Error('second')),
        () => void log.push('last'),
      ],
    )
    await expect(body.close()).rejects.toThrow('first')
    expect(log).toEqual(['last'])
  })

  test('is of the kind of the body', async () => {
    const plain = new ClosingIterator([block])
    expect([Symbol.iterator in plain, Symbol.asyncIterator in plain]).toEqual([true, false])
    const streamed = new ClosingIterator(
      (async function* () {
        yield block
      })(),
    )
    expect([Symbol.iterator in streamed, Symbol.asyncIterator in streamed]).toEqual([false, true])
    const blocks: Uint8Array[] = []
    for await (const part of streamed) blocks.push(part)
    expect(blocks).toEqual([block])
  })
})

test('the server tells its length and closes it', async () => {
  let closed = 0
  const response = await call((_, startResponse) => {
    startResponse('200 OK', [['Content-Type', 'text/plain']])
    return new ClosingIterator([block], () => void closed++)
  })
  expect(response.headers.get('Content-Length')).toBe('2')
  expect(closed).toBe(1)
})
