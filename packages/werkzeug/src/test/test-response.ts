import type { Request } from '../wrappers/request.ts'
import { Response } from '../wrappers/response.ts'

/** What a client knows of an answer beside the answer. */
export interface Exchange {
  /** The request that led to it. */
  readonly request: Request
  /** The answers that redirected here, the first one first. */
  readonly history: readonly TestResponse[]
}

/**
 * An answer that a client got: a response with the request that led to it. Python: `werkzeug.test.TestResponse`.
 *
 * @example
 * import { Response } from '@triptych/werkzeug'
 * import { Client } from '@triptych/werkzeug/test'
 * const response = await new Client(new Response('hello')).get('/')
 * assert.equal(response.statusCode, 200)
 * assert.equal(await response.text(), 'hello')
 * assert.equal(response.request.path, '/')
 */
export class TestResponse extends Response {
  /** Nothing is assumed of what the application left out. */
  static override readonly defaultMimetype: string | null = null
  /** Set by the client. */
  request!: Request
  /** The answers that redirected here, the first one first. */
  history: readonly TestResponse[] = []

  /** The whole body as text. */
  async text(): Promise<string> {
    return this.getData({ asText: true })
  }
}
