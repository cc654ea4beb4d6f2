import { expect, test } from 'vitest'
import { readResponse } from '../../src/response/from-file.ts'

test.each([
  ['200 OK\r\nA: b\r\n\r\nbody', '200 OK', [['A', 'b']], 'body'],
  ['HTTP/1.1 404 Not Found\nA: b\n\nbody', '404 Not Found', [['A', 'b']], 'body'],
  ['200 OK\r\n\r\n', '200 OK', [], ''],
])('%j', async (text, status, headerlist, body) => {
  const read = await readResponse(text)
  expect([read.status, read.headerlist, new TextDecoder().decode(read.body)]).toEqual([
    status,
    headerlist,
    body,
  ])
})

test.each(['200 OK\r\nno field\r\n\r\n'])('%j is none', async (text) => {
  await expect(readResponse(text)).rejects.toBeInstanceOf(SyntaxError)
})

test('a megabyte of fields is read in linear time', async () => {
  const { headerlist } = await readResponse(`200 OK\r\n${'A: b\r\n'.repeat(170_000)}\r\n`)
  expect(headerlist).toHaveLength(170_000)
})
