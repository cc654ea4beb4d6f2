import { expect, test } from 'vitest'
import { getContentLength } from '../../../src/sansio/utils/get-content-length.ts'

test.each([
  [undefined, undefined, null],
  [null, 'gzip', null],
  ['0', null, 0],
  ['12', undefined, 12],
  [' 12 ', '', 12],
  ['007', null, 7],
  ['12', 'gzip', 12],
  ['12', 'gzip, Chunked', null],
  ['12', 'x-chunked', 12],
  ['', null, 0],
  ['-1', null, 0],
  ['+1', null, 0],
  ['1_0', null, 0],
  ['1e3', null, 0],
  ['\u0665', null, 0],
  ['99999999999999999999', null, 1e20],
] as [string | null | undefined, string | null | undefined, number | null][])(
  '%j and %j give %j',
  (length, coding, wanted) => {
    expect(getContentLength(length, coding)).toBe(wanted)
  },
)
