import type { FileStat, FileSystem } from './file-system.ts'
import { nodeFileSystem } from './node-file-system.ts'
import { pathSegments } from './path-segments.ts'

/** How {@link resolveInside} looks for files. */
export interface ResolveOptions {
  /** The disk by default. */
  readonly fileSystem?: FileSystem | undefined
  /** Whether a link may lead out of the root. Default: no, and then it is as if it led nowhere. */
  readonly followLinks?: boolean | undefined
}

/** What a path below a root names. */
export type Resolved =
  | {
      readonly outcome: 'found'
      /** The absolute path on the file system. */
      readonly path: string
      /** The names from the root on. */
      readonly segments: readonly string[]
      readonly stat: FileStat
    }
  | { readonly outcome: 'missing'; readonly path: string; readonly segments: readonly string[] }
  | { readonly outcome: 'outside' }
  | { readonly outcome: 'undecodable' }

const NO_OPTIONS: ResolveOptions = Object.freeze({})

/**
 * Whether a path is the root or lies below it; both absolute and in their normal form.
 *
 * @example
 * assert.equal(isInside('/www/a', '/www', '/'), true)
 * assert.equal(isInside('/wwwx/a', '/www', '/'), false)
 */
export function isInside(path: string, root: string, separator: '/' | '\\'): boolean {
  if (!path.startsWith(root)) return false
  return path.length === root.length || root.endsWith(separator) || path[root.length] === separator
}

/**
 * Finds what a PATH_INFO names below a folder, and never anything else. The path is judged as text first: what climbs
 * out is `outside` whatever there may be. Links are followed while they stay inside; one that leads out is `missing`,
 * exactly as one that leads nowhere, so nothing outside shows by its absence.
 *
 * @param root the folder
 * @param pathInfo one character a byte, decoded once, as the environ has it
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/www/a.txt': 'A', '/secret.txt': 'S' })
 * const found = await resolveInside('/www', '/./a.txt', { fileSystem })
 * assert.equal(found.outcome === 'found' && found.path, '/www/a.txt')
 * assert.equal((await resolveInside('/www', '/../secret.txt', { fileSystem })).outcome, 'outside')
 * assert.equal((await resolveInside('/www', '/b.txt', { fileSystem })).outcome, 'missing')
 */
export async function resolveInside(
  root: string,
  pathInfo: string,
  { fileSystem = nodeFileSystem, followLinks = false }: ResolveOptions = NO_OPTIONS,
): Promise<Resolved> {
  const { separator } = fileSystem
  const segments = pathSegments(pathInfo, separator)
  if (typeof segments === 'string') return { outcome: segments }
  const base = fileSystem.resolve(root)
  const path = segments.length === 0 ? base : joined(base, segments, separator)
  if (!followLinks && !(await staysInside(path, base, fileSystem)))
    return { outcome: 'missing', path, segments }
  const stat = await fileSystem.stat(path)
  return stat ? { outcome: 'found', path, segments, stat } : { outcome: 'missing', path, segments }
}

const joined = (base: string, segments: readonly string[], separator: '/' | '\\'): string =>
  (base.endsWith(separator) ? base : base + separator) + segments.join(separator)

/**
 * Whether something is there that lies in a folder after all links have been followed. Both paths in normal form.
 *
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const files = mapFileSystem({ '/www/a.txt': 'A', '/b.txt': 'B' })
 * assert.equal(await staysInside('/www/a.txt', '/www', files), true)
 * assert.equal(await staysInside('/b.txt', '/www', files), false)
 */
export async function staysInside(path: string, root: string, fileSystem: FileSystem): Promise<boolean> {
  const [realRoot, real] = await Promise.all([fileSystem.realPath(root), fileSystem.realPath(path)])
  return realRoot !== undefined && real !== undefined && isInside(real, realRoot, fileSystem.separator)
}
