import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingBuffer } from '../src/growing-buffer.ts'

test('what waits is what was pushed and not yet read; views stay what they are', () => {
  const block = fc.uint8Array({ minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.array(fc.tuple(block, fc.nat(25))), (steps) => {
      const buffer = new GrowingBuffer()
      let expected: number[] = []
      const views: [Uint8Array, number[]][] = []
      for (const [pushed, count] of steps) {
        buffer.push(pushed)
        expected = [...expected, ...pushed]
        const taken = Math.min(count, expected.length)
        views.push([buffer.bytes.subarray(buffer.at, buffer.at + taken), expected.slice(0, taken)])
        buffer.at += taken
        expected = expected.slice(taken)
        expect(buffer.waiting).toBe(expected.length)
        expect([...buffer.bytes.subarray(buffer.at, buffer.end)]).toEqual(expected)
      }
      for (const [view, content] of views) expect([...view]).toEqual(content)
    }),
  )
})

test('the block that was pushed is not written to', () => {
  const room = new Uint8Array(4).fill(7)
  const buffer = new GrowingBuffer()
  buffer.push(room.subarray(0, 1))
  buffer.push(Uint8Array.of(1))
  expect([...room]).toEqual([7, 7, 7, 7])
})
