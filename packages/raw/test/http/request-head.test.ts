import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMessageFault } from '../../src/http/message-error.ts'
import { RequestHeadParser, formatRequestHead } from '../../src/http/request-head.ts'
import type { RequestHead, RequestHeadOptions } from '../../src/http/request-head.ts'
import { bytesOf, cut, cuts, somePlaces } from './blocks.ts'
import { textOf } from './hostile-text.ts'

/** What becomes of the bytes: the heads, and how it ended. */
interface Outcome {
  readonly heads: RequestHead[]
  readonly end: string
}

/** Feeds blocks as a connection without content would. */
function feed(blocks: readonly Uint8Array[], options: RequestHeadOptions = {}): Outcome {
  const parser = new RequestHeadParser(options)
  const heads: RequestHead[] = []
  try {
    for (const block of blocks) {
      for (let at = 0; at < block.length; at = parser.end) {
        const head = parser.push(block, at)
        if (head) heads.push(head)
      }
    }
    return { heads, end: parser.started ? 'cut' : 'whole' }
  } catch (error) {
    if (!isMessageFault(error)) throw error
    return { heads, end: `${error.status} ${error.code}` }
  }
}

const parse = (text: string, options?: RequestHeadOptions): Outcome => feed([bytesOf(text)], options)
const H = '\r\nHost: a\r\n\r\n'
const head = (
  method: string,
  target: string,
  version: RequestHead['version'] = 'HTTP/1.1',
  fields = ['Host', 'a'],
) => ({
  method,
  target,
  version,
  fields,
})

const GOOD: [text: string, ...heads: RequestHead[]][] = [
  [`GET / HTTP/1.1${H}`, head('GET', '/')],
  ['GET / HTTP/1.0\r\n\r\n', head('GET', '/', 'HTTP/1.0', [])],
  [`\r\nGET / HTTP/1.1${H}`, head('GET', '/')],
  [`GET / HTTP/1.1${H}\r\nHEAD * HTTP/1.0${H}`, head('GET', '/'), head('HEAD', '*', 'HTTP/1.0')],
  [`get http://b/c?d HTTP/1.1${H}`, head('get', 'http://b/c?d')],
  [`A!#$%&'*+-.^_\`|~9 /a%b\\c#d HTTP/1.1${H}`, head("A!#$%&'*+-.^_`|~9", '/a%b\\c#d')],
  [
    'GET / HTTP/1.1\r\nx-a: 1\r\nX-A:  caf\xe9 \r\nB:\r\n\r\n',
    head('GET', '/', 'HTTP/1.1', ['x-a', '1', 'X-A', 'caf\xe9', 'B', '']),
  ],
]

const BAD: [text: string, end: string, rule: string][] = [
  [` GET / HTTP/1.1${H}`, '400 ERR_METHOD', 'RFC 9112 section 3'],
  [`\0GET / HTTP/1.1${H}`, '400 ERR_METHOD', 'RFC 9112 section 3'],
  [`G(T / HTTP/1.1${H}`, '400 ERR_METHOD', 'RFC 9110 section 9.1'],
  [`GET${H}`, '400 ERR_METHOD', 'RFC 9112 section 3'],
  [`GET\t/\tHTTP/1.1${H}`, '400 ERR_METHOD', 'RFC 9112 section 3'],
  [`GET  / HTTP/1.1${H}`, '400 ERR_TARGET', 'RFC 9112 section 3'],
  [`GET /${H}`, '400 ERR_TARGET', 'RFC 9112 section 2.3 (HTTP/0.9)'],
  [`GET /a\tb HTTP/1.1${H}`, '400 ERR_TARGET', 'RFC 9112 section 3.2'],
  [`GET /a\x7fb HTTP/1.1${H}`, '400 ERR_TARGET', 'RFC 9112 section 3.2'],
  [`GET /a\0b HTTP/1.1${H}`, '400 ERR_TARGET', 'RFC 9112 section 3.2'],
  [`GET /caf\xc3\xa9 HTTP/1.1${H}`, '400 ERR_TARGET', 'RFC 3986 section 2'],
  [`GET /  HTTP/1.1${H}`, '400 ERR_VERSION', 'RFC 9112 section 3'],
  [`GET / foo HTTP/1.1${H}`, '400 ERR_VERSION', 'RFC 9112 section 3'],
  [`GET /a b HTTP/1.1${H}`, '400 ERR_VERSION', 'RFC 9112 section 3'],
  [`GET / HTTP/1.1 ${H}`, '400 ERR_VERSION', 'RFC 9112 section 3'],
  [`GET / HTTP/1.10${H}`, '400 ERR_VERSION', 'RFC 9112 section 2.3'],
  [`GET / http/1.1${H}`, '400 ERR_VERSION', 'RFC 9112 section 2.3'],
  [`GET / HTTP/x.y${H}`, '400 ERR_VERSION', 'RFC 9112 section 2.3'],
  [`GET / HTTP/1,1${H}`, '400 ERR_VERSION', 'RFC 9112 section 2.3'],
  [`GET / HTTP/1.1\0${H}`, '400 ERR_VERSION', 'RFC 9112 section 2.3'],
  [`PRI * HTTP/2.0${H}`, '505 ERR_VERSION_NOT_SUPPORTED', 'RFC 9110 section 15.6.6'],
  [`GET / HTTP/0.9${H}`, '505 ERR_VERSION_NOT_SUPPORTED', 'RFC 9110 section 15.6.6'],
  [`GET / HTTP/1.1\nHost: a\r\n\r\n`, '400 ERR_BARE_LF', 'RFC 9112 section 2.2'],
  [`\nGET / HTTP/1.1${H}`, '400 ERR_BARE_LF', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\nHost: a\n\r\n', '400 ERR_BARE_LF', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\nHost: a\r\n\n', '400 ERR_BARE_LF', 'RFC 9112 section 2.2'],
  [`GET / HTTP/1.1\r${H}`, '400 ERR_BARE_CR', 'RFC 9112 section 2.2 (CR CR LF)'],
  ['GET / HTTP/1.1\r\nA: a\r\r\n\r\n', '400 ERR_BARE_CR', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\nA: a\rB: b\r\n\r\n', '400 ERR_BARE_CR', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\nA: a\0\r\n\r\n', '400 ERR_FIELD_VALUE', 'RFC 9110 section 5.5'],
  ['GET / HTTP/1.1\r\nA: a\r\n\r\r\n', '400 ERR_BARE_CR', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\n A: a\r\n\r\n', '400 ERR_OBS_FOLD', 'RFC 9112 section 2.2'],
  ['GET / HTTP/1.1\r\nA: a\r\n b\r\n\r\n', '400 ERR_OBS_FOLD', 'RFC 9112 section 5.2'],
  ['GET / HTTP/1.1\r\nA : a\r\n\r\n', '400 ERR_FIELD_NAME', 'RFC 9112 section 5.1'],
  [`\r\n\r\nGET / HTTP/1.1${H}`, '400 ERR_EMPTY_LINES', 'RFC 9112 section 2.2'],
]

describe('RequestHeadParser', () => {
  test.each(GOOD)('reads %j', (text, ...heads) => {
    expect(parse(text)).toEqual({ heads, end: 'whole' })
  })

  test.each(BAD)('answers %j with %s (%s)', (text, end) => {
    expect(parse(text)).toEqual({ heads: [], end })
  })

  test.each([
    ...GOOD.map(([text]) => text),
    ...BAD.map(([text]) => text),
    'GET / HT',
    '\r\n',
    'GET / HTTP/1.1\r\nA',
  ])('gives the same for %j however it is cut', (text) => {
    const bytes = bytesOf(text)
    const whole = feed([bytes])
    for (const blocks of cuts(bytes)) expect(feed(blocks)).toEqual(whole)
  })

  test('any text, cut anywhere, gives the same as in one piece', () => {
    const text = textOf('GET / HTTP/1.1\r\nHost: a\0\t\xe9')
    fc.assert(
      fc.property(text, somePlaces, (tail, places) => {
        const bytes = bytesOf(`GET / HTTP/1.1\r\n${tail}${H}`)
        expect(feed(cut(bytes, places))).toEqual(feed([bytes]))
      }),
    )
  })

  test('says where the content begins', () => {
    const parser = new RequestHeadParser()
    const text = `PUT / HTTP/1.1${H}`
    const block = bytesOf(`xx${text}\r\ncontent`)
    expect(parser.push(block, 2)?.method).toBe('PUT')
    expect(parser.end).toBe(2 + text.length)
  })

  test('reads heads longer than what it decodes at a time, and content with control characters behind them', () => {
    const fields = Array.from({ length: 90 }, (_, at) => `Field-${at}: ${'v'.repeat(at * 7)}\r\n`).join('')
    const text = `GET / HTTP/1.1\r\n${fields}\r\n`
    const bytes = bytesOf(`${text}\0\x01\x02`)
    const parser = new RequestHeadParser()
    const found = parser.push(bytes)
    expect(found?.fields).toEqual(
      Array.from({ length: 90 }, (_, at) => [`Field-${at}`, 'v'.repeat(at * 7)]).flat(),
    )
    expect(parser.end).toBe(text.length)
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('finds a control character at each place of a word (%i)', (at) => {
    const value = `${'a'.repeat(at)}\x01${'a'.repeat(7 - at)}`
    expect(parse(`GET / HTTP/1.1\r\nAB: ${value}\r\n\r\n`).end).toBe('400 ERR_FIELD_VALUE')
  })

  test('tells whether a head has begun', () => {
    const parser = new RequestHeadParser()
    expect(parser.started).toBe(false)
    parser.push(bytesOf('\r\n'))
    expect(parser.started).toBe(true)
    parser.push(bytesOf(`GET / HTTP/1.1${H}`))
    expect(parser.started).toBe(false)
  })

  test('uses the decoder it is given', () => {
    let calls = 0
    const latin1 = (block: Uint8Array, start: number, end: number): string => {
      calls++
      return Buffer.from(block).toString('latin1', start, end)
    }
    expect(parse(`GET / HTTP/1.1${H}`, { latin1 }).heads).toEqual([head('GET', '/')])
    expect(calls).toBe(1)
  })
})

describe('limits', () => {
  const line = (length: number): string => `GET /${'a'.repeat(length - 14)} HTTP/1.1`
  test.each<[what: string, text: string, options: RequestHeadOptions, end: string]>([
    ['a line of 8192 bytes', line(8192) + H, {}, 'whole'],
    ['a line of 8193 bytes', line(8193) + H, {}, '414 ERR_TARGET_TOO_LONG'],
    ['a target without end', `GET /${'a'.repeat(100_000)}`, {}, '414 ERR_TARGET_TOO_LONG'],
    ['a method without end', 'A'.repeat(100_000), {}, '501 ERR_METHOD_TOO_LONG'],
    ['a line of 20 bytes', line(20) + H, { maxLineBytes: 20 }, 'whole'],
    ['a line of 21 bytes', line(21) + H, { maxLineBytes: 20 }, '414 ERR_TARGET_TOO_LONG'],
    ['100 fields', `GET / HTTP/1.1\r\n${'A: 1\r\n'.repeat(100)}\r\n`, {}, 'whole'],
    ['101 fields', `GET / HTTP/1.1\r\n${'A: 1\r\n'.repeat(101)}\r\n`, {}, '431 ERR_TOO_MANY_FIELDS'],
    ['fields of 65536 bytes', `GET / HTTP/1.1\r\nA: ${'a'.repeat(65_531)}\r\n\r\n`, {}, 'whole'],
    [
      'fields of 65537 bytes',
      `GET / HTTP/1.1\r\nA: ${'a'.repeat(65_532)}\r\n\r\n`,
      {},
      '431 ERR_FIELDS_TOO_LARGE',
    ],
    ['a field without end', `GET / HTTP/1.1\r\nA: ${'a'.repeat(100_000)}`, {}, '431 ERR_FIELDS_TOO_LARGE'],
    ['a name without end', `GET / HTTP/1.1\r\n${'a'.repeat(100_000)}`, {}, '431 ERR_FIELDS_TOO_LARGE'],
    ['empty lines', '\r\n'.repeat(50_000), {}, '400 ERR_EMPTY_LINES'],
    ['two empty lines', `\r\n\r\nGET / HTTP/1.1${H}`, { maxLeadingLines: 2 }, 'whole'],
  ])('%s', (_, text, options, end) => {
    expect(parse(text, options).end).toBe(end)
    expect(feed(cut(bytesOf(text), [1, 4096, 8193, 8194, 65_550, 65_554]), options).end).toBe(end)
  })

  test('a head of 64 kB comes byte by byte in linear time', () => {
    const bytes = bytesOf(`GET / HTTP/1.1\r\nA: ${'a'.repeat(65_531)}\r\n\r\n`)
    const parser = new RequestHeadParser()
    let found: RequestHead | undefined
    for (let at = 0; at < bytes.length; at++) found = parser.push(bytes.subarray(at, at + 1))
    expect(found?.fields[1]?.length).toBe(65_531)
  })
})

test.each<[leniency: RequestHeadOptions, text: string, fields: string[]]>([
  [{ bareLf: true }, 'GET / HTTP/1.1\nHost: a\n\n', ['Host', 'a']],
  [{ bareLf: true }, `GET / HTTP/1.1${H}`, ['Host', 'a']],
  [{ obsFold: true }, 'GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n', ['A', 'b c']],
  [{ spaceBeforeColon: true }, 'GET / HTTP/1.1\r\nA : b\r\n\r\n', ['A', 'b']],
  [{ obsTextInTarget: true }, 'GET /\xe9 HTTP/1.1\r\n\r\n', []],
])('forgives by name: %j', (leniency, text, fields) => {
  for (const blocks of cuts(bytesOf(text))) {
    const { heads, end } = feed(blocks, leniency)
    expect([heads[0]?.fields, end]).toEqual([fields, 'whole'])
  }
})

test.each([
  ['CR in a value', { bareLf: true }, 'GET / HTTP/1.1\nA: a\rb\n\n'],
  ['a control in a value', { bareLf: true }, 'GET / HTTP/1.1\nA: a\x01b\n\n'],
])('a leniency forgives no more than its name says: %s', (_, leniency, text) => {
  expect(parse(text, leniency).end).toMatch(/^400 ERR_(?:FIELD_VALUE|BARE_CR)$/)
})

describe('formatRequestHead', () => {
  test.each<[method: string, target: string, name: string, value: string]>([
    ['G T', '/', 'A', 'b'],
    ['', '/', 'A', 'b'],
    ['GET', '', 'A', 'b'],
    ['GET', '/a b', 'A', 'b'],
    ['GET', '/\r\n', 'A', 'b'],
    ['GET', '/\n', 'A', 'b'],
    ['GET', '/\xe9', 'A', 'b'],
    ['GET', '/', 'A b', 'b'],
    ['GET', '/', 'A', 'b\r\nC: d'],
  ])('refuses %j %j %j %j', (method, target, name, value) => {
    expect(() => formatRequestHead(method, target, [[name, value]])).toThrow(TypeError)
  })

  test('writes what the parser reads', () => {
    const token = fc.string({ unit: fc.constantFrom(..."aZ9!#$%&'*+-.^_`|~"), minLength: 1, maxLength: 12 })
    const target = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    })
    const value = fc
      .string({
        unit: fc.integer({ min: 0x20, max: 0xff }).map((c) => (c === 0x7f ? '\t' : String.fromCharCode(c))),
      })
      .map((text) => text.replace(/^[\t ]+|[\t ]+$/g, ''))
    fc.assert(
      fc.property(
        token,
        target,
        fc.array(fc.tuple(token, value), { maxLength: 20 }),
        (method, path, fields) => {
          expect(parse(formatRequestHead(method, path, fields)).heads).toEqual([
            head(method, path, 'HTTP/1.1', fields.flat()),
          ])
        },
      ),
    )
  })
})
