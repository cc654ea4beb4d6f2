import { setupTestingDefaults } from '@triptych/raw'
import { blocksOf, Input } from '@triptych/raw/input'
import { bytes } from '@triptych/raw/util'
import { expect, expectTypeOf, test } from 'vitest'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import type { FileStorage } from '../../src/datastructures/file-storage.ts'
import { parseFormData } from '../../src/formparser/index.ts'
import type { ParsedForm } from '../../src/formparser/index.ts'

const environ = () =>
  setupTestingDefaults({
    CONTENT_TYPE: 'application/x-www-form-urlencoded',
    CONTENT_LENGTH: '3',
    'wsgi.input': new Input(blocksOf(bytes('a=1'))),
  })

test('a stream, the fields, the files', async () => {
  const [stream, form, files] = await parseFormData(environ())
  expect([(await stream.read()).length, form.get('a'), files.size]).toEqual([0, '1', 0])
})

test('types follow the class', async () => {
  type Files = ImmutableMultiDict<FileStorage>
  const parsed = await parseFormData<ImmutableMultiDict, Files>(environ(), { cls: ImmutableMultiDict })
  expect(parsed[1]).toBeInstanceOf(ImmutableMultiDict)
  expectTypeOf(parsed).toEqualTypeOf<ParsedForm<ImmutableMultiDict, Files>>()
})
