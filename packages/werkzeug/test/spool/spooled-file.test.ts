import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SpooledFile } from '../../src/spool/spooled-file.ts'
import { openTemporaryFile } from '../../src/spool/temporary-file.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

describe.each([
  ['in memory', Infinity],
  ['on the disk', 3],
])('%s', (_where, maxSize) => {
  const open = async (...blocks: string[]): Promise<SpooledFile> => {
    const file = new SpooledFile({ maxSize, open: openTemporaryFile })
    for (const block of blocks) await file.write(bytes(block))
    return file.finish()
  }

  test('reads what was written', async () => {
    const file = await open('hel', 'lo ', '', 'world')
    expect([file.size, file.isInMemory, file.closed]).toEqual([11, maxSize > 3, false])
    expect(text(await file.read(4))).toBe('hell')
    expect(file.tell()).toBe(4)
    expect(text(await file.read())).toBe('o world')
    expect((await file.read()).length).toBe(0)
    expect(file.seek(-5, 2)).toBe(6)
    expect(file.seek(1, 1)).toBe(7)
    expect(text(await file.read(100))).toBe('orld')
    expect(file.seek(99)).toBe(99)
    expect((await file.read(1)).length).toBe(0)
    await file.close()
  })

  test('reads lines', async () => {
    const file = await open('one\ntw', 'o\n\nlast')
    expect((await file.readlines()).map(text)).toEqual(['one\n', 'two\n', '\n', 'last'])
    file.seek(0)
    expect(text(await file.readline(2))).toBe('on')
    expect(text(await file.readline())).toBe('e\n')
    file.seek(0)
    expect((await file.readlines(5)).map(text)).toEqual(['one\n', 'two\n'])
    await file.close()
  })

  test('a line of more than a block', async () => {
    const file = await open('x'.repeat(200_000), '\nrest')
    expect((await file.readline()).length).toBe(200_001)
    expect(text(await file.readline())).toBe('rest')
    await file.close()
  })

  test('is read in blocks', async () => {
    const file = await open('x'.repeat(100_000))
    const sizes: number[] = []
    for await (const block of file) sizes.push(block.length)
    expect(sizes).toEqual([65_536, 34_464])
    await file.close()
  })

  test('is gone when it is closed', async () => {
    const file = await open('hello')
    await file.close()
    await file.close()
    expect(file.closed).toBe(true)
    await expect(file.read()).rejects.toThrow(TypeError)
    expect(() => file.write(bytes('x'))).toThrow(TypeError)
  })
})

test('any content in any pieces', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(60), async (blocks, maxSize) => {
      const file = new SpooledFile({ maxSize, open: openTemporaryFile })
      for (const block of blocks) await file.write(block)
      const content = blocks.flatMap((block) => [...block])
      expect(file.isInMemory).toBe(content.length <= maxSize)
      expect([...(await file.finish().read())]).toEqual(content)
      await file.close()
    }),
    { numRuns: 50 },
  )
})

test('stays in memory where there is no disk', async () => {
  const file = new SpooledFile({ maxSize: 2, open: async () => null })
  await file.write(bytes('hello'))
  await file.write(bytes('!'))
  expect(file.isInMemory).toBe(true)
  expect(text(await file.read())).toBe('hello!')
})

test('small pieces are copied: the block may be used again', async () => {
  const file = new SpooledFile()
  const block = bytes('abc')
  await file.write(block)
  block.fill(0)
  expect(text(await file.read())).toBe('abc')
})

test('an error of the disk is thrown by the write', async () => {
  const open = (): Promise<never> => Promise.reject(new Error('ENOSPC'))
  await expect(new SpooledFile({ maxSize: 1, open }).write(bytes('abc'))).rejects.toThrow('ENOSPC')
})
