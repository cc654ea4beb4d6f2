import { FileWrapper as Plain } from '@triptych/raw'
import { describe, expect, test } from 'vitest'
import { FileWrapper } from '../../src/wsgi/file-wrapper.ts'
import type { SeekableFile } from '../../src/wsgi/file-wrapper.ts'

class Memory implements SeekableFile {
  at = 0
  closed = false
  read(size: number): Uint8Array {
    const block = new TextEncoder().encode('abcdef').subarray(this.at, this.at + size)
    this.at += block.length
    return block
  }
  seek(offset: number, whence = 0): void {
    this.at = whence === 2 ? 6 + offset : offset
  }
  tell(): number {
    return this.at
  }
  close(): void {
    this.closed = true
  }
}

describe('a file as a body', () => {
  test('comes in blocks from where it stands', async () => {
    const file = new Memory()
    const body = new FileWrapper(file, 4)
    expect(body.bufferSize).toBe(4)
    expect(body).toBeInstanceOf(Plain)
    await body.seek(1)
    expect(await body.tell()).toBe(1)
    const blocks: string[] = []
    for await (const block of body) blocks.push(new TextDecoder().decode(block))
    expect(blocks).toEqual(['bcde', 'f'])
    await body.seek(-2, 2)
    expect(await body.tell()).toBe(4)
    await body.close()
    expect(file.closed).toBe(true)
  })

  test.each([
    [{ read: () => new Uint8Array(0) }, false],
    [{ read: () => new Uint8Array(0), seek() {} }, true],
    [{ read: () => new Uint8Array(0), seek() {}, seekable: () => false }, false],
  ] as [SeekableFile, boolean][])('%j: whether it can be positioned', async (file, seekable) => {
    const body = new FileWrapper(file)
    expect(body.bufferSize).toBe(8192)
    expect(body.seekable()).toBe(seekable)
    expect(await body.tell()).toBeNull()
    await expect(body.seek(1)).resolves.toBeUndefined()
    await expect(body.close()).resolves.toBeUndefined()
  })

  test('has blocks of at least a byte', () => {
    expect(() => new FileWrapper(new Memory(), 0)).toThrow(RangeError)
  })
})
