import { expect, test } from 'vitest'
import { Response } from '../../src/response/response.ts'

test('what is written is the body', async () => {
  const response = new Response('a')
  const file = response.bodyFile
  await file.write('b')
  await file.writelines(['c', new Uint8Array([0x64])])
  file.flush()
  expect(file.tell()).toBe(4)
  expect(await response.text()).toBe('abcd')
  expect([file.encoding, file.mode, file.closed]).toEqual(['UTF-8', 'wb', false])
})

test('it cannot be closed', () => {
  expect(() => new Response().bodyFile.close()).toThrow(/cannot be closed/)
})

test('a stream of the platform writes to it', async () => {
  const response = new Response()
  await new Blob(['hello']).stream().pipeTo(response.bodyFile.writable)
  expect(await response.text()).toBe('hello')
})
