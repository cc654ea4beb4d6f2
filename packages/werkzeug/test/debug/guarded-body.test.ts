import type { Body } from '@triptych/raw'
import { describe, expect, test } from 'vitest'
import { guardBody } from '../../src/debug/guarded-body.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const rescue = (error: unknown): Uint8Array => encode(`[${(error as Error).message}]`)

const fail = (): never => {
  throw new Error('no')
}

async function read(body: Body): Promise<string> {
  let text = ''
  for await (const block of body) text += new TextDecoder().decode(block)
  return text
}

describe('guardBody', () => {
  test('an array goes as it is', () => {
    const body = [encode('x')]
    expect(guardBody(body, {}, rescue)).toBe(body)
  })

  test.each<[name: string, body: () => Body, text: string]>([
    [
      'a generator',
      function* () {
        yield encode('a')
      },
      'a',
    ],
    [
      'a generator that throws at once',
      function* () {
        yield fail()
      },
      '[no]',
    ],
    [
      'a generator that throws later',
      function* () {
        yield encode('a')
        throw new Error('no')
      },
      'a[no]',
    ],
    [
      'an asynchronous one',
      async function* () {
        yield encode('a')
      },
      'a',
    ],
    [
      'an asynchronous one that throws',
      async function* () {
        yield encode('a')
        await Promise.resolve()
        throw new Error('no')
      },
      'a[no]',
    ],
    [
      'what cannot be iterated',
      () => ({
        [Symbol.iterator]: () => {
          throw new Error('no')
        },
      }),
      '[no]',
    ],
  ])('%s', async (_, make, text) => {
    expect(await read(guardBody(make(), {}, rescue))).toBe(text)
  })

  test('stays synchronous, or not', () => {
    expect(Symbol.iterator in guardBody((function* () {})(), {}, rescue)).toBe(true)
    expect(Symbol.asyncIterator in guardBody((async function* () {})(), {}, rescue)).toBe(true)
  })

  test('is left and closed', async () => {
    const seen: string[] = []
    const inner = (async function* () {
      try {
        yield encode('a')
        yield encode('b')
      } finally {
        seen.push('left')
      }
    })()
    const body = guardBody(Object.assign(inner, { close: () => void seen.push('closed') }), {}, rescue)
    for await (const block of body) {
      expect(block).toEqual(encode('a'))
      break
    }
    await body.close?.()
    expect(seen).toEqual(['left', 'closed'])
  })
})
