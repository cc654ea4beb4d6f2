import { expect, test } from 'vitest'
import { MultipartLines } from '../../src/request/multipart-lines.ts'

const encoder = new TextEncoder()
const parts = (body: string, boundary = 'xyz'): [string[][], string][] =>
  [...new MultipartLines(encoder.encode(body), boundary)].map(({ headers, content }) => [
    headers.map((field) => [...field]),
    new TextDecoder().decode(content),
  ])

test.each<[what: string, body: string, expected: [string[][], string][]]>([
  ['lines that end with a line feed alone', '--xyz\nA: b\n\nc\n--xyz--\n', [[[['A', 'b']], 'c']]],
  ['blanks behind the boundary', '--xyz \t\r\n\r\nc\r\n--xyz-- \r\n', [[[], 'c']]],
  ['what stands before the first boundary', 'hi\r\n--xyz--\r\n--xyz\r\n\r\nc', [[[], 'c']]],
  ['a boundary in the middle of a line', '--xyz\r\n\r\na--xyz\r\n--xyz--', [[[], 'a--xyz']]],
  ['a longer boundary', '--xyz\r\n\r\n--xyzz\r\n--xyz', [[[], '--xyzz']]],
  ['only the last line end goes', '--xyz\r\n\r\nc\r\n\r\n\r\n--xyz--', [[[], 'c\r\n\r\n']]],
  ['a carriage return alone stays', '--xyz\n\nc\r--\n--xyz--', [[[], 'c\r--']]],
  ['folded fields', '--xyz\r\nA: b\r\n  c\r\n\r\n', [[[['A', 'b  c']], '']]],
  ['fields behind what is none', '--xyz\r\nA: b\r\nnone\r\nC: d\r\n\r\n', [[[['A', 'b']], '']]],
  ['the end of the body in a header', '--xyz\r\nA: b', [[[['A', 'b']], '']]],
  ['an empty part at the end', '--xyz\r\n\r\nc\r\n--xyz\r\n', [[[], 'c']]],
])('%s', (_what, body, expected) => {
  expect(parts(body)).toEqual(expected)
})

test('the header of a part has 16 KiB at most', () => {
  const head = (length: number): string => `--xyz\r\nA: ${'b'.repeat(length - 7)}\r\n\r\nc`
  expect(parts(head(16 * 1024))).toHaveLength(1)
  expect(() => parts(head(16 * 1024 + 1))).toThrow(
    expect.objectContaining({ status: 413, code: 'ERR_FORM_HEADER' }),
  )
})

test('contents are views of the body', () => {
  const body = encoder.encode('--xyz\r\n\r\ncontent\r\n--xyz--')
  const [part] = new MultipartLines(body, 'xyz')
  expect(part?.content.buffer).toBe(body.buffer)
})
