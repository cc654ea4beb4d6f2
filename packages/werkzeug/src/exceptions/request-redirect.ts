import type { Body, Environ, StartResponse } from '@triptych/raw'
import type { Response } from '../wrappers/response.ts'
import { HTTPException } from './http-exception.ts'
import type { EnvironOrRequest } from './http-exception.ts'

/**
 * The client is to ask for another URL with the same method: what routing throws for a path that lacks its slash.
 * Python: `werkzeug.routing.RequestRedirect`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const response = await call(new RequestRedirect('http://example.com/users/'), '/users')
 * assert.equal(response.code, 308)
 * assert.equal(response.headers.get('Location'), 'http://example.com/users/')
 */
export class RequestRedirect extends HTTPException {
  static override readonly code: number = 308
  /** Where to. */
  readonly newUrl: string

  constructor(newUrl: string) {
    super(newUrl)
    this.newUrl = newUrl
  }

  override async getResponse(_environ?: EnvironOrRequest | null): Promise<Response> {
    const { redirect } = await import('../utils/redirect.ts')
    return redirect(this.newUrl, 308)
  }

  override async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    return (await this.getResponse(environ)).application(environ, startResponse)
  }
}
