import { expect, expectTypeOf, test } from 'vitest'
import { defaultStreamFactory } from '../../src/formparser/index.ts'
import type { StreamFactory } from '../../src/formparser/index.ts'

test.each([
  [512_000, true],
  [512_001, false],
])('%d bytes are in memory: %s', async (size, isInMemory) => {
  const file = defaultStreamFactory({
    totalContentLength: null,
    contentType: null,
    filename: 'a',
    contentLength: 0,
  })
  for (let written = 0; written < size; written += 64_000) {
    await file.write(new Uint8Array(Math.min(64_000, size - written)))
  }
  expect(file.isInMemory).toBe(isInMemory)
  expect((await file.finish().read()).length).toBe(size)
  await file.close()
})

test('is a stream factory', () => {
  expectTypeOf(defaultStreamFactory).toExtend<StreamFactory>()
})
