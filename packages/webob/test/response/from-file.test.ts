import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Response } from '@triptych/webob/response'
import { readResponse } from '../../src/response/from-file.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT = 'HTTP/1.1 404 Not Here\r\nX-A: b:c\r\nContent-Length: 2\r\n\r\nhi!'

describe('readResponse', () => {
  test.each([
    ['text', TEXT],
    ['bytes', bytes(TEXT)],
    ['line ends of Unix', TEXT.replaceAll('\r\n', '\n')],
    ['single bytes', Array.from(bytes(TEXT), (byte) => new Uint8Array([byte]))],
    ['a stream', new Blob([TEXT]).stream()],
  ])('of %s', async (_, source) => {
    const { status, headerlist, body } = await readResponse(source)
    expect([status, headerlist, new TextDecoder().decode(body)]).toEqual([
      '404 Not Here',
      [
        ['X-A', 'b:c'],
        ['Content-Length', '2'],
      ],
      'hi!',
    ])
  })

  test('without a version, without an end of the head', async () => {
    const { status, headerlist, body } = await readResponse('200 OK\nA: b')
    expect([status, headerlist, body.length]).toEqual(['200 OK', [['A', 'b']], 0])
  })

  test('bytes of fields are one character each', async () => {
    const { headerlist } = await readResponse(new Uint8Array([0x32, 0x0a, 0x41, 0x3a, 0xe9, 0x0a]))
    expect(headerlist).toEqual([['A', '\xe9']])
  })

  test.each([
    ['a line without a colon', '200 OK\r\nno field\r\n\r\n'],
    ['a version alone', 'HTTP/1.1'],
    ['a version and a code', 'HTTP/1.1 200'],
  ])('%s is no response', async (_, text) => {
    await expect(readResponse(text)).rejects.toBeInstanceOf(SyntaxError)
  })

  test.each([
    ['blanks', `HTTP/1 2${' '.repeat(1_000_000)}x\rx`],
    ['a name', `HTTP/${'a'.repeat(1_000_000)}`],
    ['fields', `200 OK\n${'A: b\n'.repeat(200_000)}`],
  ])('a million bytes of %s take linear time', async (_, text) => {
    await expect(
      readResponse(text).then(
        () => 'read',
        () => 'refused',
      ),
    ).resolves.toMatch(/read|refused/)
  })
})

describe('Response.fromFile', () => {
  test('takes as many bytes as Content-Length says, none without or below zero', async () => {
    expect(await (await Response.fromFile(TEXT)).text()).toBe('hi')
    expect(await (await Response.fromFile('200 OK\n\nhi')).text()).toBe('')
    expect(await (await Response.fromFile('200 OK\nContent-Length: -1\n\nhi')).text()).toBe('')
  })

  test.each([
    ['a carriage return in a value', '200 OK\nA: b\rSet-Cookie: c=d\n\n'],
    ['a field without a name', '200 OK\n: b\n\n'],
    ['a nought', '200 OK\nA: \0b\n\n'],
    ['a status that is none', 'OK\n\n'],
  ])('refuses %s', async (_, text) => {
    await expect(Response.fromFile(text)).rejects.toBeInstanceOf(Error)
  })

  test('reads what a response writes of itself', async () => {
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 5 }),
        fc.string({ unit: 'binary' }),
        async (values, body) => {
          const response = new Response(body, { contentType: 'text/plain' })
          for (const each of values) response.headers.add('X-Value', each)
          const read = await Response.fromFile(String(response))
          expect(read.status).toBe('200 OK')
          expect(new Set(read.headerlist.map(String))).toEqual(new Set(response.headerlist.map(String)))
          expect(await read.text()).toBe(body)
        },
      ),
    )
  })
})
