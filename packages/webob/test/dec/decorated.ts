/**
 * Decorators as one writes them. The compiler checks this file; the tests run it by way of esbuild, since the test runner
 * does not know decorators.
 */
import type { Application, Body, Environ, StartResponse } from '@triptych/raw'
import { Request, Response } from '@triptych/webob'
import { wsgify } from '@triptych/webob/dec'
import { HTTPNotFound } from '@triptych/webob/exc'

export class UserRequest extends Request<{ id: string }> {
  get user(): string {
    return `user ${this.urlvars.id}`
  }
}

export class Shop {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  @wsgify
  page(request: Request): string {
    if (request.path === '/missing') throw new HTTPNotFound()
    return `${this.name}: ${request.path}`
  }

  @wsgify
  async later(request: Request<{ id: number }>): Promise<Response> {
    await Promise.resolve()
    return new Response(`${this.name} ${request.urlvars.id}`)
  }

  @wsgify({ RequestClass: UserRequest })
  user(request: UserRequest): Response {
    return new Response(`${this.name} ${request.user}`)
  }

  @wsgify({ args: [1], kwargs: { b: 2 } })
  sum(_: Request, a = 0, { b }: { b: number } = { b: 0 }): string {
    return `${this.name} ${a + b}`
  }

  @wsgify
  static list(): string {
    return 'all shops'
  }

  // With an overload the class is an application for the compiler too.
  application(environ: Environ, startResponse: StartResponse): Promise<Body>
  @wsgify
  application(request: Request | Environ): unknown {
    return request instanceof Request ? this.page(request) : undefined
  }

  // A field needs no decorator: its type is exact, and `this` is the object.
  readonly field: Application = wsgify((request) => `${this.name} field ${request.path}`)
}
