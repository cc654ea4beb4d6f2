import { expect, test } from 'vitest'
import { toAppIter } from '../../src/response/stream-body.ts'

const block = new Uint8Array([1, 2])

/** A stream of two blocks that counts how often it is cancelled. */
function stream(): { readable: ReadableStream<Uint8Array>; cancelled: () => number } {
  let cancelled = 0
  let sent = 0
  const readable = new ReadableStream<Uint8Array>({
    pull: (controller) => (sent++ < 2 ? controller.enqueue(block) : controller.close()),
    cancel: () => void cancelled++,
  })
  return { readable, cancelled: () => cancelled }
}

test('a stream gives its blocks; there is nothing to cancel then', async () => {
  const { readable, cancelled } = stream()
  const body = toAppIter(readable)
  const blocks: Uint8Array[] = []
  for await (const each of body) blocks.push(each)
  await body.close?.()
  expect([blocks, cancelled()]).toEqual([[block, block], 0])
})

test.each([0, 1])('a stream of which %d blocks were read is cancelled once', async (read) => {
  const { readable, cancelled } = stream()
  const body = toAppIter(readable)
  if (read > 0) for await (const each of body) if (each.length > 0) break
  await body.close?.()
  await body.close?.()
  expect(cancelled()).toBe(1)
})

test('the error of a stream is thrown where it is read, and not again', async () => {
  const failing = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('no more')),
  })
  const body = toAppIter(failing)
  const read = async (): Promise<void> => {
    for await (const each of body) expect(each).toBeDefined()
  }
  await expect(read()).rejects.toThrow('no more')
  await expect(body.close?.()).resolves.toBeUndefined()
})

test('a stream that someone else reads is left to them', async () => {
  const { readable, cancelled } = stream()
  const reader = readable.getReader()
  await toAppIter(readable).close?.()
  expect(cancelled()).toBe(0)
  expect((await reader.read()).value).toBe(block)
})

test('what iterates stays itself', () => {
  const list = [block]
  expect(toAppIter(list)).toBe(list)
})

test.each([['text'], [5], [null], [{}]])('%j is no body', (body) => {
  expect(() => toAppIter(body as never)).toThrow(TypeError)
})
