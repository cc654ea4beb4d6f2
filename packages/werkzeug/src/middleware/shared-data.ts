import type { Application, ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { encodeUtf8, toBytes } from '@triptych/raw/http'
import { guessType } from '@triptych/raw/mime'
import { BLOCK_SIZE, FileAccessError, fileLike, nodeFileSystem, resolveInside } from '@triptych/raw/static'
import type { FileSystem } from '@triptych/raw/static'
import { clock } from '../clock.ts'
import { httpDate } from '../http/date.ts'
import { isResourceModified } from '../http/is-resource-modified.ts'
import { getContentType } from '../utils/get-content-type.ts'
import { wrapFile } from '../wsgi/wrap-file.ts'
import { fnmatch } from './fnmatch.ts'

/** How {@link SharedDataMiddleware} serves its files. */
export interface SharedDataOptions {
  /** Files that are not served: patterns of names (`*.py`; `*`, `?` and `[abc]`), or a function that says so. */
  readonly disallow?: string | readonly string[] | ((filename: string) => boolean)
  /** Whether to send ETag and Expires, and to answer 304. Default: yes. */
  readonly cache?: boolean
  /** Seconds that a file may be kept. Default: 43,200, half a day. */
  readonly cacheTimeout?: number
  /** The type of files of an unknown kind. Default: application/octet-stream. */
  readonly fallbackMimetype?: string
  /** Where files come from. Default: the disk. */
  readonly fileSystem?: FileSystem
  /** Whether links may lead out of an exported folder. Default: no. */
  readonly followLinks?: boolean
}

/** A file that was found: its path, and the name that its type is guessed by. */
interface Found {
  readonly path: string
  readonly name: string
}

/**
 * Serves files and folders below some prefixes, and leaves every other request to the application, also those for files
 * that are not there. For development and simple set-ups. No path outside an exported folder is ever served.
 * Python: `werkzeug.middleware.shared_data.SharedDataMiddleware`; `[package, path]` pairs are URLs here:
 * `new URL('./static', import.meta.url)`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { mapFileSystem } from '@triptych/raw/static'
 * import type { Application } from '@triptych/raw'
 * const fileSystem = mapFileSystem({ '/srv/static/style.css': 'p { }' })
 * const front: Application = (environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new TextEncoder().encode('the application')]
 * }
 * const app = new SharedDataMiddleware(front, { '/static': '/srv/static' }, { fileSystem })
 * assert.equal((await call(app, '/static/style.css')).text(), 'p { }')
 * assert.equal((await call(app, '/static/none.css')).text(), 'the application')
 */
export class SharedDataMiddleware {
  readonly app: Application
  /** Files and folders by prefix. */
  readonly exports: readonly (readonly [prefix: string, path: string])[]
  readonly cache: boolean
  /** Seconds. */
  readonly cacheTimeout: number
  readonly fallbackMimetype: string
  readonly #disallow: (filename: string) => boolean
  readonly #fileSystem: FileSystem
  readonly #followLinks: boolean

  /**
   * @param exports files and folders by the prefix of the paths that they are served at
   * @throws TypeError when it is no application, or a URL is no file's
   */
  constructor(
    app: ApplicationLike,
    exports: Readonly<Record<string, string | URL>> | Iterable<readonly [string, string | URL]>,
    options: SharedDataOptions = {},
  ) {
    const { disallow = [] } = options
    this.app = toApplication(app)
    this.#fileSystem = options.fileSystem ?? nodeFileSystem
    const rows = Symbol.iterator in exports ? [...exports] : Object.entries(exports)
    this.exports = rows.map(([prefix, place]) => [prefix, this.#fileSystem.resolve(pathOf(place))])
    this.cache = options.cache ?? true
    this.cacheTimeout = options.cacheTimeout ?? 60 * 60 * 12
    this.fallbackMimetype = options.fallbackMimetype ?? 'application/octet-stream'
    this.#followLinks = options.followLinks ?? false
    const patterns = typeof disallow === 'string' ? [disallow] : disallow
    this.#disallow =
      typeof patterns === 'function'
        ? patterns
        : (filename) => patterns.some((pattern) => fnmatch(filename, pattern))
  }

  /** Whether a file may be served, by its name without its folder. Subclasses may say otherwise. */
  isAllowed(filename: string): boolean {
    return !this.#disallow(filename)
  }

  /** The entity tag of a file, without quotes. */
  generateEtag(modified: Date, size: number, filename: string): string {
    const seconds = modified.getTime() / 1000
    const time = Number.isInteger(seconds) ? `${seconds}.0` : String(seconds)
    return `wzsdm-${time}-${size}-${adler32(toBytes(encodeUtf8(filename)))}`
  }

  /** Answers with a file, or passes the request on. */
  async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    const found = await this.#find(environ.PATH_INFO)
    if (!found || !this.isAllowed(found.name)) return this.app(environ, startResponse)
    let file
    try {
      file = await this.#fileSystem.open(found.path)
    } catch (error) {
      if (error instanceof FileAccessError) return this.app(environ, startResponse)
      throw error
    }
    try {
      const { size, modified } = file.stat
      const date = new Date(modified)
      const headers: HeaderPair[] = [['Date', httpDate(new Date(clock.now()))]]
      if (this.cache) {
        const etag = this.generateEtag(date, size, found.name)
        headers.push(['Etag', `"${etag}"`], ['Cache-Control', `max-age=${this.cacheTimeout}, public`])
        if (!isResourceModified(environ, { etag, lastModified: date })) {
          await file.close()
          startResponse('304 Not Modified', headers)
          return []
        }
        headers.push(['Expires', httpDate(new Date(clock.now() + this.cacheTimeout * 1000))])
      } else headers.push(['Cache-Control', 'public'])
      const type = guessType(found.name)[0] ?? this.fallbackMimetype
      headers.push(
        ['Content-Type', getContentType(type, 'utf-8')],
        ['Content-Length', String(size)],
        ['Last-Modified', httpDate(date)],
      )
      startResponse('200 OK', headers)
      return wrapFile(environ, fileLike(file), BLOCK_SIZE)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async #find(path: string): Promise<Found | undefined> {
    for (const [exported, place] of this.exports) {
      const prefix = encodeUtf8(exported)
      const folder = prefix.endsWith('/') ? prefix : `${prefix}/`
      if (path !== prefix && !path.startsWith(folder)) continue
      const rest = path === prefix ? '' : path.slice(folder.length)
      const found = await this.#look(place, rest)
      if (found) return found
    }
    return undefined
  }

  /** A file answers for every path below its prefix, a folder for the files in it. */
  async #look(place: string, rest: string): Promise<Found | undefined> {
    const fileSystem = this.#fileSystem
    const stat = await fileSystem.stat(place)
    if (stat?.kind === 'file') return { path: place, name: baseName(place, fileSystem) }
    if (!stat || rest === '' || rest.startsWith('/')) return undefined
    const inside = await resolveInside(place, `/${rest}`, { fileSystem, followLinks: this.#followLinks })
    if (inside.outcome !== 'found' || inside.stat.kind !== 'file') return undefined
    return { path: inside.path, name: baseName(inside.path, fileSystem) }
  }
}

const baseName = (path: string, { separator }: FileSystem): string =>
  path.slice(path.lastIndexOf(separator) + 1)

function pathOf(place: string | URL): string {
  if (typeof place === 'string') return place
  if (place.protocol !== 'file:') throw new TypeError(`Expected the URL of a file, got ${place.href}`)
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  return fileURLToPath(place)
}

/** The checksum of RFC 1950, which Werkzeug tells files of one size by. */
function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return b * 65_536 + a
}
