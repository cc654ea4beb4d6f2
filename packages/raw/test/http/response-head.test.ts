import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMessageFault } from '../../src/http/message-error.ts'
import { ResponseHeadParser, formatResponseHead, formatStatusLine } from '../../src/http/response-head.ts'
import type { ResponseHead, ResponseHeadOptions } from '../../src/http/response-head.ts'
import { bytesOf, cuts } from './blocks.ts'

function feed(blocks: readonly Uint8Array[], options: ResponseHeadOptions = {}): ResponseHead[] | string {
  const parser = new ResponseHeadParser(options)
  const heads: ResponseHead[] = []
  try {
    for (const block of blocks) {
      for (let at = 0; at < block.length; at = parser.end) {
        const head = parser.push(block, at)
        if (head) heads.push(head)
      }
    }
  } catch (error) {
    if (!isMessageFault(error)) throw error
    return `${error.status} ${error.code}`
  }
  return heads
}

describe('ResponseHeadParser, RFC 9112 section 4', () => {
  test.each<[text: string, ...heads: ResponseHead[]]>([
    ['HTTP/1.1 200 OK\r\n\r\n', { version: 'HTTP/1.1', status: 200, reason: 'OK', fields: [] }],
    ['HTTP/1.0 999 \r\nA: b\r\n\r\n', { version: 'HTTP/1.0', status: 999, reason: '', fields: ['A', 'b'] }],
    [
      'HTTP/1.1 404 Not\tFo\xfcnd\r\n\r\n',
      { version: 'HTTP/1.1', status: 404, reason: 'Not\tFo\xfcnd', fields: [] },
    ],
    [
      'HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
      { version: 'HTTP/1.1', status: 103, reason: 'Early Hints', fields: ['Link', 'a'] },
      { version: 'HTTP/1.1', status: 200, reason: 'OK', fields: [] },
    ],
  ])('reads %j, however it is cut', (text, ...heads) => {
    for (const blocks of cuts(bytesOf(text))) expect(feed(blocks)).toEqual(heads)
  })

  test.each<[line: string, code: string]>([
    ['HTTP/1.1 200', 'ERR_STATUS_LINE'],
    ['HTTP/1.1  200 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 20 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 2000 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 099 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 +20 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 200\tOK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1\t200 OK', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 200 O\0K', 'ERR_STATUS_LINE'],
    ['HTTP/1.1 200 OK\r', 'ERR_BARE_CR'],
    ['HTTP/2.0 200 OK', 'ERR_STATUS_LINE'],
    ['http/1.1 200 OK', 'ERR_STATUS_LINE'],
    ['ICY 200 OK', 'ERR_STATUS_LINE'],
    [' HTTP/1.1 200 OK', 'ERR_STATUS_LINE'],
    [`HTTP/1.1 200 ${'a'.repeat(8192)}`, 'ERR_STATUS_LINE_TOO_LONG'],
    ['HTTP/1.1 200 OK\r\nA : b', 'ERR_FIELD_NAME'],
    [`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(101)}`, 'ERR_TOO_MANY_FIELDS'],
  ])('refuses %j', (line, code) => {
    expect(feed([bytesOf(`${line}\r\n\r\n`)])).toBe(`502 ${code}`)
  })

  test('a status line that ends after the code is forgiven by name', () => {
    const options = { bareStatus: true }
    const head = { version: 'HTTP/1.1', status: 200, reason: '', fields: ['A', 'b'] }
    expect(feed([bytesOf('HTTP/1.1 200\r\nA: b\r\n\r\n')], options)).toEqual([head])
    expect(feed([bytesOf('HTTP/1.1 20\r\nA: b\r\n\r\n')], options)).toBe('502 ERR_STATUS_LINE')
    expect(feed([bytesOf('HTTP/1.1 200OK\r\nA: b\r\n\r\n')], options)).toBe('502 ERR_STATUS_LINE')
  })
})

describe('formatResponseHead', () => {
  test.each<[status: number, reason: string, value: string, type: typeof TypeError | typeof RangeError]>([
    [99, 'OK', '', RangeError],
    [1000, 'OK', '', RangeError],
    [200.5, 'OK', '', RangeError],
    [Number.NaN, 'OK', '', RangeError],
    [200, 'OK\r\nA: b', '', TypeError],
    [200, '\u20ac', '', TypeError],
    [200, 'OK', 'a\r\n\r\nb', TypeError],
  ])('refuses %j %j %j', (status, reason, value, type) => {
    expect(() => formatResponseHead(status, reason, [['A', value]])).toThrow(type)
  })

  test('writes what the parser reads', () => {
    const reason = fc.string({
      unit: fc.integer({ min: 0xa1, max: 0xff }).map((code) => String.fromCharCode(code)),
    })
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), reason, (status, text) => {
        const head = { version: 'HTTP/1.0', status, reason: text, fields: ['A', text] }
        expect(feed([bytesOf(formatResponseHead(status, text, [['A', text]], 'HTTP/1.0'))])).toEqual([head])
      }),
    )
    expect(formatStatusLine(200, 'OK', 'HTTP/1.0')).toBe('HTTP/1.0 200 OK\r\n')
  })
})
