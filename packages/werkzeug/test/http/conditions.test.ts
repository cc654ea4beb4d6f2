import { expect, test } from 'vitest'
import { isModified, type ConditionFields, type ResourceState } from '../../src/http/conditions.ts'

const BEFORE = 'Sun, 06 Nov 1994 08:49:36 GMT'
const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT'
const changed = new Date('1994-11-06T08:49:37.900Z')
const abc = new TextEncoder().encode('abc')
const ABC = '"a9993e364706816aba3e25717850c26c9cd0d89d"'

test.each<[name: string, fields: ConditionFields, state: ResourceState, modified: boolean]>([
  ['no condition', {}, { etag: 'a', lastModified: changed }, true],
  ['same second', { httpIfModifiedSince: DATE }, { lastModified: changed }, false],
  ['a second before', { httpIfModifiedSince: BEFORE }, { lastModified: changed }, true],
  ['a date as text', { httpIfModifiedSince: DATE }, { lastModified: DATE }, false],
  ['a date that is none', { httpIfModifiedSince: 'x' }, { lastModified: changed }, true],
  ['no date known', { httpIfModifiedSince: DATE }, {}, true],
  ['same tag', { httpIfNoneMatch: '"a"' }, { etag: '"a"' }, false],
  ['weak against strong', { httpIfNoneMatch: 'W/"a"' }, { etag: 'a' }, false],
  ['strong against weak', { httpIfNoneMatch: '"a"' }, { etag: 'W/"a"' }, false],
  ['star', { httpIfNoneMatch: '*' }, { etag: 'a' }, false],
  ['empty tag', { httpIfNoneMatch: '""' }, { etag: '""' }, false],
  [
    'a tag overrides a date',
    { httpIfNoneMatch: '"b"', httpIfModifiedSince: DATE },
    { etag: 'a', lastModified: changed },
    true,
  ],
  [
    'no tag known: the date counts',
    { httpIfNoneMatch: '"b"', httpIfModifiedSince: DATE },
    { lastModified: changed },
    false,
  ],
  ['If-Match: same', { httpIfMatch: '"a"' }, { etag: 'a' }, true],
  ['If-Match: another', { httpIfMatch: '"b"' }, { etag: 'a' }, false],
  ['If-Match: weak never', { httpIfMatch: 'W/"a"' }, { etag: 'a' }, false],
  ['If-Match overrides both', { httpIfMatch: '"a"', httpIfNoneMatch: '"a"' }, { etag: 'a' }, true],
  ['tag of data', { httpIfNoneMatch: ABC }, { data: abc }, false],
  ['If-Range is not looked at', { httpRange: '', httpIfRange: '"a"' }, { etag: 'a' }, true],
  ['If-Range: same', { httpRange: '', httpIfRange: '"a"' }, { etag: 'a', ignoreIfRange: false }, false],
  ['If-Range: another', { httpRange: '', httpIfRange: '"b"' }, { etag: 'a', ignoreIfRange: false }, true],
  ['If-Range without Range', { httpIfRange: '"a"' }, { etag: 'a', ignoreIfRange: false }, true],
  [
    'If-Range: date',
    { httpRange: '', httpIfRange: DATE },
    { lastModified: changed, ignoreIfRange: false },
    false,
  ],
  [
    'If-Range: date overrides',
    { httpRange: '', httpIfRange: BEFORE, httpIfModifiedSince: DATE },
    { lastModified: changed, ignoreIfRange: false },
    true,
  ],
])('%s', (_, fields, state, modified) => {
  expect(isModified(fields, state)).toBe(modified)
})

test('a tag and data do not go together', () => {
  expect(() => isModified({}, { etag: 'a', data: abc })).toThrow(TypeError)
})
