/** What is used of an open file of `node:fs/promises`. */
export interface NodeFile {
  write(
    block: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }>
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>
  close(): Promise<void>
}

/** What is used of Node's modules for files. */
export interface NodeFiles {
  open(path: string, flags: string, mode?: number): Promise<NodeFile>
  unlink(path: string): Promise<void>
  /** The folder for temporary files. */
  tmpdir(): string
  join(...parts: string[]): string
}

interface Modules {
  'node:fs/promises': Pick<NodeFiles, 'open' | 'unlink'>
  'node:os': Pick<NodeFiles, 'tmpdir'>
  'node:path': Pick<NodeFiles, 'join'>
}

let found: NodeFiles | null | undefined

/**
 * Node's modules for files, where they can be had without an import that a browser would fail at; `null` elsewhere.
 *
 * @example
 * assert.equal(typeof nodeFiles()?.tmpdir(), 'string')
 */
export function nodeFiles(): NodeFiles | null {
  if (found !== undefined) return found
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } }
  const builtin = <Name extends keyof Modules>(name: Name): Modules[Name] | undefined =>
    process?.getBuiltinModule?.(name) as Modules[Name] | undefined
  const files = builtin('node:fs/promises')
  const os = builtin('node:os')
  const path = builtin('node:path')
  // Some hosts have the modules by name only.
  found =
    typeof files?.open === 'function' && typeof os?.tmpdir === 'function' && path
      ? { open: files.open, unlink: files.unlink, tmpdir: os.tmpdir, join: path.join }
      : null
  return found
}

/**
 * Writes all of a block: a single call may write less.
 *
 * @param position in the file, `null` for behind what was written last
 * @throws what the system throws
 * @example
 * const written = []
 * const file = {
 *   async write(_block, offset) {
 *     written.push(offset)
 *     return { bytesWritten: 2 }
 *   },
 * }
 * await writeFully(file, new Uint8Array(4), null)
 * assert.deepEqual(written, [0, 2])
 */
export async function writeFully(
  file: Pick<NodeFile, 'write'>,
  block: Uint8Array,
  position: number | null,
): Promise<void> {
  for (let at = 0; at < block.length;) {
    const place = position === null ? null : position + at
    const { bytesWritten } = await file.write(block, at, block.length - at, place)
    at += bytesWritten
  }
}
