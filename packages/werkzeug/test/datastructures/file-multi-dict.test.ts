import { expect, test } from 'vitest'
import { FileMultiDict, type AddFileOptions } from '../../src/datastructures/file-multi-dict.ts'
import { FileStorage, type FileSource } from '../../src/datastructures/file-storage.ts'

const bytes = new Uint8Array([1, 2, 3])

test.each<
  [name: string, file: FileSource, options: AddFileOptions, filename: string | null, type: string | null]
>([
  ['bytes', bytes, {}, null, null],
  ['bytes with a name', bytes, { filename: 'a.png' }, 'a.png', 'image/png'],
  ['a name nobody knows', bytes, { filename: 'a.unheard-of' }, 'a.unheard-of', 'application/octet-stream'],
  ['a type of its own', bytes, { filename: 'a.png', contentType: 'x/y' }, 'a.png', 'x/y'],
  ['a File', new File([bytes], 'b.txt', { type: 'text/plain' }), {}, 'b.txt', 'text/plain'],
  ['a File without a type', new File([bytes], 'b.json'), {}, 'b.json', 'application/json'],
  ['a File with another name', new File([bytes], 'b.txt'), { filename: 'c.css' }, 'c.css', 'text/css'],
])('%s', async (_, file, options, filename, type) => {
  const files = new FileMultiDict()
  files.addFile('field', file, options)
  const added = files.at('field')
  expect([added.name, added.filename, added.contentType]).toEqual(['field', filename, type])
  expect(await added.bytes()).toEqual(bytes)
})

test('a file that is stored already is added as it is', () => {
  const stored = new FileStorage(bytes, 'x', 'other')
  const files = new FileMultiDict([['field', stored]])
  files.addFile('field', stored)
  expect(files.getlist('field')).toEqual([stored, stored])
  expect(files.copy()).toBeInstanceOf(FileMultiDict)
})
