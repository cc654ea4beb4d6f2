import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { RequestError } from '../../src/errors.ts'
import { encodeMultipartForm, urlEncode } from '../../src/request/encode-form.ts'
import { FileField } from '../../src/request/file-field.ts'
import { readMultipart, readUrlencoded, type FormValue } from '../../src/request/form-body.ts'

const limits = { maxFormParts: 1000, maxFieldSize: 1024 * 1024 }
const TYPE = 'multipart/form-data; boundary=xyz'
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const part = (head: string, content: string): string => `--xyz\r\n${head}\r\n\r\n${content}\r\n`
const named = (name: string, more = ''): string => `Content-Disposition: form-data; name="${name}"${more}`
const read = (body: string, type = TYPE, options = limits): [string, FormValue][] => [
  ...readMultipart(bytes(body), type, options),
]

describe('urlencoded', () => {
  test.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a;b=c', [['a;b', 'c']]],
    [
      'a=%E2%98%83+%ff&=',
      [
        ['a', '\u2603 \ufffd'],
        ['', ''],
      ],
    ],
    ['', []],
  ])('%s', (text, pairs) => {
    expect([...readUrlencoded(bytes(text), limits)]).toEqual(pairs)
  })

  test.each([
    ['too many fields', 'a=1&b=2&c=3', 'ERR_FORM_PARTS'],
    ['a field that is too long', 'a=123456', 'ERR_FORM_FIELD'],
    ['one that is too long in bytes', 'a=%E2%98%83%E2%98%83', 'ERR_FORM_FIELD'],
  ])('%s', (_what, text, code) => {
    const small = { maxFormParts: 2, maxFieldSize: 5 }
    expect(() => readUrlencoded(bytes(text), small)).toThrow(expect.objectContaining({ status: 413, code }))
    expect([...readUrlencoded(bytes('a=12345&b=%E2%98%83'), small)]).toHaveLength(2)
  })

  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))),
        (pairs) => {
          const form = pairs.filter(([name, value]) => name !== '' || value !== '')
          expect([...readUrlencoded(bytes(urlEncode(form)), limits)]).toEqual(form)
        },
      ),
    )
  })
})

describe('multipart', () => {
  test.each<[what: string, body: string, pairs: [string, unknown][]]>([
    [
      'texts',
      part(named('a'), '1') + part(named('a'), '2') + '--xyz--',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['UTF-8', part(named('\xc3\xa9'), '\xe2\x98\x83'), [['\xe9', '\u2603']]],
    ['what is no UTF-8', part(named('a'), '\xff'), [['a', '\ufffd']]],
    ['no name', part('Content-Disposition: form-data', '1'), [['', '1']]],
    ['no file was chosen', part(named('f', '; filename=""'), ''), [['f', new Uint8Array(0)]]],
    ['no last boundary', part(named('a'), '1'), [['a', '1']]],
    ['no line end either', `--xyz\r\n${named('a')}\r\n\r\n1`, [['a', '1']]],
    ['no content', `--xyz\r\n${named('a')}\r\n\r\n--xyz--`, [['a', '']]],
    [
      'a charset',
      part(`${named('a')}\r\nContent-Type: text/plain; charset=latin-1`, '\xe9'),
      [['a', '\xe9']],
    ],
    [
      'UTF-8 by name',
      part(`${named('a')}\r\nContent-Type: text/plain; charset=UTF-8`, '\xc3\xa9\xff'),
      [['a', '\xe9\ufffd']],
    ],
    ['base64', part(`${named('a')}\r\nContent-Transfer-Encoding: base64`, 'w6k=\r\n'), [['a', '\xe9']]],
    [
      'quoted-printable',
      part(`${named('a')}\r\nContent-Transfer-Encoding: quoted-printable`, 'a =\r\nb=C3=A9=3D41=\n==\n41='),
      [['a', 'a b\xe9=41=41']],
    ],
    ['nothing', '', []],
    ['only the end', '--xyz--', []],
    ['behind the end', `${part(named('a'), '1')}--xyz--\r\n${part(named('b'), '2')}`, [['a', '1']]],
  ])('%s', (_what, body, pairs) => {
    expect(read(body)).toEqual(pairs)
  })

  test('a file', async () => {
    const head = `${named('f', '; filename="C:\\\\d\\\\\xc3\xa9.txt"')}\r\nContent-Type: Text/Plain; charset=x; __proto__=y\r\nX-A: b`
    const [[name, file]] = read(part(head, 'a\r\n\r\nb')) as [[string, FileField]]
    expect([name, file.name, file.filename, file.size]).toEqual(['f', 'f', 'C:\\d\\\xe9.txt', 6])
    expect(file.type.toLowerCase()).toBe('text/plain')
    expect(Object.entries(file.typeOptions)).toEqual([
      ['charset', 'x'],
      ['__proto__', 'y'],
    ])
    expect(file.headers).toContainEqual(['X-A', 'b'])
    expect(new TextDecoder().decode(await file.value())).toBe('a\r\n\r\nb')
  })

  test.each([
    ['multipart/form-data', 400, 'ERR_FORM_BOUNDARY'],
    ['multipart/form-data; boundary=', 400, 'ERR_FORM_BOUNDARY'],
    ['multipart/form-data; boundary="a\xe9"', 400, 'ERR_FORM_BOUNDARY'],
    [`multipart/form-data; boundary=${'a'.repeat(201)}`, 400, 'ERR_FORM_BOUNDARY'],
  ])('%s', (type, status, code) => {
    expect(() => read(part(named('a'), '1'), type)).toThrow(RequestError)
    expect(() => read(part(named('a'), '1'), type)).toThrow(expect.objectContaining({ status, code }))
  })

  test.each<[what: string, body: string, status: number, code: string]>([
    ['too many parts', part(named('a'), '').repeat(3), 413, 'ERR_FORM_PARTS'],
    ['a text that is too long', part(named('a'), '123456'), 413, 'ERR_FORM_FIELD'],
    ['no file, and too long', part(named('a', '; filename=""'), '123456'), 413, 'ERR_FORM_FIELD'],
    [
      'a charset nobody knows',
      part(`${named('a')}\r\nContent-Type: a/b; charset=klingon`, '1'),
      415,
      'ERR_CHARSET',
    ],
    [
      'text in another charset than it says',
      part(`${named('a')}\r\nContent-Type: a/b; charset=ascii`, '\xff'),
      400,
      'ERR_UNDECODABLE',
    ],
    ['no base64', part(`${named('a')}\r\nContent-Transfer-Encoding: base64`, 'a'), 400, 'ERR_FORM_ENCODING'],
  ])('%s', (_what, body, status, code) => {
    expect(() => read(body, TYPE, { maxFormParts: 2, maxFieldSize: 5 })).toThrow(
      expect.objectContaining({ status, code }),
    )
  })

  test('the size of a file is not that of a field', () => {
    const [[, file]] = read(part(named('f', '; filename=a'), '123456'), TYPE, {
      maxFormParts: 1,
      maxFieldSize: 5,
    }) as [[string, FileField]]
    expect(file.size).toBe(6)
  })

  test('another encoding', () => {
    const form = readMultipart(bytes(part(named('\xe9'), '\xe8')), TYPE, limits, 'latin-1')
    expect([...form]).toEqual([['\xe9', '\xe8']])
    expect(() => readMultipart(bytes(part(named('a'), '\xe8')), TYPE, limits, 'ascii', 'strict')).toThrow(
      RequestError,
    )
    expect(() => readMultipart(bytes(part(named('a'), '')), TYPE, limits, 'klingon')).toThrow(
      expect.objectContaining({ status: 415 }),
    )
  })

  test('what is written is read', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.uint8Array())
        .map(
          ([name, content]) => new FileField('', name.replaceAll(/[\\"]/g, '_'), content, { type: 'a/b' }),
        ),
    )
    const name = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replaceAll(/[\\"]/g, '_'))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const body = encodeMultipartForm(pairs, 'a boundary that is not in it') as Uint8Array[]
        const form = readMultipart(
          Uint8Array.from(body.flatMap((block) => [...block])),
          'multipart/form-data; boundary="a boundary that is not in it"',
          limits,
        )
        expect(
          [...form].map(([key, one]) => [key, one instanceof FileField ? [one.filename, one.bytes] : one]),
        ).toEqual(
          pairs.map(([key, one]) => [key, one instanceof FileField ? [one.filename, one.bytes] : one]),
        )
      }),
    )
  })

  test('its values are of three kinds', () => {
    expectTypeOf<FormValue>().toEqualTypeOf<string | FileField | Uint8Array>()
  })
})

describe('a megabyte', () => {
  const MEGABYTE = 1_000_000
  test.each<[what: string, body: string, fields: number]>([
    ['of prefixes of the boundary', '--xy'.repeat(MEGABYTE / 4), 0],
    [
      'of lines that nearly are boundaries',
      part(named('f', '; filename=a'), '--xy\n'.repeat(MEGABYTE / 5)),
      1,
    ],
    ['of blanks behind a boundary', `--xyz${' '.repeat(MEGABYTE)}a`, 0],
    ['of line feeds', part(named('f', '; filename=a'), '\n'.repeat(MEGABYTE)), 1],
    ['of carriage returns', part(named('f', '; filename=a'), '\r'.repeat(MEGABYTE)), 1],
    ['without an end', part(named('f', '; filename=a'), 'a'.repeat(MEGABYTE)), 1],
    [
      'of blanks in quoted-printable',
      part(`${named('a')}\r\nContent-Transfer-Encoding: quoted-printable`, ' '.repeat(MEGABYTE)),
      1,
    ],
    [
      'of equals signs in quoted-printable',
      part(`${named('a')}\r\nContent-Transfer-Encoding: quoted-printable`, '='.repeat(MEGABYTE)),
      1,
    ],
    ['of parameters', part(named('a', ';'.repeat(15_000)), 'a'.repeat(MEGABYTE)), 1],
  ])('%s', (_what, body, fields) => {
    expect(read(body)).toHaveLength(fields)
  })

  test.each<[what: string, body: string, code: string]>([
    ['of header lines', `--xyz\r\n${'A: b\r\n'.repeat(MEGABYTE / 6)}`, 'ERR_FORM_HEADER'],
    ['of one header', `--xyz\r\n${named('a'.repeat(MEGABYTE))}`, 'ERR_FORM_HEADER'],
    ['of folded lines', `--xyz\r\nA: b\r\n${' c\r\n'.repeat(MEGABYTE / 4)}`, 'ERR_FORM_HEADER'],
    ['of boundaries', '--xyz\r\n\r\n\r\n'.repeat(MEGABYTE / 11), 'ERR_FORM_PARTS'],
  ])('%s is refused', (_what, body, code) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ status: 413, code }))
  })

  test('of quotation marks in the type', () => {
    expect(() => read('', `multipart/form-data; boundary="${'\\'.repeat(MEGABYTE)}`)).toThrow(RequestError)
    expect(() => read('', `multipart/form-data${'; boundary '.repeat(MEGABYTE / 11)}`)).toThrow(RequestError)
  })
})
