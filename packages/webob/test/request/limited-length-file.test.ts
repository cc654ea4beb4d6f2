import { Input, blocksOf } from '@triptych/raw/input'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DisconnectionError } from '../../src/errors.ts'
import { LimitedLengthFile, SeekableInput } from '../../src/request/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)
const file = (length: number, ...blocks: string[]): LimitedLengthFile =>
  new LimitedLengthFile(new Input(blocksOf(...blocks.map(bytes))), length)

test('it ends after so many bytes, however they are read', async () => {
  expect(text(await file(4, 'ab', 'cdef').read())).toBe('abcd')
  expect(text(await file(4, 'ab', 'cdef').read(100))).toBe('abcd')
  expect(text(await file(4, 'ab\nc\ndef').readline())).toBe('ab\n')
  expect((await file(6, 'ab\nc\ndef').readlines()).map(text)).toEqual(['ab\n', 'c\n', 'd'])
  const blocks: string[] = []
  for await (const block of file(4, 'ab', 'cdef')) blocks.push(text(block))
  expect(blocks).toEqual(['ab', 'cd'])
})

test('then there is nothing, without an error', async () => {
  const it = file(2, 'abc')
  await it.read()
  expect([await it.read(), await it.read(1), await it.readline(), await it.readlines()]).toEqual([
    bytes(''),
    bytes(''),
    bytes(''),
    [],
  ])
  for await (const block of it) expect(block).toBeUndefined()
  expect(it.received).toBe(2)
})

test('nothing is read for nothing', async () => {
  expect((await new LimitedLengthFile(new SeekableInput(), 5).read(0)).length).toBe(0)
  expect((await file(0).read()).length).toBe(0)
})

test.each<[what: string, act: (file: LimitedLengthFile) => Promise<unknown>]>([
  ['read', (it) => it.read()],
  ['read by size', (it) => it.read(4)],
  ['readlines', (it) => it.readlines()],
  [
    'iteration',
    async (it) => {
      for await (const block of it) expect(block.length).toBe(3)
    },
  ],
])('%s tells when the client is gone', async (_what, act) => {
  await expect(act(file(5, 'a\nb'))).rejects.toThrow(new DisconnectionError(3, 5))
})

test('what has come can be read before the end is missed', async () => {
  const it = file(5, 'abc')
  expect([text(await it.read(3)), it.received]).toEqual(['abc', 3])
  await expect(it.read(1)).rejects.toThrow(DisconnectionError)
})

test('any way of reading gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1 })),
      fc.array(fc.integer({ min: 1, max: 9 })),
      fc.nat(40),
      async (blocks, sizes, more) => {
        const whole = Uint8Array.from(blocks.flatMap((block) => [...block]))
        const length = Math.max(0, whole.length - more)
        const it = new LimitedLengthFile(new Input(blocksOf(...blocks)), length)
        const got: number[] = []
        for (const [at, size] of sizes.entries())
          got.push(...(at % 2 ? await it.readline(size) : await it.read(size)))
        got.push(...(await it.read()))
        expect(Uint8Array.from(got)).toEqual(whole.subarray(0, length))
      },
    ),
  )
})
