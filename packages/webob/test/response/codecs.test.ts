import { expect, test } from 'vitest'
import { codec, gzipAppIter } from '../../src/response/codecs.ts'

const collect = async (blocks: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const block of blocks) text += new TextDecoder().decode(block)
  return text
}

test.each(['gzip', 'deflate'])('%s and back, in blocks', async (name) => {
  const { encode, decode } = codec(name)
  const blocks = Array.from({ length: 100 }, (_, n) => new TextEncoder().encode(`block ${n} `))
  async function* encoded(): AsyncGenerator<Uint8Array> {
    yield* encode(blocks)
  }
  expect(await collect(decode(encoded()))).toBe(
    blocks.map((block) => new TextDecoder().decode(block)).join(''),
  )
})

test('gzipAppIter is the coding that WebOb names so', async () => {
  expect(await collect(codec('gzip').decode(gzipAppIter([new Uint8Array([0x61])])))).toBe('a')
})

test('a coding that nobody knows', () => {
  expect(() => codec('zip')).toThrow(RangeError)
})
