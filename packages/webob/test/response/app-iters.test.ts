import { describe, expect, test, vi } from 'vitest'
import fc from 'fast-check'
import {
  AppIterRange,
  EmptyResponse,
  filterHeaders,
  iterClose,
  iterFile,
} from '../../src/response/app-iters.ts'

const collect = async (body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number[]> => {
  const all: number[] = []
  for await (const block of body) all.push(...block)
  return all
}

test('a range is the bytes from start to stop, wherever the blocks end', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(20), fc.option(fc.nat(20)), async (lengths, start, more) => {
      let next = 0
      const blocks = lengths.map((length) => Uint8Array.from({ length }, () => next++))
      const all = blocks.flatMap((block) => [...block])
      const stop = more === null ? null : start + more
      expect(await collect(new AppIterRange(blocks, start, stop))).toEqual(
        all.slice(start, stop ?? undefined),
      )
    }),
  )
})

test.each([
  [-1, 5],
  [5, 4],
])('from %d to %d is no range', (start, stop) => {
  expect(() => new AppIterRange([], start, stop)).toThrow(RangeError)
})

test('a range stops reading at its end', async () => {
  let read = 0
  const blocks = function* (): Generator<Uint8Array> {
    for (;;) {
      read++
      yield new Uint8Array(10)
    }
  }
  expect(await collect(new AppIterRange(blocks(), 5, 15))).toHaveLength(10)
  expect(read).toBe(2)
})

describe('closing', () => {
  test.each([
    ['a range', (close: () => void) => new AppIterRange(Object.assign([], { close }), 0, null)],
    ['an empty response', (close: () => void) => new EmptyResponse(Object.assign([], { close }))],
  ])('%s closes what it stands before', async (_, make) => {
    const close = vi.fn<() => void>()
    await iterClose(make(close))
    expect(close).toHaveBeenCalledOnce()
  })

  test('nothing is nothing to close', async () => {
    await expect(iterClose(null)).resolves.toBeUndefined()
  })
})

test('files are read in blocks to their end', async () => {
  const sizes: number[] = []
  const blocks = [new Uint8Array([1]), new Uint8Array([2]), new Uint8Array()]
  const file = { read: (size: number) => (sizes.push(size), blocks.shift()!) }
  expect(await collect(iterFile(file, 5))).toEqual([1, 2])
  expect(sizes).toEqual([5, 5, 5])
})

test('names are compared without case', () => {
  expect(
    filterHeaders([
      ['CONTENT-LENGTH', '1'],
      ['A', 'b'],
    ]),
  ).toEqual([['A', 'b']])
  expect(
    filterHeaders(
      [
        ['X-A', '1'],
        ['Content-Type', 'b'],
      ],
      ['x-a'],
    ),
  ).toEqual([['Content-Type', 'b']])
})
