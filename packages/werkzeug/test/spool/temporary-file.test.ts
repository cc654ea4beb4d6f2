import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { nodeFiles } from '../../src/spool/node-files.ts'
import { openTemporaryFile } from '../../src/spool/temporary-file.ts'

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('triptych-'))

test('a file without a name', async () => {
  const before = left()
  const file = await openTemporaryFile()
  await file?.write(Uint8Array.of(1, 2, 3, 4), 0)
  await file?.write(Uint8Array.of(9), 1)
  const buffer = new Uint8Array(10)
  expect(await file?.read(buffer, 0)).toBe(4)
  expect([...buffer.subarray(0, 4)]).toEqual([1, 9, 3, 4])
  await file?.close()
  expect(left()).toEqual(before)
})

test('the modules of Node are found once', () => {
  expect(nodeFiles()).toBe(nodeFiles())
  expect(nodeFiles()?.tmpdir()).toBe(tmpdir())
})
