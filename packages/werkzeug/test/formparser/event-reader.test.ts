import { blocksOf, Input } from '@triptych/raw/input'
import { bytes } from '@triptych/raw/util'
import { expect, test } from 'vitest'
import { EventReader } from '../../src/formparser/event-reader.ts'
import { MultipartDecoder } from '../../src/sansio/multipart.ts'

const BODY = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--'

test('events come without a promise while no bytes are needed', async () => {
  const reader = new EventReader(new Input(blocksOf(bytes(BODY))), new MultipartDecoder('b'))
  const first = reader.next()
  expect(first).toBeInstanceOf(Promise)
  expect((await first).type).toBe('preamble')
  expect([reader.next(), reader.next()]).toMatchObject([{ type: 'field' }, { type: 'data' }])
  expect(reader.next()).toBeInstanceOf(Promise)
})

test('events in order, blocks read one by one', async () => {
  let read = 0
  const halves = [bytes(BODY.slice(0, 30)), bytes(BODY.slice(30))]
  const reader = new EventReader(new Input(() => halves[read++]), new MultipartDecoder('b'))
  const types: string[] = []
  const reads: number[] = []
  do {
    types.push((await reader.next()).type)
    reads.push(read)
  } while (types.at(-1) !== 'epilogue')
  expect(types).toEqual(['preamble', 'field', 'data', 'epilogue'])
  expect(reads).toEqual([1, 2, 2, 3])
})

test('errors of the stream and of the decoder', async () => {
  const failing = new Input(() => Promise.reject(new Error('gone')))
  await expect(new EventReader(failing, new MultipartDecoder('b')).next()).rejects.toThrow('gone')
  await expect(new EventReader(new Input(blocksOf()), new MultipartDecoder('b')).next()).rejects.toThrow(
    SyntaxError,
  )
})

test('a stream that cannot be left', async () => {
  const stream = Object.assign(new Input(blocksOf()), {
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true as const, value: undefined }) }),
  })
  await expect(new EventReader(stream, new MultipartDecoder('b')).close()).resolves.toBeUndefined()
})
