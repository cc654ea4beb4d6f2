import { describe, expect, test } from 'vitest'
import { fileTag, judgeConditions, rangeIsCurrent, type Condition } from '@triptych/raw/static'

const SAME = 'Sun, 06 Nov 1994 08:49:37 GMT'
const BEFORE = 'Sun, 06 Nov 1994 08:49:36 GMT'
const AFTER = 'Sun, 06 Nov 1994 08:49:38 GMT'
const state = { tag: { value: 'a', weak: false }, lastModified: 784_111_777_500 }

interface Row {
  readonly name: string
  readonly fields: Record<string, string>
  readonly expected: Condition
  readonly rule: string
}

const rows: readonly Row[] = [
  { name: 'none', fields: {}, expected: 'send', rule: '13.2.1' },
  { name: 'same tag', fields: { IF_NONE_MATCH: '"a"' }, expected: 'not-modified', rule: '13.1.2' },
  { name: 'weak tag', fields: { IF_NONE_MATCH: '"b", W/"a"' }, expected: 'not-modified', rule: '13.1.2' },
  { name: 'other tag', fields: { IF_NONE_MATCH: '"b"' }, expected: 'send', rule: '13.1.2' },
  { name: 'any tag', fields: { IF_NONE_MATCH: '*' }, expected: 'not-modified', rule: '13.1.2' },
  { name: 'no tag at all', fields: { IF_NONE_MATCH: 'a' }, expected: 'send', rule: '13.1.2' },
  {
    name: 'the tag stands before the date',
    fields: { IF_NONE_MATCH: '"b"', IF_MODIFIED_SINCE: AFTER },
    expected: 'send',
    rule: '13.2.2 step 3',
  },
  { name: 'same date', fields: { IF_MODIFIED_SINCE: SAME }, expected: 'not-modified', rule: '13.1.3' },
  { name: 'later date', fields: { IF_MODIFIED_SINCE: AFTER }, expected: 'not-modified', rule: '13.1.3' },
  { name: 'earlier date', fields: { IF_MODIFIED_SINCE: BEFORE }, expected: 'send', rule: '13.1.3' },
  { name: 'no date', fields: { IF_MODIFIED_SINCE: 'today' }, expected: 'send', rule: '13.1.3' },
  { name: 'wanted tag', fields: { IF_MATCH: '"b", "a"' }, expected: 'send', rule: '13.1.1' },
  { name: 'wanted any', fields: { IF_MATCH: '*' }, expected: 'send', rule: '13.1.1' },
  { name: 'wanted other', fields: { IF_MATCH: '"b"' }, expected: 'failed', rule: '13.1.1' },
  { name: 'wanted weakly', fields: { IF_MATCH: 'W/"a"' }, expected: 'failed', rule: '13.1.1, strong' },
  { name: 'unmodified', fields: { IF_UNMODIFIED_SINCE: SAME }, expected: 'send', rule: '13.1.4' },
  { name: 'modified', fields: { IF_UNMODIFIED_SINCE: BEFORE }, expected: 'failed', rule: '13.1.4' },
  {
    name: 'If-Match stands before If-Unmodified-Since',
    fields: { IF_MATCH: '"a"', IF_UNMODIFIED_SINCE: BEFORE },
    expected: 'send',
    rule: '13.2.2 step 2',
  },
  {
    name: 'failed stands before not modified',
    fields: { IF_MATCH: '"b"', IF_NONE_MATCH: '"a"' },
    expected: 'failed',
    rule: '13.2.2 step 1',
  },
]

const environ = (fields: Record<string, string>, method = 'GET'): Record<string, string> => ({
  REQUEST_METHOD: method,
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`HTTP_${name}`, value])),
})

describe('judgeConditions', () => {
  test.each(rows)('$name ($rule)', ({ fields, expected }) => {
    expect(judgeConditions(environ(fields), state)).toBe(expected)
    expect(judgeConditions(environ(fields, 'HEAD'), state)).toBe(expected)
  })

  test('for other methods a match fails, and If-Modified-Since says nothing', () => {
    expect(judgeConditions(environ({ IF_NONE_MATCH: '*' }, 'PUT'), state)).toBe('failed')
    expect(judgeConditions(environ({ IF_MODIFIED_SINCE: AFTER }, 'PUT'), state)).toBe('send')
  })

  test('without validators only * is answered', () => {
    expect(judgeConditions(environ({ IF_NONE_MATCH: '"a"', IF_MODIFIED_SINCE: AFTER }), {})).toBe('send')
    expect(judgeConditions(environ({ IF_MATCH: '"a"' }), {})).toBe('failed')
  })
})

test.each([
  ['"a"', true],
  ['W/"a"', false],
  ['"b"', false],
  [SAME, true],
  [AFTER, false],
  [BEFORE, false],
  ['', false],
])('If-Range: %s', (field, expected) => {
  expect(rangeIsCurrent(environ({ IF_RANGE: field }), state)).toBe(expected)
})

test('tags differ by time, size and coding', () => {
  const tags = [
    fileTag({ modified: 1, size: 1 }),
    fileTag({ modified: 1, size: 2 }),
    fileTag({ modified: 2, size: 1 }),
    fileTag({ modified: 1, size: 1 }, 'br'),
  ].map(({ value }) => value)
  expect(new Set(tags).size).toBe(4)
})
