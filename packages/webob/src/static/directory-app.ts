import type { ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import {
  FileAccessError,
  nodeFileSystem,
  resolveInside,
  staysInside,
  type FileSystem,
  type Resolved,
} from '@triptych/raw/static'
import { HTTPBadRequest, HTTPForbidden, HTTPNotFound } from '../exc/index.ts'
import { pathUrl } from '../request-url.ts'
import { Response } from '../response/index.ts'
import { FileApp, type FileAppOptions } from './file-app.ts'

/** How a folder is served. Besides these, how each file of it is: see {@link FileAppOptions}. */
export interface DirectoryAppOptions extends Omit<FileAppOptions, 'root'> {
  /** The file that answers for its folder; null for none. Default: index.html. */
  readonly indexPage?: string | null | undefined
  /** Whether a request for an index page by its name is redirected to its folder. Default: no. */
  readonly hideIndexWithRedirect?: boolean | undefined
  /** Whether links may lead out of the folder. Default: no, unlike WebOb. */
  readonly followLinks?: boolean | undefined
}

/**
 * An application that serves the files of a folder. A path that climbs out of it is 403 whatever there may be, a link
 * that leads out is 404; nothing outside is told from nothing. To serve files in another way, override `makeFileapp`.
 * Python: `webob.static.DirectoryApp`.
 *
 * @throws FileAccessError when the folder is not there
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/www/index.html': '<h1>hi</h1>', '/www/docs/index.html': 'docs' })
 * const app = new DirectoryApp('/www', { fileSystem })
 * assert.equal((await call(app, '/')).text(), '<h1>hi</h1>')
 * assert.equal((await call(app, '/docs')).status, '301 Moved Permanently')
 * assert.equal((await call(app, '/nothing')).status, '404 Not Found')
 */
export class DirectoryApp {
  /** The folder: absolute, with a separator at its end. */
  readonly path: string
  readonly indexPage: string | null
  readonly hideIndexWithRedirect: boolean
  readonly followLinks: boolean
  readonly fileSystem: FileSystem
  /** How each file is served. */
  readonly fileappOptions: FileAppOptions

  constructor(path: string, options: DirectoryAppOptions = {}) {
    const { indexPage, hideIndexWithRedirect, followLinks, ...fileappOptions } = options
    this.fileSystem = fileappOptions.fileSystem ?? nodeFileSystem
    const { separator } = this.fileSystem
    const root = this.fileSystem.resolve(path)
    this.path = root.endsWith(separator) ? root : root + separator
    if (this.fileSystem.statSync && this.fileSystem.statSync(root)?.kind !== 'directory') {
      throw new FileAccessError('ERR_FILE_MISSING', path, { expected: 'a folder' })
    }
    this.indexPage = indexPage === undefined ? 'index.html' : indexPage
    this.hideIndexWithRedirect = hideIndexWithRedirect ?? false
    this.followLinks = followLinks ?? false
    this.fileappOptions = this.followLinks ? fileappOptions : { root, ...fileappOptions }
  }

  /** The application for one file, by its absolute path: to be overridden. */
  makeFileapp(path: string): ApplicationLike {
    return new FileApp(path, this.fileappOptions)
  }

  /** The application for a folder that has, or has not, an index page: to be overridden. */
  async index(environ: Environ, path: string): Promise<ApplicationLike> {
    const { fileSystem } = this
    const page = fileSystem.resolve(path + fileSystem.separator + this.indexPage)
    const isVisible = this.followLinks || (await staysInside(page, fileSystem.resolve(this.path), fileSystem))
    const stat = isVisible ? await fileSystem.stat(page) : undefined
    if (stat?.kind !== 'file') return new HTTPNotFound()
    if (!environ.PATH_INFO.endsWith('/')) return redirect(`${pathUrl(environ)}/`, environ)
    return this.makeFileapp(page)
  }

  /** Answers a request. */
  async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    const { fileSystem, followLinks } = this
    const found = await resolveInside(this.path, environ.PATH_INFO, { fileSystem, followLinks })
    return toApplication(await this.#choose(environ, found))(environ, startResponse)
  }

  async #choose(environ: Environ, found: Resolved): Promise<ApplicationLike> {
    if (found.outcome === 'undecodable') return new HTTPBadRequest()
    if (found.outcome === 'outside') return new HTTPForbidden()
    const { path, segments } = found
    const kind = found.outcome === 'found' ? found.stat.kind : undefined
    const { indexPage } = this
    if (indexPage) {
      if (kind === 'directory') return this.index(environ, path)
      if (this.hideIndexWithRedirect && `/${segments.join('/')}`.endsWith(`/${indexPage}`)) {
        // Slashes behind the name go first, or the redirect would lead to itself.
        const url = pathUrl(environ).replace(/(?<!\/)\/+$/, '')
        return redirect(url.slice(0, url.lastIndexOf('/') + 1), environ)
      }
    }
    if (segments.length === 0) return new HTTPForbidden()
    return kind === 'file' ? this.makeFileapp(path) : new HTTPNotFound()
  }
}

/** To another URL of this host, with the query of the request. */
function redirect(url: string, { QUERY_STRING: query }: Environ): Response {
  return new Response({ status: 301, location: query ? `${url}?${query}` : url })
}
