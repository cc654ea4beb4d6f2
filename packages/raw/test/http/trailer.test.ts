import { expect, test } from 'vitest'
import { mayBeTrailer } from '@triptych/raw/http'

test.each([
  ['Digest', true],
  ['Server-Timing', true],
  ['x-checksum', true],
  ['Host', false],
  ['CONTENT-LENGTH', false],
  ['Connection', false],
  ['TE', false],
  ['Set-Cookie', false],
  ['Trailer', false],
])('%s: %s', (name, may) => {
  expect(mayBeTrailer(name)).toBe(may)
})
