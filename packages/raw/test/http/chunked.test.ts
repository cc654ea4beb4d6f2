import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ChunkedDecoder,
  LAST_CHUNK,
  encodeChunk,
  formatChunkSize,
  formatLastChunk,
} from '../../src/http/chunked.ts'
import type { ChunkedOptions } from '../../src/http/chunked.ts'
import { isMessageFault } from '../../src/http/message-error.ts'
import { bytesOf, cut, cuts, somePlaces, textOfBytes } from './blocks.ts'
import { megabyte, textOf } from './hostile-text.ts'

/** The content and what is left behind it, or the error, or that there should be more. */
interface Outcome {
  readonly end: string
  readonly content?: string
  readonly trailers?: readonly string[]
  readonly rest?: string
}

function feed(blocks: readonly Uint8Array[], options: ChunkedOptions = {}): Outcome {
  const decoder = new ChunkedDecoder(options)
  let content = ''
  let rest = ''
  try {
    for (const block of blocks) {
      for (const data of decoder.push(block)) content += textOfBytes(data)
      rest += textOfBytes(block.subarray(decoder.end))
    }
  } catch (error) {
    if (!isMessageFault(error)) throw error
    return { end: `${error.status} ${error.code}` }
  }
  return { end: decoder.done ? 'done' : 'more', content, trailers: decoder.trailers, rest }
}

const decode = (text: string, options?: ChunkedOptions): Outcome => feed([bytesOf(text)], options)

const GOOD: [text: string, content: string, trailers?: string[], rest?: string][] = [
  ['0\r\n\r\n', ''],
  ['5\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['5\r\nhello\r\n6\r\n world\r\n000\r\n\r\n', 'hello world'],
  ['A\r\n0123456789\r\n0\r\n\r\n', '0123456789'],
  ['0000a\r\n0123456789\r\n0\r\n\r\n', '0123456789'],
  ['7\r\na\r\nb\0c\xff\r\n0\r\n\r\n', 'a\r\nb\0c\xff'],
  ['5;ext=val\r\nhello\r\n0;a;b=c\r\n\r\n', 'hello'],
  ['5;ext="a;\\"b"\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['5 ; a = b ;c\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['0\r\nX-T: v\r\nb:\r\n\r\n', '', ['X-T', 'v', 'b', '']],
  ['1\r\nx\r\n0\r\n\r\nGET /', 'x', [], 'GET /'],
]

const BAD: [text: string, end: string, rule: string][] = [
  ['\r\n', '400 ERR_CHUNK_SIZE', '7.1'],
  ['g\r\n', '400 ERR_CHUNK_SIZE', '7.1'],
  ['+5\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['-5\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['0x5\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5_0\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5.0\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5,5\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5h\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5\0\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['\xb2\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  [' 5\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5 \r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5\rhello\r\n', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5\r\r\nhello', '400 ERR_CHUNK_SIZE', '7.1'],
  ['5\nhello', '400 ERR_BARE_LF', '2.2'],
  ['5;a\nhello', '400 ERR_BARE_LF', '2.2'],
  ['5\r\nhello\r\n0\n\r\n', '400 ERR_BARE_LF', '2.2'],
  ['0\r\n\n', '400 ERR_BARE_LF', '2.2'],
  ['0\r\nX-T: v\n\r\n', '400 ERR_BARE_LF', '2.2'],
  ['5;\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a=\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;=b\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a b\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a \r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a\0\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a="b\r\nhello"\r\n', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a="\x01"\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5;a="b"c\r\nhello', '400 ERR_CHUNK_EXTENSION', '7.1.1'],
  ['5\r\nhelloXX\r\n', '400 ERR_CHUNK_END', '7.1'],
  ['5\r\nhello0\r\n\r\n', '400 ERR_CHUNK_END', '7.1'],
  ['5\r\nhello\n0\r\n\r\n', '400 ERR_CHUNK_END', '7.1'],
  ['5\r\nhello\r0\r\n\r\n', '400 ERR_CHUNK_END', '7.1'],
  ['0\r\nX T: v\r\n\r\n', '400 ERR_FIELD_NAME', '5.1'],
  ['0\r\nX-T : v\r\n\r\n', '400 ERR_FIELD_NAME', '5.1'],
  ['0\r\nX-T: v\r\n w\r\n\r\n', '400 ERR_OBS_FOLD', '5.2'],
  ['0\r\nX-T: \0\r\n\r\n', '400 ERR_FIELD_VALUE', '5.5'],
]

describe('ChunkedDecoder, RFC 9112 section 7.1', () => {
  test.each(GOOD)('reads %j, however it is cut', (text, content, trailers = [], rest = '') => {
    for (const blocks of cuts(bytesOf(text))) {
      expect(feed(blocks)).toEqual({ end: 'done', content, trailers, rest })
    }
  })

  test.each(BAD)('answers %j with %s (section %s), however it is cut', (text, end) => {
    for (const blocks of cuts(bytesOf(text))) expect(feed(blocks)).toEqual({ end })
  })

  test.each(GOOD.map(([text, , , rest = '']) => text.slice(0, text.length - rest.length)))(
    'waits for the rest of %j at each place',
    (text) => {
      for (let end = 0; end < text.length; end++) expect(decode(text.slice(0, end)).end).toBe('more')
    },
  )

  test('errors of a response have the status 502', () => {
    expect(decode('g\r\n', { status: 502 }).end).toBe('502 ERR_CHUNK_SIZE')
    expect(decode('fffffffffffffff\r\n', { status: 502 }).end).toBe('502 ERR_BODY_TOO_LARGE')
    expect(decode(`0\r\n${'A: b\r\n'.repeat(101)}`, { status: 502 }).end).toBe('502 ERR_TOO_MANY_FIELDS')
  })

  test('gives views of the block, not copies', () => {
    const block = bytesOf('5\r\nhello\r\n0\r\n\r\n')
    const [data] = new ChunkedDecoder().push(block)
    expect(data?.buffer).toBe(block.buffer)
  })

  test('begins where it is told to', () => {
    const decoder = new ChunkedDecoder()
    expect(decoder.push(bytesOf('xx1\r\na\r\n0\r\n\r\nrest'), 2).map(textOfBytes)).toEqual(['a'])
    expect(decoder.end).toBe(13)
  })

  test('any text, cut anywhere, gives the same as in one piece', () => {
    fc.assert(
      fc.property(textOf('0123af;="\r\n \0x:'), somePlaces, (text, places) => {
        const bytes = bytesOf(`3;a=b\r\nabc\r\n${text}\r\n0\r\n\r\n`)
        expect(feed(cut(bytes, places))).toEqual(feed([bytes]))
      }),
    )
  })
})

describe('limits', () => {
  test.each<[what: string, text: string, options: ChunkedOptions, end: string]>([
    ['16 digits', `${'0'.repeat(15)}1\r\na\r\n0\r\n\r\n`, {}, 'done'],
    ['17 digits', `${'0'.repeat(16)}1\r\na\r\n0\r\n\r\n`, {}, '413 ERR_CHUNK_HEADER_TOO_LARGE'],
    ['zeros without end', '0'.repeat(100_000), {}, '413 ERR_CHUNK_HEADER_TOO_LARGE'],
    ['a size above 2^53', 'ffffffffffffffff\r\n', {}, '413 ERR_BODY_TOO_LARGE'],
    ['a size above 2^32', '100000005\r\nhello', {}, 'more'],
    ['content of 10', '5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n', { maxBytes: 10 }, 'done'],
    ['content of 11', '5\r\nhello\r\n6\r\n', { maxBytes: 10 }, '413 ERR_BODY_TOO_LARGE'],
    ['16384 bytes of extensions', `1;${'e'.repeat(16_383)}\r\na\r\n0\r\n\r\n`, {}, 'done'],
    ['one more', `1;${'e'.repeat(16_384)}\r\na\r\n0\r\n\r\n`, {}, '413 ERR_CHUNK_HEADER_TOO_LARGE'],
    ['extensions without end', `1;${'e'.repeat(100_000)}`, {}, '413 ERR_CHUNK_HEADER_TOO_LARGE'],
    ['many extensions', `1;${'e'.repeat(99)}\r\na\r\n`.repeat(164), {}, '413 ERR_CHUNK_HEADER_TOO_LARGE'],
    ['100 trailers', `0\r\n${'A: b\r\n'.repeat(100)}\r\n`, {}, 'done'],
    ['101 trailers', `0\r\n${'A: b\r\n'.repeat(101)}\r\n`, {}, '431 ERR_TOO_MANY_FIELDS'],
    ['trailers of 65536 bytes', `0\r\nA: ${'a'.repeat(65_531)}\r\n\r\n`, {}, 'done'],
    ['trailers of 65537 bytes', `0\r\nA: ${'a'.repeat(65_532)}\r\n\r\n`, {}, '431 ERR_FIELDS_TOO_LARGE'],
    ['a trailer without end', `0\r\nA: ${'a'.repeat(200_000)}`, {}, '431 ERR_FIELDS_TOO_LARGE'],
  ])('%s', (_, text, options, end) => {
    const bytes = bytesOf(text)
    expect(feed([bytes], options).end).toBe(end)
    expect(feed(cut(bytes, [1, 20, 16_390, 65_538, 65_539, 65_540, 65_541, 65_542]), options).end).toBe(end)
  })

  test('a megabyte of chunks of one byte', () => {
    expect(decode(megabyte('1\r\nx\r\n', '', LAST_CHUNK)).content?.length).toBe(166_667)
  })
})

describe('encoding', () => {
  test('what is written is what is read', () => {
    const blocks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 })
    fc.assert(
      fc.property(blocks, somePlaces, (datas, places) => {
        const text = `${datas.map((data) => textOfBytes(encodeChunk(data))).join('')}${LAST_CHUNK}`
        const content = datas.map(textOfBytes).join('')
        expect(feed(cut(bytesOf(text), places))).toEqual({ end: 'done', content, trailers: [], rest: '' })
      }),
    )
  })

  test('an empty block is no chunk, which would be the last one', () => {
    expect(encodeChunk(new Uint8Array(0))).toHaveLength(0)
  })

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('a size of %s is refused', (size) => {
    expect(() => formatChunkSize(size)).toThrow(RangeError)
  })

  test.each([
    ['Content-Length', '5'],
    ['transfer-encoding', 'chunked'],
    ['Host', 'a'],
    ['A b', 'c'],
    ['A', 'b\r\nC: d'],
  ])('no trailer %s: %j', (name, value) => {
    expect(() => formatLastChunk([[name, value]])).toThrow(TypeError)
  })
})
