import { bytes } from '@triptych/raw/util'
import { expect, test } from 'vitest'
import { readPartHead } from '../../../src/sansio/multipart/part-head.ts'

const D = 'Content-Disposition: form-data; name=a'

test.each<[what: string, header: string, fields: [string, string][]]>([
  ['folded lines', `X: 1\r\n 2\r\n\t3\n  4\r${D}`, [['X', '1 2 3  4']]],
  ['a first line that begins with a blank', ` X: 1\r\n${D}`, [['X', '1']]],
  ['empty lines', `X: 1\n\r${D}`, [['X', '1']]],
  ['no colon', `X\r\n${D}`, [['X', '']]],
  ['blanks around', `X :  1 \r\n${D}`, [['X', '1']]],
  [
    'the same name again',
    `X: 1\r\nx: 2\r\n${D}`,
    [
      ['X', '1'],
      ['x', '2'],
    ],
  ],
  ['text outside ASCII', `X: \u20ac\r\n${D}`, [['X', '\u20ac']]],
  ['what is no field', `a b: 1\r\n: 2\r\n(: 3\r\nX: a\0\r\n${D}`, []],
])('%s', (_what, header, fields) => {
  const { headers } = readPartHead(bytes(header))
  expect(headers.toWsgiList().slice(0, -1)).toEqual(fields)
  expect(headers.get('Content-Disposition')).toBe('form-data; name=a')
})

test('the first Content-Disposition counts', () => {
  expect(readPartHead(bytes(`${D}\r\ncontent-disposition: form-data; name=b`)).name).toBe('a')
})

test('a name with NUL is the name, though no header can hold it', () => {
  const head = readPartHead(bytes('Content-Disposition: form-data; name="a\0b"'))
  expect([head.name, head.headers.size]).toEqual(['a\0b', 0])
})

test.each(['', 'X: 1', '\r\n'])('no Content-Disposition in %j', (header) => {
  expect(() => readPartHead(bytes(header))).toThrow(SyntaxError)
})

test('a header of many lines', () => {
  expect(readPartHead(bytes(`${'X: 1\r\n'.repeat(10_000)}${D}`)).headers.getlist('X')).toHaveLength(10_000)
  expect(readPartHead(bytes(`X: ${'1\r\n '.repeat(100_000)}\r\n${D}`)).name).toBe('a')
})
