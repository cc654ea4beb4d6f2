import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brotliDecompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { useNodeCodecs } from '../src/encoding-node.ts'
import { codec, codecs, type ContentCoding } from '../src/response/codecs.ts'

const before = [...codecs]

beforeAll(useNodeCodecs)
afterAll(() => {
  codecs.clear()
  for (const [coding, own] of before) codecs.set(coding, own)
})

async function joined(blocks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const block of blocks) all.push(block)
  return Buffer.concat(all)
}

const body = Buffer.from('abc'.repeat(100_000))
const blocks = [body.subarray(0, 10), body.subarray(10, 200_000), new Uint8Array(), body.subarray(200_000)]
const decoders = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync }
const codings = Object.keys(decoders) as ContentCoding[]

describe('useNodeCodecs', () => {
  test('the platform alone has no br', () => {
    expect(before.map(([coding]) => coding)).toEqual(['gzip', 'deflate'])
  })

  test.each(codings)('%s is what zlib reads, and comes back', async (coding) => {
    const encoded = await joined(codec(coding).encode(blocks))
    expect(encoded.length).toBeLessThan(2000)
    expect(decoders[coding](encoded).equals(body)).toBe(true)
    expect((await joined(codec(coding).decode([encoded]))).equals(body)).toBe(true)
  })

  test.each(codings)('nothing in %s', async (coding) => {
    const encoded = await joined(codec(coding).encode([]))
    expect((await joined(codec(coding).decode([encoded]))).length).toBe(0)
  })

  test.each(codings)('what is no %s throws', async (coding) => {
    await expect(joined(codec(coding).decode([Buffer.from('\xff\xffno such thing')]))).rejects.toThrow(Error)
  })

  test.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
  ])('half of a %s throws', async (coding, whole) => {
    await expect(joined(codec(coding).decode([whole.subarray(0, whole.length / 2)]))).rejects.toThrow(
      /end of file/,
    )
  })

  test('an error of the body is thrown', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield body
      throw new Error('No disk')
    }
    await expect(joined(codec('gzip').encode(failing()))).rejects.toThrow('No disk')
  })

  test('whoever stops reading closes the body', async () => {
    let closed = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield crypto.getRandomValues(new Uint8Array(65_536))
      } finally {
        closed = true
      }
    }
    for await (const block of codec('gzip').encode(endless())) if (block.length > 100) break
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(true)
  })
})
