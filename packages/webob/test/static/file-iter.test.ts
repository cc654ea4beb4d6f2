import { describe, expect, test } from 'vitest'
import { BLOCK_SIZE, FileIter, mapFileSystem, type OpenFile } from '@triptych/webob/static'

const content = new Uint8Array(BLOCK_SIZE * 2 + 10).fill(7)
const files = mapFileSystem({ '/big.bin': content, '/a.txt': '0123456789' })

async function opened(path: string): Promise<{ file: OpenFile; closed: () => number }> {
  const inner = await files.open(path)
  let closed = 0
  const close = async (): Promise<void> => void closed++
  const read = (buffer: Uint8Array, position: number): Promise<number> => inner.read(buffer, position)
  return { file: { stat: inner.stat, read, close }, closed: () => closed }
}

const text = async (blocks: AsyncIterable<Uint8Array>): Promise<string> => {
  let all = ''
  for await (const block of blocks) all += new TextDecoder().decode(block)
  return all
}

describe('FileIter', () => {
  test('reads in blocks and closes the file at its end', async () => {
    const { file, closed } = await opened('/big.bin')
    const sizes: number[] = []
    for await (const block of new FileIter(file)) sizes.push(block.length)
    expect([sizes, closed()]).toEqual([[65536, 65536, 10], 1])
  })

  test('closes the file when it is left', async () => {
    const { file, closed } = await opened('/big.bin')
    for await (const block of new FileIter(file)) if (block.length > 0) break
    expect(closed()).toBe(1)
  })

  test.each([
    [null, null, '0123456789'],
    [2, null, '23456789'],
    [null, 3, '012'],
    [2, 5, '234'],
    [8, 99, '89'],
    [20, null, ''],
    [5, 5, ''],
  ])('from %s to %s', async (start, stop, expected) => {
    const { file, closed } = await opened('/a.txt')
    const range = new FileIter(file).appIterRange(start, stop)
    expect(await text(range)).toBe(expected)
    expect(closed()).toBe(0)
    await range.close()
    expect(closed()).toBe(1)
  })

  test('the block size is a choice, and a number of bytes', async () => {
    const iter = new FileIter((await opened('/a.txt')).file)
    const sizes: number[] = []
    for await (const block of iter.appIterRange(0, 10, { blockSize: 4 })) sizes.push(block.length)
    expect(sizes).toEqual([4, 4, 2])
    expect(() => iter.appIterRange(0, 10, { blockSize: 0 })).toThrow(RangeError)
  })
})
