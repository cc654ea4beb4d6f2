import { parseAcceptEncoding, preferredEncodings } from '../http/accept-encoding.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { FileAccessError } from './file-system.ts'
import { staysInside } from './resolve-inside.ts'

/** The content codings whose copies can lie beside a file, and the extensions of those copies. */
export const SIBLINGS: ReadonlyMap<string, string> = new Map([
  ['br', '.br'],
  ['zstd', '.zst'],
  ['gzip', '.gz'],
])

/** How {@link openVariant} looks for compressed copies. */
export interface VariantOptions {
  readonly fileSystem: FileSystem
  /** The codings of copies to look for, the best first. None by default. */
  readonly precompressed?: readonly string[] | undefined
  /** The request's Accept-Encoding. */
  readonly acceptEncoding?: string | undefined
  /** The folder that a copy may not lead out of by a link. */
  readonly root?: string | undefined
}

/** An open file, and the content coding of its bytes. */
export interface Variant {
  readonly file: OpenFile
  /** `undefined` when it is the file itself. */
  readonly coding: string | undefined
}

/**
 * Opens a file, or the compressed copy beside it (`a.css.br`) that the client likes best. A copy that is older than the
 * file counts for nothing: it is a copy of something else.
 *
 * @throws FileAccessError when the file is missing or may not be read
 * @throws TypeError for a coding without an extension in {@link SIBLINGS}
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/a.css': 'a { }', '/a.css.gz': 'pretend' })
 * const options = { fileSystem, precompressed: ['br', 'gzip'], acceptEncoding: 'gzip, br' }
 * assert.equal((await openVariant('/a.css', options)).coding, 'gzip')
 * assert.equal((await openVariant('/a.css', { fileSystem })).coding, undefined)
 */
export async function openVariant(path: string, options: VariantOptions): Promise<Variant> {
  const { fileSystem, precompressed = [], acceptEncoding } = options
  const file = await fileSystem.open(path)
  if (precompressed.length === 0 || !acceptEncoding) return { file, coding: undefined }
  try {
    const wanted = preferredEncodings(parseAcceptEncoding(acceptEncoding), [...precompressed, 'identity'])
    for (const { offer } of wanted) {
      if (offer === 'identity') break
      const sibling = await openSibling(path, offer, file, options)
      if (!sibling) continue
      await file.close()
      return { file: sibling, coding: offer }
    }
  } catch (error) {
    await file.close()
    throw error
  }
  return { file, coding: undefined }
}

async function openSibling(
  path: string,
  coding: string,
  original: OpenFile,
  { fileSystem, root }: VariantOptions,
): Promise<OpenFile | undefined> {
  const extension = SIBLINGS.get(coding)
  if (extension === undefined) {
    throw new TypeError(
      `Expected one of ${[...SIBLINGS.keys()].join(', ')} as coding, got ${JSON.stringify(coding)}`,
    )
  }
  const sibling = path + extension
  const stat = await fileSystem.stat(sibling)
  if (stat?.kind !== 'file' || stat.modified < original.stat.modified) return undefined
  if (root !== undefined && !(await staysInside(sibling, fileSystem.resolve(root), fileSystem)))
    return undefined
  try {
    return await fileSystem.open(sibling)
  } catch (error) {
    // Gone or closed to us since we looked: the file itself is as good.
    if (error instanceof FileAccessError) return undefined
    throw error
  }
}
