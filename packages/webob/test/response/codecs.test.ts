import { gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecs, gzipAppIter, type ContentCoding } from '@triptych/webob/response'
import { codec, rawDeflate } from '../../src/response/codecs.ts'

async function whole(blocks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const block of blocks) all.push(block)
  return Uint8Array.from(Buffer.concat(all))
}

describe('codecs of the platform', () => {
  test('are gzip and deflate', () => {
    expect([...codecs.keys()]).toEqual(['gzip', 'deflate'])
  })

  test.each([
    ['br', /useNodeCodecs/],
    ['zstd', /gzip, deflate/],
    ['__proto__', /gzip, deflate/],
  ])('%s is none of them', (name, message) => {
    expect(() => codec(name)).toThrow(RangeError)
    expect(() => codec(name)).toThrow(message)
  })

  test.each<[ContentCoding, (data: Uint8Array) => Uint8Array]>([
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
  ])('%s is what zlib reads, and is read back', async (coding, read) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), async (blocks) => {
        const { encode, decode } = codec(coding)
        const expected = Uint8Array.from(Buffer.concat(blocks))
        const coded = await whole(encode(blocks))
        expect(Uint8Array.from(read(coded))).toEqual(expected)
        expect(await whole(decode([coded]))).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  test('deflate without its wrapper has a codec of its own', async () => {
    const data = new Uint8Array(1000).fill(7)
    expect(await whole(rawDeflate.decode(rawDeflate.encode([data])))).toEqual(data)
  })

  test('gzipAppIter', async () => {
    const coded = await whole(gzipAppIter([new Uint8Array(1000)]))
    expect(gunzipSync(coded).length).toBe(1000)
  })
})

describe('failures', () => {
  test('of the blocks are the reader\u2019s', async () => {
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(10)
      throw new Error('no more')
    }
    await expect(whole(codec('gzip').encode(failing()))).rejects.toThrow('no more')
  })

  test.each([
    ['garbage', new Uint8Array([1, 2, 3, 4])],
    ['an end that is missing', gzipSync('hello').subarray(0, 15)],
  ])('of %s', async (_, data) => {
    await expect(whole(codec('gzip').decode([data]))).rejects.toBeInstanceOf(Error)
  })
})

test('whoever stops early lets the blocks go', async () => {
  let left = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield crypto.getRandomValues(new Uint8Array(50_000))
    } finally {
      left++
    }
  }
  for await (const block of codec('gzip').encode(endless())) if (block.length > 0) break
  await expect.poll(() => left).toBe(1)
})
