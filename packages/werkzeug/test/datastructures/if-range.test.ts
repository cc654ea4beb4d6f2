import { IfRange } from '@triptych/werkzeug/datastructures'
import { expect, test } from 'vitest'

test.each<[string | null, string | null, Date | null, string]>([
  ['"a"', 'a', null, '"a"'],
  ['W/"a"', 'a', null, '"a"'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', null, new Date(0), 'Thu, 01 Jan 1970 00:00:00 GMT'],
  [null, null, null, ''],
])('IfRange %j', (header, etag, date, written) => {
  const range = IfRange.fromHeader(header)
  expect([range.etag, range.date, String(range)]).toEqual([etag, date, written])
  expect(IfRange.fromHeader(range.toHeader()).equals(range)).toBe(true)
})
