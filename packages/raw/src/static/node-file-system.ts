import type * as NodeFs from 'node:fs'
import type * as NodePath from 'node:path'
import { FileAccessError } from './file-system.ts'
import type { FileStat, FileSystem, OpenFile } from './file-system.ts'

/** Nothing is there, or nothing that anybody should hear of. */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL', 'ERR_INVALID_ARG_VALUE'])
const DENIED = new Set(['EACCES', 'EPERM'])

/** Built-ins are asked for when they are used, so that a bundle for hosts without a disk loads. */
function builtin(name: string): object {
  const module = globalThis.process?.getBuiltinModule?.(name)
  if (!module) throw new TypeError(`Expected a host with ${name}, got none: use mapFileSystem there`)
  return module
}

let fs: typeof NodeFs | undefined
let path: typeof NodePath | undefined
const nodeFs = (): typeof NodeFs => (fs ??= builtin('node:fs') as typeof NodeFs)
const nodePath = (): typeof NodePath => (path ??= builtin('node:path') as typeof NodePath)

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code)

function toStat(stats: NodeFs.Stats): FileStat {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other'
  return { kind, size: stats.size, modified: stats.mtimeMs }
}

/** `undefined` for what can't be seen; an error of the system (too many files, a broken disk) is thrown. */
function seen<T>(error: unknown, value: T): T | undefined {
  if (!error) return value
  const code = codeOf(error)
  if (MISSING.has(code) || DENIED.has(code)) return undefined
  throw error
}

/** A call of node:fs as a promise: what can't be seen is `undefined`. */
function looked<T>(run: (callback: (error: unknown, value: T) => void) => void): Promise<T | undefined> {
  return new Promise<[unknown, T]>((resolve) => {
    run((error, value) => resolve([error, value]))
  }).then(([error, value]) => seen(error, value))
}

/** An open descriptor. Closing waits for the read under way: its number could be given to another file meanwhile. */
class NodeFile implements OpenFile {
  readonly stat: FileStat
  readonly #descriptor: number
  #reading: Promise<unknown> | undefined
  #closing: Promise<void> | undefined

  constructor(descriptor: number, stat: FileStat) {
    this.#descriptor = descriptor
    this.stat = stat
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    if (this.#closing) return Promise.reject(new TypeError('Expected an open file, got one that is closed'))
    const reading = new Promise<number>((resolve, reject) => {
      nodeFs().read(this.#descriptor, buffer, 0, buffer.length, position, (error, count) =>
        error ? reject(error) : resolve(count),
      )
    })
    this.#reading = reading.catch(() => undefined)
    return reading
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#reading
    await closed(this.#descriptor)
  }
}

const closed = (descriptor: number): Promise<void> =>
  new Promise((resolve, reject) => {
    nodeFs().close(descriptor, (error) => (error ? reject(error) : resolve()))
  })

function opened(name: string): Promise<number> {
  const { constants, open } = nodeFs()
  // Without O_NONBLOCK opening a pipe would wait for somebody who writes.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
  return new Promise((resolve, reject) => {
    open(name, flags, (error, descriptor) => (error ? reject(error) : resolve(descriptor)))
  })
}

/**
 * The disk, by `node:fs` (Node, Bun, Deno).
 *
 * @example
 * import { fileURLToPath } from 'node:url'
 * const stat = await nodeFileSystem.stat(fileURLToPath(import.meta.url))
 * assert.equal(stat?.kind, 'file')
 * assert.equal(await nodeFileSystem.stat('/there/is/nothing/here'), undefined)
 */
export const nodeFileSystem: FileSystem = {
  get separator() {
    return nodePath().sep
  },
  resolve: (name) => nodePath().resolve(name),
  async stat(name) {
    const stats = await looked<NodeFs.Stats>((callback) => nodeFs().stat(name, callback))
    return stats && toStat(stats)
  },
  statSync(name) {
    try {
      const stats = nodeFs().statSync(name, { throwIfNoEntry: false })
      return stats && toStat(stats)
    } catch (error) {
      return seen(error, undefined)
    }
  },
  realPath: (name) => looked<string>((callback) => nodeFs().realpath.native(name, callback)),
  async open(name) {
    let descriptor: number
    try {
      descriptor = await opened(name)
    } catch (error) {
      const code = codeOf(error)
      if (MISSING.has(code) || code === 'ENXIO' || code === 'EISDIR') {
        throw new FileAccessError('ERR_FILE_MISSING', name, { cause: error })
      }
      if (DENIED.has(code)) throw new FileAccessError('ERR_FILE_DENIED', name, { cause: error })
      throw error
    }
    let stat: FileStat
    try {
      stat = await new Promise((resolve, reject) => {
        nodeFs().fstat(descriptor, (error, stats) => (error ? reject(error) : resolve(toStat(stats))))
      })
    } catch (error) {
      await closed(descriptor)
      throw error
    }
    if (stat.kind === 'file') return new NodeFile(descriptor, stat)
    await closed(descriptor)
    throw new FileAccessError('ERR_FILE_MISSING', name)
  },
}
