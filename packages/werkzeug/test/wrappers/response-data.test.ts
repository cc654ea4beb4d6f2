import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { Response } from '../../src/wrappers/response.ts'
import { SequenceError } from '../../src/wrappers/sequence-error.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function* generated(...blocks: (string | Uint8Array)[]) {
  yield* blocks
}
async function* awaited(...blocks: string[]) {
  yield* blocks
}

describe('the body', () => {
  test('setData replaces it and sets the length', async () => {
    const response = new Response(['a', 'b'])
    response.setData('longer \xe9')
    expect(response.contentLength).toBe(9)
    expect(await response.data()).toEqual(bytes('longer \xe9'))
    response.setData(bytes('x'))
    expect(await response.getData({ asText: true })).toBe('x')
    expectTypeOf(response.getData({ asText: true })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(response.getData()).toEqualTypeOf<Promise<Uint8Array>>()
  })

  test.each([
    ['an array', (): string[] => ['a', 'b']],
    ['a generator', () => generated('a', bytes('b'))],
    ['an asynchronous generator', () => awaited('a', 'b')],
    ['a stream', () => new Blob(['ab']).stream()],
  ])('%s is read into memory', async (_, body) => {
    const response = new Response(body())
    expect(await response.getData({ asText: true })).toBe('ab')
    expect(response.isSequence).toBe(true)
    expect(await response.getData({ asText: true })).toBe('ab')
    expect(await new Response(body()).calculateContentLength()).toBe(2)
  })

  test('however it is cut, it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array())),
        async (blocks) => {
          const whole = Buffer.concat(blocks.map((block) => Buffer.from(block as string)))
          for (const body of [
            blocks,
            generated(...blocks),
            (async function* () {
              yield* blocks
            })(),
          ]) {
            expect(Buffer.from(await new Response(body).getData())).toEqual(whole)
          }
        },
      ),
    )
  })

  test('what it comes from is closed with the response', async () => {
    let closed = 0
    const response = new Response(Object.assign(generated('a'), { close: () => void closed++ }))
    await response.makeSequence()
    expect(closed).toBe(0)
    await response.close()
    expect(closed).toBe(1)
  })

  test('text that is no UTF-8', async () => {
    await expect(new Response(bytes('\xe9').subarray(1)).getData({ asText: true })).rejects.toThrow(
      SyntaxError,
    )
  })

  test('what is passed through is not read', async () => {
    const response = new Response(generated('a'), { directPassthrough: true })
    await expect(response.getData()).rejects.toThrow(SequenceError)
    expect(await response.calculateContentLength()).toBeNull()
    await response.makeSequence()
    expect(await response.getData({ asText: true })).toBe('a')
  })

  test('a class may not want to read without being asked', async () => {
    class Streaming extends Response {
      static override implicitSequenceConversion = false
    }
    const response = new Streaming(generated('a'))
    await expect(response.getData()).rejects.toMatchObject({ code: 'ERR_NOT_A_SEQUENCE' })
    expect(await response.calculateContentLength()).toBeNull()
    expect(await new Streaming(['a']).getData({ asText: true })).toBe('a')
    await response.makeSequence()
    expect(await response.calculateContentLength()).toBe(1)
  })

  test('an error of the blocks comes through', async () => {
    const failing = (async function* () {
      yield 'a'
      throw new RangeError('No more')
    })()
    await expect(new Response(failing).calculateContentLength()).rejects.toThrow(RangeError)
  })

  test.each([
    ['text', 'a', false, true],
    ['an array', ['a'], false, true],
    ['nothing', null, false, true],
    ['a set', new Set(['a']), false, false],
    ['a generator', generated('a'), true, false],
    ['an asynchronous generator', awaited('a'), true, false],
  ])('%s: streamed %j, sequence %j', (_, body, isStreamed, isSequence) => {
    const response = new Response(body)
    expect([response.isStreamed, response.isSequence]).toEqual([isStreamed, isSequence])
  })

  test('iterEncoded gives bytes; what is synchronous stays so', async () => {
    expect([...(new Response(['a', bytes('b')]).iterEncoded() as Iterable<Uint8Array>)]).toEqual([
      bytes('a'),
      bytes('b'),
    ])
    const blocks: Uint8Array[] = []
    for await (const block of new Response(awaited('\xe9')).iterEncoded()) blocks.push(block)
    expect(blocks).toEqual([bytes('\xe9')])
  })

  test('leaving early leaves the generator', async () => {
    const left: string[] = []
    const sync = (function* () {
      try {
        yield 'a'
        yield 'b'
      } finally {
        left.push('sync')
      }
    })()
    for (const block of new Response(sync).iterEncoded() as Iterable<Uint8Array>) {
      expect(block).toEqual(bytes('a'))
      break
    }
    const slow = (async function* () {
      try {
        yield 'a'
        yield 'b'
      } finally {
        left.push('async')
      }
    })()
    for await (const _ of new Response(slow).iterEncoded()) break
    expect(left).toEqual(['sync', 'async'])
  })

  test('response can be replaced', async () => {
    const response = new Response('a')
    response.response = new Blob(['xyz']).stream()
    expect(await response.getData({ asText: true })).toBe('xyz')
    expect(() => (response.response = 1 as unknown as string[])).toThrow(TypeError)
  })

  test('a stream that nobody reads is cancelled', async () => {
    let cancelled = 0
    const response = new Response(new ReadableStream({ cancel: () => void cancelled++ }))
    await response.close()
    expect(cancelled).toBe(1)
  })
})

describe('JSON', () => {
  test('it is read when the type says so', async () => {
    const response = new Response('{"a":[1,2.5,null]}', { mimetype: 'application/json' })
    expect(await response.json()).toEqual({ a: [1, 2.5, null] })
    expectTypeOf(response.json()).toEqualTypeOf<Promise<unknown>>()
    const text = new Response('[1]')
    expect(await text.json()).toBeNull()
    expect(await text.getJson({ force: true })).toEqual([1])
    expect(await new Response('\ufeff1').getJson({ force: true })).toBe(1)
  })

  test.each([['{'], [bytes('"\xe9"').subarray(0, 2)]])('%j is none', async (body) => {
    const response = new Response(body, { mimetype: 'application/json' })
    await expect(response.json()).rejects.toThrow(SyntaxError)
    expect(await response.getJson({ silent: true })).toBeNull()
  })
})

describe('entity tags and freezing', () => {
  test('addEtag hashes the body', async () => {
    const response = new Response('Hello World!')
    await response.addEtag()
    expect(response.getEtag()).toEqual(['2ef7bde608ce5404e97d5f042f95f89f1c232871', false])
    response.setData('x')
    await response.addEtag()
    expect(response.getEtag()[0]).toMatch(/^2ef7/)
    await response.addEtag({ overwrite: true, weak: true })
    expect(response.getEtag()).toEqual(['11f6ad8ec52a2984abaafd7c3b516503785c2072', true])
  })

  test('in memory, it is there at once', () => {
    const response = new Response(['a'])
    void response.addEtag()
    expect(response.headers.has('ETag')).toBe(true)
  })

  test.each([
    ['a generator', () => generated('h', bytes('i'))],
    ['an asynchronous generator', () => awaited('h', 'i')],
    ['an array', () => ['h', 'i']],
  ])('freeze reads %s whatever the options say', async (_, body) => {
    class Streaming extends Response {
      static override implicitSequenceConversion = false
    }
    const response = new Streaming(body(), { directPassthrough: true })
    await response.freeze()
    expect(response.response).toEqual([bytes('h'), bytes('i')])
    expect(response.contentLength).toBe(2)
    expect(response.getEtag()[0]).toBe('c22b5f9178342609428d6f51b2c5af4c0bde6a42')
  })
})
