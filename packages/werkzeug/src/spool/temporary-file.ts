import { nodeFiles, writeFully } from './node-files.ts'

/** A file without a name, to be read anywhere. */
export interface TemporaryFile {
  /** Writes all bytes from `position` on. */
  write(block: Uint8Array, position: number): Promise<void>
  /** Fills the buffer from `position` on and gives the number of bytes, fewer only at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Gives the space back. */
  close(): Promise<void>
}

/**
 * Makes a temporary file that only this process can read and that is gone when it is closed, or when the process ends: it
 * has no name from the beginning on, but on Windows, where it keeps it until it is closed.
 *
 * @returns `null` on hosts without a disk
 * @throws what the system throws, such as ENOSPC
 * @example
 * const file = await openTemporaryFile()
 * await file.write(Uint8Array.of(1, 2, 3), 0)
 * const buffer = new Uint8Array(2)
 * assert.equal(await file.read(buffer, 1), 2)
 * assert.deepEqual(buffer, Uint8Array.of(2, 3))
 * await file.close()
 */
export async function openTemporaryFile(): Promise<TemporaryFile | null> {
  const files = nodeFiles()
  if (!files) return null
  const path = files.join(files.tmpdir(), `triptych-${crypto.randomUUID()}`)
  // `x`: a file or link of that name must not be there.
  const file = await files.open(path, 'wx+', 0o600)
  const unlinked = await files.unlink(path).then(
    () => true,
    () => false,
  )
  return {
    write: (block, position) => writeFully(file, block, position),
    async read(buffer, position) {
      let count = 0
      while (count < buffer.length) {
        const { bytesRead } = await file.read(buffer, count, buffer.length - count, position + count)
        if (bytesRead === 0) break
        count += bytesRead
      }
      return count
    },
    async close() {
      await file.close()
      if (!unlinked) await files.unlink(path)
    },
  }
}
