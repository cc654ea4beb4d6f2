import { describe, expect, test } from 'vitest'
import { readRequest, readRequestFrom } from '../../src/request/from-bytes.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const bodyOf = async (environ: { 'wsgi.input': { read(): Promise<Uint8Array> } }): Promise<string> =>
  new TextDecoder().decode(await environ['wsgi.input'].read())

describe('readRequest', () => {
  test.each<[text: string, keys: object, body: string, rest: number]>([
    ['GET / HTTP/1.1', { REQUEST_METHOD: 'GET', PATH_INFO: '/', SERVER_PROTOCOL: 'HTTP/1.1' }, '', 0],
    [
      'get  /a%20b?c  HTTP/1.0\r\n\r\n',
      { REQUEST_METHOD: 'GET', PATH_INFO: '/a b', QUERY_STRING: 'c' },
      '',
      0,
    ],
    ['GET http://h:81/ HTTP/1.1\n\n', { SERVER_NAME: 'h', SERVER_PORT: '81', HTTP_HOST: undefined }, '', 0],
    ['GET / HTTP/1.1\nHost: b\n', { HTTP_HOST: 'b' }, '', 0],
    ['GET / HTTP/1.1\nA: 1\nB: 2\na:  3 \n\n', { HTTP_A: '1, 3', HTTP_B: '2' }, '', 0],
    ['POST / HTTP/1.1\nContent-Length: 2\n\nabc', { CONTENT_LENGTH: '2' }, 'ab', 1],
    ['POST / HTTP/1.1\nContent-Length: 5\n\nabc', { CONTENT_LENGTH: '3' }, 'abc', 0],
    ['POST / HTTP/1.1\n\nall\n\nof it', { CONTENT_LENGTH: '10' }, 'all\n\nof it', 0],
    ['POST / HTTP/1.1\nContent-Length: no\n\nabc', { CONTENT_LENGTH: '3' }, 'abc', 0],
    ['GET / HTTP/1.1\nA: caf\xc3\xa9 \xff\n\n', { HTTP_A: 'caf\xc3\xa9 \xff' }, '', 0],
    ['GET / HTTP/1.1\n \t \r\nA: b', { HTTP_A: undefined }, 'A: b', 0],
    ['GET / HTTP/1.1\nX_A: 1\nProxy: evil\n\n', { HTTP_X_A: undefined, HTTP_PROXY: undefined }, '', 0],
  ])('%j', async (text, keys, body, rest) => {
    const read = readRequest(bytes(text))
    expect(read.environ).toEqual(
      expect.objectContaining(
        Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)),
      ),
    )
    for (const [key, value] of Object.entries(keys)) expect(read.environ[key]).toBe(value)
    expect([await bodyOf(read.environ), read.rest]).toEqual([body, rest])
    expect(await bodyOf(await readRequestFrom([bytes(text)]))).toBe(body)
  })

  test.each([
    ['', SyntaxError],
    ['GET /', SyntaxError],
    ['\r\n\r\n', SyntaxError],
    ['GET / HTTP/1.1\nno field\n\n', SyntaxError],
    ['GET / HTTP/1.1\nA b: c\n\n', TypeError],
    ['GET / HTTP/1.1\nA: b\0c\n\n', TypeError],
    ['GET /caf\xc3\xa9 HTTP/1.1\n\n', TypeError],
    ['GET http://h/#f HTTP/1.1\n\n', TypeError],
  ])('%j is none', async (text, error) => {
    expect(() => readRequest(bytes(text))).toThrow(error)
    await expect(readRequestFrom([bytes(text)])).rejects.toThrow(error)
  })

  test.each<[what: string, text: string]>([
    ['carriage returns', `GET / HTTP/1.1\nA: b${'\r'.repeat(1_000_000)}`],
    ['blanks', `GET${' '.repeat(1_000_000)}/ HTTP/1.1`],
    ['the same field', `GET / HTTP/1.1\n${'a:b\n'.repeat(250_000)}`],
    ['blanks in a line', `GET / HTTP/1.1\nA: ${' '.repeat(1_000_000)}b`],
  ])('a megabyte of %s', (_what, text) => {
    expect(readRequest(bytes(text)).environ.REQUEST_METHOD).toBe('GET')
  })
})

test('what is wrong is shown in part', () => {
  const text = `GET / HTTP/1.1${'\r'.repeat(1_000_000)}x`
  expect(() => readRequest(bytes(text))).toThrow(/^.{1,400}$/)
})

describe('readRequestFrom', () => {
  /** Blocks, and how many were asked for, and whether they were closed. */
  function source(blocks: string[]): {
    blocks: AsyncGenerator<Uint8Array, void>
    asked: number
    isClosed: boolean
  } {
    const state = { asked: 0, isClosed: false, blocks: undefined as never }
    async function* read(): AsyncGenerator<Uint8Array, void> {
      try {
        for (const block of blocks) {
          state.asked++
          yield bytes(block)
        }
      } finally {
        state.isClosed = true
      }
    }
    return Object.assign(state, { blocks: read() })
  }

  test('takes as many blocks as it needs, and closes them', async () => {
    const it = source([
      'POST / HT',
      'TP/1.1\r',
      '\nContent-Length: 4\r\n\r\na',
      'bc',
      'de',
      'more',
      'and more',
    ])
    expect(await bodyOf(await readRequestFrom(it.blocks))).toBe('abcd')
    expect([it.asked, it.isClosed]).toEqual([5, true])
  })

  test('closes them when they are no request', async () => {
    const it = source(['no request\n', '\n', 'more'])
    await expect(readRequestFrom(it.blocks)).rejects.toThrow(SyntaxError)
    expect([it.asked, it.isClosed]).toEqual([2, true])
  })

  test('without a length the body is all there is', async () => {
    const it = source(['POST / HTTP/1.1\n\n', 'a', 'b'])
    expect(await bodyOf(await readRequestFrom(it.blocks))).toBe('ab')
    expect(it.isClosed).toBe(true)
  })
})
