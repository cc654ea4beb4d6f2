import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestFraming, responseFraming } from '../../src/http/framing.ts'
import type { Framing, FramingOptions } from '../../src/http/framing.ts'
import { isMessageFault } from '../../src/http/message-error.ts'
import { byteText } from './hostile-text.ts'

type Outcome = Framing | string

function outcome(decide: () => Framing): Outcome {
  try {
    return decide()
  } catch (error) {
    if (!isMessageFault(error)) throw error
    return `${error.status} ${error.code}`
  }
}

const NONE = { kind: 'none' } as const
const CHUNKED = { kind: 'chunked' } as const
const CLOSE = { kind: 'close' } as const
const CL = 'Content-Length'
const TE = 'Transfer-Encoding'
const BAD_LENGTH = '400 ERR_CONTENT_LENGTH'
const BAD_CODING = '400 ERR_TRANSFER_ENCODING'

describe('requestFraming, RFC 9112 section 6.3', () => {
  test.each<[outcome: Outcome, ...fields: string[]]>([
    [NONE],
    [NONE, 'Host', 'a'],
    [NONE, CL, '0'],
    [{ kind: 'length', length: 5 }, CL, '5'],
    [{ kind: 'length', length: 5 }, 'content-LENGTH', '005'],
    [{ kind: 'length', length: 9_007_199_254_740_990 }, CL, '9007199254740990'],
    ['413 ERR_BODY_TOO_LARGE', CL, '9007199254740991'],
    ['413 ERR_BODY_TOO_LARGE', CL, '9'.repeat(5000)],
    [BAD_LENGTH, CL, '5', CL, '6'],
    [BAD_LENGTH, CL, '5', CL, '5'],
    [BAD_LENGTH, CL, '5, 5'],
    ...[
      '',
      '+5',
      '-5',
      '0x5',
      '0o5',
      '5.0',
      '5e0',
      '1_0',
      '1 0',
      'abc5',
      '5;x=1',
      '5,',
      ',5',
      '"5"',
      '\x0b5',
      '\xb25',
      '\xd9\xa5',
      '5\0',
      'nan',
      '\xa05',
    ].map((value): [Outcome, ...string[]] => [BAD_LENGTH, CL, value]),
    [NONE, 'Content_Length', '5'],
    [CHUNKED, TE, 'chunked'],
    [CHUNKED, 'transfer-encoding', 'ChUnKeD'],
    [BAD_CODING, TE, 'chunked', CL, '5'],
    [BAD_CODING, CL, '0', TE, 'chunked'],
    [BAD_CODING, TE, 'identity', CL, '5'],
    [BAD_CODING, TE, 'chunked', TE, 'chunked'],
    [BAD_CODING, TE, 'chunked', TE, 'x'],
    ['501 ERR_TRANSFER_CODING', TE, 'gzip, chunked'],
    ['501 ERR_TRANSFER_CODING', TE, 'gzip', TE, 'chunked'],
    ...[
      '',
      'gzip',
      'chunked, gzip',
      'xchunked',
      'chunkedx',
      'identity',
      'chunked;q=1',
      "'chunked'",
      '"chunked"',
      '[chunked]',
      'chunked chunked',
      'chunked\0',
      '\x0bchunked',
      'chunked,',
      ', chunked',
      'ch\xc5\xbfunked',
      '\xefchunked',
      'a b, chunked',
      'chunked, chunked',
      '\xa0chunked',
    ].map((value): [Outcome, ...string[]] => [BAD_CODING, TE, value]),
    [NONE, 'Transfer_Encoding', 'chunked'],
  ])('%j for %j %j %j %j', (expected, ...fields) => {
    expect(outcome(() => requestFraming({ version: 'HTTP/1.1', fields }))).toEqual(expected)
  })

  test.each<[outcome: Outcome, ...fields: string[]]>([
    [NONE],
    [{ kind: 'length', length: 5 }, CL, '5'],
    [BAD_CODING, TE, 'chunked'],
    [BAD_CODING, TE, 'chunked', CL, '5'],
  ])('HTTP/1.0: %j for %j %j', (expected, ...fields) => {
    expect(outcome(() => requestFraming({ version: 'HTTP/1.0', fields }))).toEqual(expected)
  })

  test.each<[outcome: Outcome, ...fields: string[]]>([
    [{ kind: 'length', length: 5 }, CL, '5, 5'],
    [{ kind: 'length', length: 5 }, CL, '5', CL, '5'],
    [{ kind: 'length', length: 5 }, CL, '5\t,5,5'],
    [BAD_LENGTH, CL, '5, 6'],
    [BAD_LENGTH, CL, '5, 05'],
    [BAD_LENGTH, CL, '5,'],
    [BAD_LENGTH, CL, ','],
    [BAD_LENGTH, CL, '5,\xa05'],
    [BAD_LENGTH, CL, 'a, a'],
  ])('repeated lengths forgiven by name: %j for %j %j', (expected, ...fields) => {
    const options: FramingOptions = { repeatedLength: true }
    expect(outcome(() => requestFraming({ version: 'HTTP/1.1', fields }, options))).toEqual(expected)
  })

  test('decides or throws a fault, for any values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(CL, TE, 'A'), byteText)),
        fc.boolean(),
        (pairs, repeatedLength) => {
          outcome(() => requestFraming({ version: 'HTTP/1.1', fields: pairs.flat() }, { repeatedLength }))
        },
      ),
    )
  })
})

describe('responseFraming', () => {
  test.each<[method: string, status: number, outcome: Outcome, ...fields: string[]]>([
    ['GET', 200, CLOSE],
    ['GET', 200, { kind: 'length', length: 5 }, CL, '5'],
    ['GET', 200, NONE, CL, '0'],
    ['GET', 200, CHUNKED, TE, 'chunked'],
    ['HEAD', 200, NONE, CL, '5'],
    ['HEAD', 200, NONE, TE, 'chunked'],
    ['GET', 100, NONE],
    ['GET', 101, NONE, TE, 'chunked'],
    ['GET', 204, NONE, CL, '5'],
    ['GET', 304, NONE, CL, '5'],
    ['GET', 205, { kind: 'length', length: 5 }, CL, '5'],
    ['CONNECT', 200, NONE, CL, '5'],
    ['CONNECT', 299, NONE, TE, 'chunked'],
    ['CONNECT', 407, { kind: 'length', length: 5 }, CL, '5'],
    ['GET', 200, '502 ERR_TRANSFER_ENCODING', TE, 'chunked', CL, '5'],
    ['GET', 200, '502 ERR_TRANSFER_ENCODING', TE, 'gzip'],
    ['GET', 200, '502 ERR_TRANSFER_CODING', TE, 'gzip, chunked'],
    ['GET', 200, '502 ERR_CONTENT_LENGTH', CL, '5', CL, '6'],
    ['GET', 200, '502 ERR_BODY_TOO_LARGE', CL, '99999999999999999999'],
  ])('%s %i: %j for %j %j', (method, status, expected, ...fields) => {
    expect(outcome(() => responseFraming({ version: 'HTTP/1.1', status, fields }, method))).toEqual(expected)
  })

  test('HTTP/1.0 has no transfer codings', () => {
    const head = { version: 'HTTP/1.0', status: 200, fields: [TE, 'chunked'] } as const
    expect(outcome(() => responseFraming(head, 'GET'))).toBe('502 ERR_TRANSFER_ENCODING')
  })
})
