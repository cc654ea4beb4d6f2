import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Input, NO_INPUT, blocksOf } from '@triptych/raw/input'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)
const over = (...parts: string[]): Input => new Input(blocksOf(...parts.map(bytes)))

describe('read', () => {
  test('takes what is asked for across blocks, then what is left, then nothing', async () => {
    const input = over('ab', 'cde', '', 'f')
    expect(text(await input.read(3))).toBe('abc')
    expect(text(await input.read(0))).toBe('')
    expect(text(await input.read(100))).toBe('def')
    expect(text(await input.read(1))).toBe('')
    expect(text(await input.read())).toBe('')
  })

  test.each([undefined, -1])('of size %s takes everything', async (size) => {
    expect(text(await over('ab', 'c').read(size))).toBe('abc')
  })
})

describe('readline', () => {
  test('gives lines with their line feeds, across blocks', async () => {
    const input = over('one\ntw', 'o\n\nlast')
    expect(text(await input.readline())).toBe('one\n')
    expect(text(await input.readline())).toBe('two\n')
    expect(text(await input.readline())).toBe('\n')
    expect(text(await input.readline())).toBe('last')
    expect(text(await input.readline())).toBe('')
  })

  test('is cut at its size, and goes on after it', async () => {
    const input = over('abcdef\ng')
    expect(text(await input.readline(4))).toBe('abcd')
    expect(text(await input.readline(3))).toBe('ef\n')
    expect(text(await input.readline(3))).toBe('g')
  })
})

describe('readlines', () => {
  test('gives all lines', async () => {
    expect((await over('a\nb\n', 'c').readlines()).map(text)).toEqual(['a\n', 'b\n', 'c'])
  })

  test('stops once it has as many bytes as the hint', async () => {
    const input = over('a\nb\nc\n')
    expect((await input.readlines(3)).map(text)).toEqual(['a\n', 'b\n'])
    expect(text(await input.read())).toBe('c\n')
  })
})

test('iteration gives blocks as they come, none of them empty, after what was read before', async () => {
  const input = over('abc', '', 'de')
  await input.read(1)
  const blocks: string[] = []
  for await (const block of input) blocks.push(text(block))
  expect(blocks).toEqual(['bc', 'de'])
})

test('nothing is taken from the source before the first call', async () => {
  let asked = 0
  const input = new Input(() => {
    asked++
    return undefined
  })
  expect(asked).toBe(0)
  await input.read()
  expect(asked).toBe(1)
})

test('the error of the source reaches the reader', async () => {
  const input = new Input(() => {
    throw new RangeError('too much')
  })
  await expect(input.read()).rejects.toThrow('too much')
})

test('the empty input', async () => {
  expect(await NO_INPUT.read()).toHaveLength(0)
  expect(await NO_INPUT.readlines()).toEqual([])
})

test('any mix of calls gives the bytes in order, however they are cut into blocks', async () => {
  const call = fc.oneof(
    fc.record({ kind: fc.constant('read' as const), size: fc.nat(20) }),
    fc.record({ kind: fc.constant('readline' as const), size: fc.nat(20) }),
  )
  const blocks = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 9 }))
  await fc.assert(
    fc.asyncProperty(blocks, fc.array(call), async (parts, calls) => {
      const input = over(...parts)
      let got = ''
      for (const { kind, size } of calls) {
        const block = text(await input[kind](size))
        expect(block.length).toBeLessThanOrEqual(size)
        const lineEnd = kind === 'readline' ? block.indexOf('\n') + 1 || block.length : block.length
        expect(block).toHaveLength(lineEnd)
        got += block
      }
      expect(got + text(await input.read())).toBe(parts.join(''))
    }),
  )
})
