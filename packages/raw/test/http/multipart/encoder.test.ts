import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MultipartDecoder } from '../../../src/http/multipart/decoder.ts'
import { encodeMultipart, formatMultipartEnd, formatPartHead } from '../../../src/http/multipart/encoder.ts'
import type { FormPart, PartHead } from '../../../src/http/multipart/encoder.ts'
import { bytesOf, textOfBytes } from '../blocks.ts'

const encode = (parts: FormPart[]): string => [...encodeMultipart('b', parts)].map(textOfBytes).join('')

describe('encodeMultipart', () => {
  test.each<[name: string, parts: FormPart[], body: string]>([
    ['no part', [], '--b--\r\n'],
    [
      'a name that has to be escaped, text as UTF-8',
      [{ name: 'a"\u20ac', data: '\u20ac' }],
      '--b\r\nContent-Disposition: form-data; name="a%22\xe2\x82\xac"\r\n\r\n\xe2\x82\xac\r\n--b--\r\n',
    ],
    [
      'a file in blocks, with further headers',
      [
        { name: 'a', data: '' },
        {
          name: 'f',
          filename: '',
          contentType: 'text/plain',
          headers: [['X-Y', 'z']],
          data: [bytesOf('1\r'), bytesOf('\n2')],
        },
      ],
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' +
        '--b\r\nContent-Disposition: form-data; name="f"; filename=""\r\nContent-Type: text/plain\r\nX-Y: z\r\n\r\n1\r\n2\r\n--b--\r\n',
    ],
  ])('%s', (_, parts, body) => {
    expect(encode(parts)).toBe(body)
  })

  test('passes blocks of bytes on as they are', () => {
    const data = bytesOf('abc')
    expect([...encodeMultipart('b', [{ name: 'a', data }])][1]).toBe(data)
  })

  test('writes what the decoder reads', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((value) => value.replace(/[\0\r\n\\%]/g, ''))
    const part = fc.record({ name: text, filename: text, data: fc.uint8Array({ maxLength: 100 }) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const decoder = new MultipartDecoder('----boundary')
        const found: unknown[] = []
        let data = ''
        for (const block of encodeMultipart('----boundary', parts)) {
          for (const event of decoder.push(block)) {
            if (event.type === 'part') found.push(event.name, event.filename)
            else if (event.type === 'data') data += textOfBytes(event.data)
            else if (event.type === 'part-end') {
              found.push(data)
              data = ''
            }
          }
        }
        decoder.finish()
        expect(found).toEqual(parts.flatMap((each) => [each.name, each.filename, textOfBytes(each.data)]))
      }),
    )
  })
})

describe('what cannot be sent', () => {
  test.each<[name: string, part: PartHead]>([
    ['NUL in a name', { name: 'a\0' }],
    ['NUL in a file name', { name: 'a', filename: '\0' }],
    ['a line end in a type', { name: 'a', contentType: 'a\r\nB: c' }],
    ['a header that is none', { name: 'a', headers: [['A b', 'c']] }],
    ['a line end in a header', { name: 'a', headers: [['A', 'b\n']] }],
  ])('%s', (_, part) => {
    expect(() => formatPartHead('b', part, true)).toThrow(TypeError)
  })

  test.each(['', 'a ', 'a\r\nb', 'a'.repeat(71)])('the boundary %j', (boundary) => {
    expect(() => formatPartHead(boundary, { name: 'a' }, true)).toThrow(TypeError)
    expect(() => formatMultipartEnd(boundary)).toThrow(TypeError)
  })
})
