import { expect, test } from 'vitest'
import { encodeMultipartForm, isFileInput, urlEncode } from '../../src/request/encode-form.ts'
import { FileField } from '../../src/request/index.ts'

test.each<[pairs: [string, unknown][], text: string]>([
  [[], ''],
  [
    [
      ['a', '1'],
      ['a', 2],
    ],
    'a=1&a=2',
  ],
  [[['a b', '&=+%;']], 'a+b=%26%3D%2B%25%3B'],
  [[['\u20ac', '\xe9']], '%E2%82%AC=%C3%A9'],
  [[['a', Uint8Array.of(0xe9, 0x20)]], 'a=%E9+'],
])('%j', (pairs, text) => {
  expect(urlEncode(pairs)).toBe(text)
})

test.each([
  [['a.txt', 'b'], true],
  [{ filename: 'a', content: '' }, true],
  [new FileField('f', 'a', new Uint8Array()), true],
  [new Blob([]), true],
  ['a', false],
  [1, false],
  [new Uint8Array(), false],
  [null, false],
])('%o is a file: %s', (value, isFile) => {
  expect(isFileInput(value)).toBe(isFile)
})

test('files of the platform are blocks of their own, and are not read', async () => {
  const file = new File(['content'], 'a.png')
  const blocks = encodeMultipartForm(
    [
      ['f', file],
      ['g', new Blob(['x'])],
    ],
    'xyz',
  )
  expect(blocks.filter((block) => block instanceof Blob)).toEqual([file, expect.any(Blob)])
  expect(await new Blob(blocks as BlobPart[]).text()).toBe(
    '--xyz\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-type: image/png\r\n\r\ncontent\r\n' +
      '--xyz\r\nContent-Disposition: form-data; name="g"; filename="blob"\r\n\r\nx\r\n--xyz--',
  )
})
