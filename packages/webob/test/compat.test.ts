import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText, parseQslText, unquote, urlUnquote } from '../src/compat.ts'
import { UndecodableError } from '../src/errors.ts'

/** Text with one character for each byte, rich in what a query knows. */
const queryText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'%&;=+aF0'),
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 60,
})
const megabyte = (pattern: string): string => pattern.repeat(Math.ceil(1_000_000 / pattern.length))

/** What a function gives, or what counts of the error that it throws. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    const { name, status, encoding } = error as UndecodableError
    return { name, status, encoding }
  }
}

describe('parseQslText', () => {
  test.each<[query: string, pairs: [string, string][]]>([
    ['', []],
    ['&;&', []],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=a', [['', 'a']]],
    ['=', [['', '']]],
    [
      'a=1&a=2;b=3',
      [
        ['a', '1'],
        ['a', '2'],
        ['b', '3'],
      ],
    ],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=c+d', [['a b', 'c d']]],
    ['a%2Bb=%26%3D%3B', [['a+b', '&=;']]],
    ['caf%C3%A9=%E2%98%83', [['caf\xe9', '\u2603']]],
    ['caf\xc3\xa9=\xe2\x98%83', [['caf\xe9', '\u2603']]],
    [
      'a=%zz%4&b=%',
      [
        ['a', '%zz%4'],
        ['b', '%'],
      ],
    ],
    ['a=%zz+%C3%A9', [['a', '%zz \xe9']]],
    [
      'a+=%zz&+b=%41',
      [
        ['a ', '%zz'],
        [' b', 'A'],
      ],
    ],
    ['a=%2541', [['a', '%41']]],
    ['a=%EF%BB%BFb', [['a', '\ufeffb']]],
    ['__proto__=1', [['__proto__', '1']]],
    ['?a=1', [['?a', '1']]],
  ])('%j', (query, pairs) => {
    expect(parseQslText(query)).toEqual(pairs)
  })

  test.each<[query: string, encoding: string, strict: string | undefined, replaced: string]>([
    ['%FF', 'utf-8', undefined, '\ufffd'],
    ['\xff', 'utf-8', undefined, '\ufffd'],
    ['%C0%AF', 'UTF8', undefined, '\ufffd\ufffd'],
    ['%ED%A0%80', 'utf_8', undefined, '\ufffd\ufffd\ufffd'],
    ['%C3%A9', 'utf-8', '\xe9', '\xe9'],
    ['%80%E9', 'latin-1', '\x80\xe9', '\x80\xe9'],
    ['%80%E9', 'ISO-8859-1', '\x80\xe9', '\x80\xe9'],
    ['%E9', 'ascii', undefined, '\ufffd'],
    ['%41', 'us-ascii', 'A', 'A'],
    ['%80', 'windows-1252', '\u20ac', '\u20ac'],
    ['%E9', 'windows-1251', '\u0439', '\u0439'],
    ['%82%A0', 'shift_jis', '\u3042', '\u3042'],
    ['%82', 'shift_jis', undefined, '\ufffd'],
  ])('%s in %s', (query, encoding, strict, replaced) => {
    expect(parseQslText(query, encoding, 'replace')).toEqual([[replaced, '']])
    const read = (): unknown => parseQslText(query, encoding)[0]![0]
    expect(outcomeOf(read)).toEqual(strict ?? { name: 'UndecodableError', status: 400, encoding })
  })

  test('an encoding that is none', () => {
    expect(() => parseQslText('a=%FF', 'nothing')).toThrow(RangeError)
  })

  test('what is no byte is undecodable too', () => {
    expect(() => parseQslText('a=\u2603')).toThrow(UndecodableError)
  })

  test('it is split first, then decoded', () => {
    fc.assert(
      fc.property(queryText, (query) => {
        const expected = query
          .split(/[&;]/)
          .filter((piece) => piece !== '')
          .map((piece) => {
            const at = piece.includes('=') ? piece.indexOf('=') : piece.length
            return [piece.slice(0, at), piece.slice(at + 1)].map((part) => {
              const bytes = part
                .replaceAll('+', ' ')
                .replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
                  String.fromCharCode(Number.parseInt(digits, 16)),
                )
              return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
                Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
              )
            })
          })
        expect(parseQslText(query, 'utf-8', 'replace')).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  test.each(['%', '%FF&', 'a=%41&', '=', '&', '+', '%C3', 'a%FF=+;', '\xff'])(
    'a megabyte of %j',
    (pattern) => {
      const query = megabyte(pattern)
      expect(parseQslText(query, 'utf-8', 'replace').length).toBeLessThanOrEqual(query.length)
    },
  )
})

test.each<[bytes: string, encoding: string | undefined, text: string]>([
  ['caf\xc3\xa9', undefined, 'caf\xe9'],
  ['caf\xe9', 'latin1', 'caf\xe9'],
  ['\xef\xbb\xbfa', 'utf8', '\ufeffa'],
  ['', 'ascii', ''],
])('decodeText(%j, %j)', (bytes, encoding, text) => {
  expect(decodeText(bytes, encoding)).toBe(text)
})

test.each([
  ['', ''],
  ['a%20b', 'a b'],
  ['%ff%00', '\xff\0'],
  ['%', '%'],
  ['%4', '%4'],
  ['%zz%41', '%zzA'],
  ['a+b', 'a+b'],
  ['%2541', '%41'],
])('unquote and urlUnquote of %j', (text, expected) => {
  const bytes = (latin: string): Uint8Array => Uint8Array.from(latin, (character) => character.charCodeAt(0))
  expect(urlUnquote(text)).toBe(expected)
  expect(unquote(bytes(text))).toEqual(bytes(expected))
})

test('urlUnquote is for ASCII, unquote for bytes', () => {
  expect(() => urlUnquote('caf\xe9')).toThrow(TypeError)
  expect(unquote(Uint8Array.of(0xe9, 0x25, 0x45, 0x39))).toEqual(Uint8Array.of(0xe9, 0xe9))
})
