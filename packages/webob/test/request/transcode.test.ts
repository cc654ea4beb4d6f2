import { describe, expect, test } from 'vitest'
import { Request, Transcoder, type FileField } from '../../src/request/index.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const limits = { maxFormParts: 10, maxFieldSize: 1000 }

test.each([
  ['latin-1', 'q=%E9&r=%E8;s', 'q=%C3%A9&r=%C3%A8&s='],
  ['shift_jis', 'q=%83e%83X%83g', 'q=%E3%83%86%E3%82%B9%E3%83%88'],
  ['latin-1', '%E9', '%E9'],
  ['latin-1', '', ''],
])('%s: %s', (charset, query, expected) => {
  expect(new Transcoder(charset).transcodeQuery(query)).toBe(expected)
})

test('what is not in the charset', () => {
  expect(() => new Transcoder('ascii').transcodeQuery('q=%E9')).toThrow(
    expect.objectContaining({ status: 400 }),
  )
  expect(new Transcoder('ascii', 'replace').transcodeQuery('q=%E9')).toBe('q=%EF%BF%BD')
})

describe('a multipart form', () => {
  const TYPE = 'multipart/form-data; boundary=xyz; charset=shift_jis'
  const body =
    '--xyz\r\nContent-Disposition: form-data; name="\x83e"\r\n\r\n\x83X\r\n' +
    '--xyz\r\nContent-Disposition: form-data; name="own"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xe2\x82\xac\r\n' +
    '--xyz\r\nContent-Disposition: form-data; name="none"; filename=""\r\n\r\n\r\n' +
    '--xyz\r\nContent-Disposition: form-data; name="f"; filename="\x83g.bin"\r\nContent-Type: a/b; c=d\r\n\r\n\x83\xff\r\n--xyz--'

  test('names, texts and names of files are written anew, contents stay', async () => {
    const request = Request.blank('/', { method: 'POST', contentType: TYPE, body: bytes(body) })
    const made = await request.decode()
    const form = await made.POST()
    expect([form.get('\u30c6'), form.get('own'), form.get('none')]).toEqual(['\u30b9', '\u20ac', ''])
    const file = form.get('f') as FileField
    expect([file.filename, file.type, { ...file.typeOptions }, file.bytes]).toEqual([
      '\u30c8.bin',
      'a/b',
      { c: 'd' },
      bytes('\x83\xff'),
    ])
    expect(made.contentLength).toBe((await made.body()).length)
  })

  test('that is not in its charset', () => {
    const broken = bytes('--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x83\r\n--xyz--')
    expect(() => new Transcoder('shift_jis').transcodeForm(broken, TYPE, limits)).toThrow(
      expect.objectContaining({ status: 400 }),
    )
    expect(
      new TextDecoder().decode(new Transcoder('shift_jis', 'replace').transcodeForm(broken, TYPE, limits)),
    ).toContain('\ufffd')
  })

  test('beyond the limits', () => {
    expect(() =>
      new Transcoder('latin-1').transcodeForm(bytes(body), TYPE, { ...limits, maxFormParts: 1 }),
    ).toThrow(expect.objectContaining({ status: 413 }))
  })
})
