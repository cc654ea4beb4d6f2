import { expect, test } from 'vitest'
import { FileField } from '../../src/request/index.ts'

test('what it has when nothing is said', () => {
  const field = new FileField('f', 'a', new Uint8Array(2))
  expect([field.type, field.typeOptions, field.headers, field.size]).toEqual([
    'application/octet-stream',
    {},
    [],
    2,
  ])
})

test('blocks of 64 KiB', async () => {
  const field = new FileField('f', 'a', new Uint8Array(150_000).fill(7))
  const sizes: number[] = []
  for await (const block of field.stream()) sizes.push(block.length)
  expect(sizes).toEqual([65_536, 65_536, 18_928])
})

test('a file of the platform', async () => {
  const file = new FileField('f', '../a.txt', new TextEncoder().encode('hi'), { type: 'text/plain' }).toFile()
  expect([file.name, file.type, file.size, await file.text()]).toEqual(['../a.txt', 'text/plain', 2, 'hi'])
})
