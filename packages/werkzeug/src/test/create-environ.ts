import type { Environ } from '@triptych/raw/gateway'
import { EnvironBuilder } from './environ-builder.ts'
import type { EnvironBuilderOptions } from './builder-options.ts'

/**
 * An environ for a path. Python: `werkzeug.test.create_environ`.
 *
 * @throws what {@link EnvironBuilder} throws
 * @example
 * const environ = await createEnviron('/a?b=c', { baseUrl: 'https://example.com/app' })
 * assert.deepEqual([environ.SCRIPT_NAME, environ.PATH_INFO, environ.QUERY_STRING], ['/app', '/a', 'b=c'])
 */
export async function createEnviron(
  path: string = '/',
  options: EnvironBuilderOptions = {},
): Promise<Environ> {
  const builder = new EnvironBuilder(path, options)
  try {
    return await builder.getEnviron()
  } finally {
    await builder.close()
  }
}
