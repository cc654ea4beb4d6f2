import { bytes } from '../util.ts'
import { FileAccessError } from './file-system.ts'
import type { FileStat, FileSystem, OpenFile } from './file-system.ts'

/** A file in memory: its bytes, its text (UTF-8), or one of them with the time it was written. */
export type MapFile =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly modified?: Date | number | undefined }

/** Dot segments and empty ones out, one slash in front. */
function normal(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return `/${kept.join('/')}`
}

/**
 * Files in memory, for hosts without a disk and for tests. The names are paths with slashes; the folders are those that
 * the names speak of. A file without a time of its own has the time of this call.
 *
 * @example
 * const files = mapFileSystem({ 'www/index.html': '<h1>hi</h1>' })
 * assert.deepEqual((await files.stat('/www'))?.kind, 'directory')
 * assert.equal((await files.stat('/www/index.html'))?.size, 11)
 */
export function mapFileSystem(
  files: Readonly<Record<string, MapFile>> | ReadonlyMap<string, MapFile>,
): FileSystem {
  const contents = new Map<string, Uint8Array>()
  const stats = new Map<string, FileStat>([['/', { kind: 'directory', size: 0, modified: Date.now() }]])
  const now = Date.now()
  for (const [name, file] of files instanceof Map
    ? files
    : Object.entries(files as Record<string, MapFile>)) {
    const path = normal(name)
    const isPlain = typeof file === 'string' || file instanceof Uint8Array
    const given = isPlain ? file : file.content
    const content = typeof given === 'string' ? bytes(given) : given
    contents.set(path, content)
    stats.set(path, {
      kind: 'file',
      size: content.length,
      modified: Number(isPlain ? now : (file.modified ?? now)),
    })
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      stats.set(path.slice(0, at), { kind: 'directory', size: 0, modified: now })
    }
  }
  return {
    separator: '/',
    resolve: normal,
    stat: async (path) => stats.get(path),
    statSync: (path) => stats.get(path),
    realPath: async (path) => (stats.has(path) ? path : undefined),
    async open(path): Promise<OpenFile> {
      const content = contents.get(path)
      if (!content) throw new FileAccessError('ERR_FILE_MISSING', path)
      return {
        stat: stats.get(path)!,
        async read(buffer, position) {
          const piece = content.subarray(position, position + buffer.length)
          buffer.set(piece)
          return piece.length
        },
        close: async () => undefined,
      }
    },
  }
}
