import type { Application, Environ, HeaderPair } from '../gateway.ts'
import { PATH, encodePercent } from '../http/percent.ts'
import { bytes } from '../util.ts'
import { FileAccessError } from './file-system.ts'
import { resolveInside } from './resolve-inside.ts'
import { answerFile } from './static-answer.ts'
import type { AnswerOptions, StaticAnswer } from './static-answer.ts'

/** How {@link staticFiles} serves a folder. */
export interface StaticFilesOptions extends AnswerOptions {
  /** The file that answers for its folder; `null` for none. Default: index.html. */
  readonly index?: string | null | undefined
  /** Whether links may lead out of the folder. Default: no. */
  readonly followLinks?: boolean | undefined
  /** Whether names that begin with a dot are served; `.well-known` always is (RFC 8615). Default: no. */
  readonly dotFiles?: boolean | undefined
}

const NO_OPTIONS: StaticFilesOptions = Object.freeze({})

function refusal(status: string, ...more: HeaderPair[]): StaticAnswer {
  const body = bytes(status)
  const headers: HeaderPair[] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(body.length)],
    ...more,
  ]
  return { status, headers, body: [body] }
}

const isHidden = (segment: string): boolean => segment.startsWith('.') && segment !== '.well-known'

/**
 * An application that serves the files of a folder, GET and HEAD: index pages, folders redirected to their slash, and for
 * each file what {@link answerFile} does. Nothing outside the folder is ever served, nor told from nothing.
 *
 * @param root the folder
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/www/index.html': '<h1>hi</h1>', '/www/docs/index.html': 'docs' })
 * const app = staticFiles('/www', { fileSystem })
 * assert.equal((await call(app, '/')).text(), '<h1>hi</h1>')
 * assert.equal((await call(app, '/docs?a=1')).headers.get('Location'), '/docs/?a=1')
 * assert.equal((await call(app, '/none')).status, '404 Not Found')
 */
export function staticFiles(root: string, options: StaticFilesOptions = NO_OPTIONS): Application {
  return async (environ, startResponse) => {
    const { status, headers, body } = await answer(root, environ, options)
    try {
      startResponse(status, headers)
    } catch (error) {
      await body.close?.()
      throw error
    }
    return environ.REQUEST_METHOD === 'HEAD' ? [] : body
  }
}

async function answer(root: string, environ: Environ, options: StaticFilesOptions): Promise<StaticAnswer> {
  const { REQUEST_METHOD: method, PATH_INFO: pathInfo } = environ
  if (method !== 'GET' && method !== 'HEAD') {
    return refusal('405 Method Not Allowed', ['Allow', 'GET, HEAD'])
  }
  const found = await resolveInside(root, pathInfo, options)
  if (found.outcome === 'undecodable') return refusal('400 Bad Request')
  if (found.outcome === 'outside') return refusal('403 Forbidden')
  if (found.outcome === 'missing' || (!options.dotFiles && found.segments.some(isHidden))) return notFound()
  const isFolder = found.stat.kind === 'directory'
  const hasSlash = pathInfo.endsWith('/')
  try {
    if (!isFolder) return hasSlash ? notFound() : await answerFile(found.path, environ, within(root, options))
    const index = await indexOf(root, pathInfo, options)
    if (index === undefined) return notFound()
    if (!hasSlash) return refusal('301 Moved Permanently', ['Location', withSlash(environ)])
    return await answerFile(index, environ, within(root, options))
  } catch (error) {
    if (!(error instanceof FileAccessError)) throw error
    return error.code === 'ERR_FILE_DENIED' ? refusal('403 Forbidden') : notFound()
  }
}

const notFound = (): StaticAnswer => refusal('404 Not Found')

const within = (root: string, options: StaticFilesOptions): AnswerOptions =>
  options.followLinks ? options : { root, ...options }

/** The path of the folder's index page, when it has one. */
async function indexOf(
  root: string,
  pathInfo: string,
  options: StaticFilesOptions,
): Promise<string | undefined> {
  const { index = 'index.html' } = options
  if (index === null) return undefined
  const page = await resolveInside(root, `${pathInfo}/${index}`, options)
  return page.outcome === 'found' && page.stat.kind === 'file' ? page.path : undefined
}

/** The request's path with a slash at its end. Slashes at its start become one, or they would begin a host. */
function withSlash(environ: Environ): string {
  const path = encodePercent(environ.SCRIPT_NAME + environ.PATH_INFO, PATH).replace(/^\/{2,}/, '/')
  return `${path}/${environ.QUERY_STRING === '' ? '' : `?${environ.QUERY_STRING}`}`
}
