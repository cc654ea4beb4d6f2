import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ChunkedDecoder, encodeChunk, formatChunkSize, formatLastChunk } from '../../src/http/chunked.ts'
import type { ChunkedOptions } from '../../src/http/chunked.ts'
import { fromBytes, toBytes } from '../../src/http/utf8.ts'

interface Decoded {
  content: string
  done: boolean
  trailers: readonly string[]
  rest: string
}

function decode(text: string, cuts: number = text.length, limits: ChunkedOptions = {}): Decoded {
  const decoder = new ChunkedDecoder(limits)
  const bytes = toBytes(text)
  let content = ''
  let at = 0
  for (; at < bytes.length && !decoder.done;) {
    const block = bytes.subarray(at, at + cuts)
    for (const part of decoder.push(block)) content += fromBytes(part)
    at += decoder.end
  }
  return { content, done: decoder.done, trailers: decoder.trailers, rest: text.slice(at) }
}

const GOOD: [what: string, text: string, content: string, trailers: string[], rest: string][] = [
  ['nothing', '0\r\n\r\n', '', [], ''],
  ['one chunk', '3\r\nabc\r\n0\r\n\r\n', 'abc', [], ''],
  [
    'two chunks, hexadecimal, either case',
    'a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n',
    '0123456789abcdefghij',
    [],
    '',
  ],
  ['leading zeros', '003\r\nabc\r\n000\r\n\r\n', 'abc', [], ''],
  ['extensions', '3;a;b=c ; d = "e;\\"f"\r\nabc\r\n0;x\r\n\r\n', 'abc', [], ''],
  ['trailers', '0\r\nA: b\r\nC:d\r\n\r\n', '', ['A', 'b', 'C', 'd'], ''],
  ['what follows', '1\r\na\r\n0\r\n\r\nGET /', 'a', [], 'GET /'],
  ['line ends in the data', '4\r\n\r\n\r\n\r\n0\r\n\r\n', '\r\n\r\n', [], ''],
]

test.each(GOOD)('%s, whole and cut at every byte', (_what, text, content, trailers, rest) => {
  for (const cuts of [text.length, 1, 2, 3, 5]) {
    expect(decode(text, cuts)).toEqual({ content, done: true, trailers, rest })
  }
})

test.each([
  ['no size', '\r\n'],
  ['a sign', '+3\r\nabc\r\n'],
  ['a minus', '-3\r\nabc\r\n'],
  ['an underscore', '1_0\r\n'],
  ['0x', '0x3\r\nabc\r\n'],
  ['a space before', ' 3\r\nabc\r\n'],
  ['a space after', '3 \r\nabc\r\n'],
  ['LF alone after the size', '3\nabc\r\n'],
  ['LF alone after the data', '3\r\nabc\n0\r\n\r\n'],
  ['CR alone', '3\rabc\r\n0\r\n\r\n'],
  ['data longer than its size', '2\r\nabc\r\n0\r\n\r\n'],
  ['data shorter than its size', '4\r\nabc\r\n0\r\n\r\n'],
  ['an extension without a name', '3;\r\nabc\r\n'],
  ['an extension without a value', '3;a=\r\nabc\r\n'],
  ['an unclosed quote', '3;a="b\r\nabc\r\n'],
  ['a control character in an extension', '3;a=\x01\r\nabc\r\n'],
  ['a CR in an extension', '3;a\rb\r\nabc\r\n'],
  ['a vertical tab', '3\x0b\r\nabc\r\n'],
])('%s: 400', (_what, text) => {
  expect(() => decode(text)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^ERR_(CHUNK_|BARE_LF)/) as string, status: 400 }),
  )
  expect(() => decode(text, 1)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^ERR_(CHUNK_|BARE_LF)/) as string, status: 400 }),
  )
})

describe('limits', () => {
  test.each<[string, string, ChunkedOptions, string]>([
    ['content', '5\r\nabcde\r\n', { maxBytes: 4 }, 'ERR_BODY_TOO_LARGE'],
    ['content of several chunks', '2\r\nab\r\n3\r\n', { maxBytes: 4 }, 'ERR_BODY_TOO_LARGE'],
    ['a size that no number holds', 'ffffffffffffffff\r\n', {}, 'ERR_BODY_TOO_LARGE'],
    ['endless zeros', '0'.repeat(20_000), {}, 'ERR_CHUNK_HEADER_TOO_LARGE'],
    ['an endless extension', `1;${'a'.repeat(20_000)}`, {}, 'ERR_CHUNK_HEADER_TOO_LARGE'],
    ['many extensions', `1;${'a'.repeat(60)}\r\nx\r\n`.repeat(400), {}, 'ERR_CHUNK_HEADER_TOO_LARGE'],
    ['trailers', `0\r\n${'A: b\r\n'.repeat(101)}`, {}, 'ERR_TOO_MANY_FIELDS'],
    ['an endless trailer', `0\r\nA: ${'b'.repeat(70_000)}`, {}, 'ERR_FIELDS_TOO_LARGE'],
  ])('%s', (_what, text, limits, code) => {
    expect(() => decode(text, text.length, limits)).toThrow(expect.objectContaining({ code }))
    expect(() => decode(text, 7, limits)).toThrow(expect.objectContaining({ code }))
  })

  test('bad trailer fields are refused like header fields', () => {
    expect(() => decode('0\r\nA : b\r\n\r\n')).toThrow(expect.objectContaining({ code: 'ERR_FIELD_NAME' }))
  })
})

test('what is encoded decodes, wherever it is cut', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }))
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 50 }), (blocks, cuts) => {
      const text =
        blocks.map((block) => fromBytes(encodeChunk(block))).join('') + formatLastChunk([['A', 'b']])
      const content = blocks.map((block) => fromBytes(block)).join('')
      expect(decode(`${text}rest`, cuts)).toEqual({
        content,
        done: true,
        trailers: ['A', 'b'],
        rest: expect.any(String) as string,
      })
    }),
  )
})

test('any bytes either decode or throw a fault, alike for every cut', () => {
  const near = fc
    .array(fc.constantFrom('0', '1', 'a', ';', '=', '"', '\r\n', '\r', '\n', ' ', 'x: y', 'g'))
    .map((parts) => parts.join(''))
  const outcome = (text: string, cuts: number): unknown => {
    try {
      const { content, done, trailers } = decode(text, cuts)
      return { content, done, trailers }
    } catch (error) {
      return (error as { code?: string }).code ?? error
    }
  }
  fc.assert(
    fc.property(near, fc.integer({ min: 1, max: 4 }), (text, cuts) => {
      const whole = outcome(text, Math.max(1, text.length))
      expect(whole).not.toBeInstanceOf(TypeError)
      expect(outcome(text, cuts)).toEqual(whole)
    }),
  )
})

test('a chunk is never empty', () => {
  expect(() => formatChunkSize(0)).toThrow(RangeError)
  expect(encodeChunk(new Uint8Array(0))).toHaveLength(0)
})
