import fc from 'fast-check'
import { expect, test } from 'vitest'
import { latin1 } from '../../src/http/latin1.ts'

test('each byte is one character, whatever surrounds the range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), (bytes, a, b) => {
      const start = Math.min(a, b, bytes.length)
      const end = Math.min(Math.max(a, b), bytes.length)
      expect(latin1(bytes, start, end)).toBe(Buffer.from(bytes).toString('latin1', start, end))
    }),
  )
})

test('the bytes at which windows-1252 differs, and a byte order mark', () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, at) => 0x70 + at)
  expect(latin1(bytes, 0, 64)).toBe(String.fromCharCode(...bytes))
  const mark = new Uint8Array([0xef, 0xbb, 0xbf, ...Array.from({ length: 20 }, () => 0x61)])
  expect(latin1(mark, 0, 23)).toBe(`\xef\xbb\xbf${'a'.repeat(20)}`)
})
