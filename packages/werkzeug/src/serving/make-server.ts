import type { ApplicationLike } from '@triptych/raw'
import { BaseWSGIServer } from './base-wsgi-server.ts'
import type { ServingOptions } from './serving-options.ts'

/**
 * A development server that listens already, without saying so. Python: `werkzeug.serving.make_server`.
 *
 * @throws ListenError when it can't listen there
 * @example
 * const server = await makeServer('127.0.0.1', 0, () => [], { log: () => {} })
 * assert(server.port > 0)
 * await server.shutdown()
 */
export async function makeServer(
  hostname: string,
  port: number,
  application: ApplicationLike,
  options: ServingOptions = {},
): Promise<BaseWSGIServer> {
  const server = new BaseWSGIServer(hostname, port, application, options)
  await server.listen()
  return server
}
