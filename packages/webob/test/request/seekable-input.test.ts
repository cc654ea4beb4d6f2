import { describe, expect, test } from 'vitest'
import { SeekableInput } from '../../src/request/index.ts'
import { isSeekable, linesOf } from '../../src/request/seekable-input.ts'
import { streamInput } from '../../src/request/stream-input.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

test.each<[what: string, act: (input: SeekableInput) => Promise<Uint8Array>, got: string, rest: string]>([
  ['all', (input) => input.read(), 'ab\ncd\n', ''],
  ['some', (input) => input.read(2), 'ab', '\ncd\n'],
  ['none', (input) => input.read(0), '', 'ab\ncd\n'],
  ['more than there is', (input) => input.read(100), 'ab\ncd\n', ''],
  ['a line', (input) => input.readline(), 'ab\n', 'cd\n'],
  ['a part of a line', (input) => input.readline(1), 'a', 'b\ncd\n'],
  ['a line that is shorter', (input) => input.readline(100), 'ab\n', 'cd\n'],
])('%s', async (_what, act, got, rest) => {
  const input = new SeekableInput(bytes('ab\ncd\n'))
  expect([text(await act(input)), text(await input.read())]).toEqual([got, rest])
})

test.each([
  [0, 'abc'],
  [2, 'c'],
  [3, ''],
  [9, ''],
  [-1, 'abc'],
])('from %i', async (position, rest) => {
  const input = new SeekableInput(bytes('abc'))
  await input.read(1)
  input.seek(position)
  expect(text(await input.read())).toBe(rest)
})

test('blocks', async () => {
  const input = new SeekableInput(bytes('abc'))
  await input.read(1)
  const blocks: string[] = []
  for await (const block of input) blocks.push(text(block))
  for await (const block of input) blocks.push(text(block))
  expect(blocks).toEqual(['bc'])
})

test.each([
  [-1, 3],
  [0, 3],
  [1, 1],
  [2, 1],
  [3, 2],
  [100, 3],
])('lines with a hint of %i', async (hint, count) => {
  expect(await new SeekableInput(bytes('a\nb\nc')).readlines(hint)).toHaveLength(count)
  expect(await linesOf(new SeekableInput(bytes('a\nb\nc')), hint)).toHaveLength(count)
})

test('which inputs can be read again', () => {
  expect([isSeekable(new SeekableInput()), isSeekable(streamInput(new Blob([]).stream()))]).toEqual([
    true,
    false,
  ])
})

describe('streamInput', () => {
  test('reads nothing before it is read', async () => {
    let asked = 0
    async function* blocks(): AsyncGenerator<Uint8Array, void> {
      for (const block of ['a\nb', 'c']) {
        asked++
        yield bytes(block)
      }
    }
    const input = streamInput(blocks())
    expect(asked).toBe(0)
    expect([text(await input.readline()), asked]).toEqual(['a\n', 1])
    expect([text(await input.read()), asked]).toEqual(['bc', 2])
    expect((await input.read()).length).toBe(0)
  })
})
