import type { ApplicationLike, Body, Environ, HeaderPair } from '@triptych/raw'
import { toApplication } from '@triptych/raw'

/** What an application answered. */
export interface Called {
  readonly status: string
  readonly headers: HeaderPair[]
  readonly appIter: Body
  /** The error that the application reported beside its answer; undefined unless it was asked for. */
  readonly excInfo?: unknown
}

/**
 * Calls an application and gives its status, fields and body. What it writes, or returns before it has begun its answer, is
 * read at once.
 *
 * @throws what the application throws, or reports beside its answer unless `catchExcInfo` is set
 * @example
 * import { buildEnviron } from '@triptych/raw/testing'
 * const app = (environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new Uint8Array([104, 105])]
 * }
 * const { status, headers } = await callApplication(app, buildEnviron('/'), false)
 * assert.equal(status, '200 OK')
 * assert.deepEqual(headers, [['Content-Type', 'text/plain']])
 */
export async function callApplication(
  app: ApplicationLike,
  environ: Environ,
  catchExcInfo: boolean,
): Promise<Called> {
  let head: { status: string; headers: HeaderPair[]; error: unknown } | undefined
  const written: Uint8Array[] = []
  const body = await toApplication(app)(environ, (status, headers, error) => {
    if (error !== undefined && !catchExcInfo) throw error
    head = { status, headers, error }
    return async (block) => void written.push(block)
  })
  let appIter = body
  if (written.length > 0 || !head) {
    try {
      for await (const block of body) written.push(block)
    } finally {
      await body.close?.()
    }
    appIter = written
  }
  if (!head) throw new TypeError('Expected the application to call startResponse, it has not')
  return {
    status: head.status,
    headers: head.headers,
    appIter,
    ...(catchExcInfo ? { excInfo: head.error } : {}),
  }
}
