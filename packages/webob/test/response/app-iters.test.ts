import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppIterRange, EmptyResponse, filterHeaders, iterClose, iterFile } from '@triptych/webob/response'
import type { AppIter } from '@triptych/webob/response'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

async function blocksOf(body: AppIter): Promise<string[]> {
  const all: string[] = []
  for await (const block of body) all.push(text(block))
  return all
}

/** Blocks that count how often they are read and closed. */
function counted(...blocks: string[]) {
  const count = { read: 0, left: 0, closed: 0 }
  const body = {
    *[Symbol.iterator]() {
      try {
        for (const block of blocks) {
          count.read++
          yield bytes(block)
        }
      } finally {
        count.left++
      }
    },
    close: () => void count.closed++,
  }
  return { body, count }
}

describe('AppIterRange', () => {
  test.each<[start: number, stop: number | null, expected: string[]]>([
    [0, null, ['012', '345', '67']],
    [0, 8, ['012', '345', '67']],
    [0, 2, ['01']],
    [1, 5, ['12', '34']],
    [3, 6, ['', '345']],
    [4, 5, ['4']],
    [7, 100, ['7']],
    [8, null, ['']],
    [50, null, []],
    [0, 0, []],
  ])('from %s to %s', async (start, stop, expected) => {
    expect(await blocksOf(new AppIterRange(['012', '345', '67'].map(bytes), start, stop))).toEqual(expected)
  })

  test('is the bytes from start to stop, wherever the blocks end', async () => {
    const sizes = fc.array(fc.nat(5), { maxLength: 6 })
    const property = fc.asyncProperty(
      sizes,
      fc.nat(20),
      fc.option(fc.nat(20)),
      async (lengths, start, more) => {
        let next = 0x61
        const blocks = lengths.map((length) => Uint8Array.from({ length }, () => next++))
        const whole = blocks.map(text).join('')
        const stop = more === null ? null : start + more
        const cut = await blocksOf(new AppIterRange(blocks, start, stop))
        expect(cut.join('')).toBe(whole.slice(start, stop ?? undefined))
      },
    )
    await fc.assert(property)
  })

  test('reads no further than its end', async () => {
    const { body, count } = counted('012', '345', '67')
    expect(await blocksOf(new AppIterRange(body, 0, 4))).toEqual(['012', '3'])
    expect(count).toEqual({ read: 2, left: 1, closed: 0 })
  })

  test('can be asked for one block after the other', async () => {
    const range = new AppIterRange(['01', '23'].map(bytes), 1, 3)
    expect(text((await range.next()).value as Uint8Array)).toBe('1')
    expect(text((await range.next()).value as Uint8Array)).toBe('2')
    expect(await range.next()).toEqual({ done: true, value: undefined })
  })

  test('leaves the body when it is left, and closes it when it is closed', async () => {
    const { body, count } = counted('012', '345')
    const range = new AppIterRange(body, 0, null)
    for await (const block of range) if (block.length > 0) break
    expect(count).toEqual({ read: 1, left: 1, closed: 0 })
    expect(await range.next()).toEqual({ done: true, value: undefined })
    await range.close()
    expect(count.closed).toBe(1)
  })

  test.each([
    [-1, 5],
    [5, 4],
  ])('%d to %d is no range', (start, stop) => {
    expect(() => new AppIterRange([], start, stop)).toThrow(RangeError)
  })
})

describe('EmptyResponse', () => {
  test('has nothing, reads nothing, and closes the body whose place it takes', async () => {
    const { body, count } = counted('abc')
    const empty = new EmptyResponse(body)
    expect([...empty]).toEqual([])
    expect(empty.next()).toEqual({ done: true, value: undefined })
    await empty.close()
    expect(count).toEqual({ read: 0, left: 0, closed: 1 })
  })

  test('needs no body', async () => {
    await expect(new EmptyResponse().close()).resolves.toBeUndefined()
  })
})

test('iterClose waits for the body, and passes over one without close', async () => {
  let closed = false
  const close = async (): Promise<void> => {
    await Promise.resolve()
    closed = true
  }
  await iterClose(Object.assign([bytes('a')], { close }))
  expect(closed).toBe(true)
  await expect(iterClose([])).resolves.toBeUndefined()
  await expect(iterClose(null)).resolves.toBeUndefined()
})

test.each<[end: Uint8Array | null | undefined]>([[null], [undefined], [new Uint8Array()]])(
  'iterFile reads in pieces until %o comes',
  async (end) => {
    const sizes: number[] = []
    const blocks = ['ab', 'c'].map(bytes)
    const read = (size: number): Uint8Array | null | undefined => {
      sizes.push(size)
      return blocks.shift() ?? end
    }
    expect(await blocksOf(iterFile({ read }, 2))).toEqual(['ab', 'c'])
    expect(sizes).toEqual([2, 2, 2])
  },
)

test('filterHeaders leaves length and type out, or what it is told, in any case', () => {
  const list = [
    ['CONTENT-LENGTH', '1'],
    ['Content-type', 'a/b'],
    ['X-A', '1'],
    ['x-a', '2'],
  ] as const
  expect(filterHeaders(list)).toEqual([
    ['X-A', '1'],
    ['x-a', '2'],
  ])
  expect(filterHeaders(list, ['x-a'])).toEqual([
    ['CONTENT-LENGTH', '1'],
    ['Content-type', 'a/b'],
  ])
})
