import { setupTestingDefaults } from '@triptych/raw'
import { endToEndFields, environBody, environFields } from '@triptych/raw/client'
import { expect, test } from 'vitest'

const environ = (more: Record<string, unknown>) => ({ ...setupTestingDefaults({}), HTTP_HOST: 'a', ...more })

test.each([
  ['a field', { HTTP_X_A: '1' }, [['X-A', '1']]],
  ['what Connection nominates', { HTTP_X_A: '1', HTTP_CONNECTION: 'close, x-a' }, []],
  ['what a connection keeps', { HTTP_TE: 'trailers', HTTP_KEEP_ALIVE: '5', HTTP_TRAILER: 'x' }, []],
  [
    'the type and length',
    { CONTENT_TYPE: 'a/b', CONTENT_LENGTH: '3' },
    [
      ['Content-Type', 'a/b'],
      ['Content-Length', '3'],
    ],
  ],
  ['a length that is none', { CONTENT_LENGTH: '3x' }, []],
])('environFields: %s', (_, more, expected) => {
  expect(environFields(environ(more))).toEqual([['Host', 'a'], ...expected])
})

test.each([
  ['no length', {}, true],
  ['nothing', { CONTENT_LENGTH: '0' }, true],
  ['three bytes', { CONTENT_LENGTH: '3' }, false],
  ['chunks', { 'wsgi.input_terminated': true }, false],
])('environBody: %s', (_, more, isNull) => {
  expect(environBody(environ(more)) === null).toBe(isNull)
})

test('environBody stops at the length, and where the input does', async () => {
  const reads: number[] = []
  const input = {
    read: async (size: number) => {
      reads.push(size)
      return new Uint8Array(reads.length === 1 ? 2 : 0)
    },
  }
  const blocks: number[] = []
  const body = environBody(environ({ CONTENT_LENGTH: '5', 'wsgi.input': input }))
  for await (const block of body ?? []) blocks.push(block.length)
  expect([reads, blocks]).toEqual([[5, 3], [2]])
})

test('endToEndFields keeps order, case and repeated fields', () => {
  const headers: [string, string][] = [
    ['Set-Cookie', 'a'],
    ['set-cookie', 'b'],
    ['Upgrade', 'x'],
    ['ETag', '"e"'],
  ]
  expect(endToEndFields(headers)).toEqual([
    ['Set-Cookie', 'a'],
    ['set-cookie', 'b'],
    ['ETag', '"e"'],
  ])
})
