import type { Environ } from '@triptych/raw/gateway'
import { decodeUtf8 } from '@triptych/raw/http'
import { EnvironHeaders } from '../datastructures/environ-headers.ts'
import type { RequestParts } from '../sansio/request/request-url.ts'
import type { ServerAddress } from '../sansio/utils/get-host.ts'
import { serverAddress } from '../wsgi/get-host.ts'

/**
 * What a request is made of, read out of an environ when it is asked for.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const parts = new EnvironParts(setupTestingDefaults({ PATH_INFO: '/caf\xc3\xa9' }))
 * assert.equal(parts.path, '/caf\xe9')
 */
export class EnvironParts implements RequestParts {
  readonly headers: EnvironHeaders
  readonly #environ: Environ

  constructor(environ: Environ) {
    this.#environ = environ
    this.headers = new EnvironHeaders(environ)
  }

  get method(): string {
    return this.#environ.REQUEST_METHOD ?? 'GET'
  }

  get scheme(): string {
    return this.#environ['wsgi.url_scheme'] ?? 'http'
  }

  get server(): ServerAddress | null {
    return serverAddress(this.#environ)
  }

  get rootPath(): string {
    return decodeUtf8(this.#environ.SCRIPT_NAME ?? '')
  }

  get path(): string {
    return decodeUtf8(this.#environ.PATH_INFO ?? '')
  }

  get queryString(): string {
    return this.#environ.QUERY_STRING ?? ''
  }

  get remoteAddr(): string | null {
    return this.#environ.REMOTE_ADDR ?? null
  }
}
