import type { Application, ApplicationLike, Body } from '@triptych/raw/gateway'
import { toApplication } from '@triptych/raw/gateway'
import { newContext, runIn } from './context.ts'
import type { Context } from './context.ts'
import { releaseLocal } from './release-local.ts'
import type { Releasable } from './release-local.ts'

/**
 * Gives each request a context of its own and clears locals at its end, `werkzeug.local.LocalManager`.
 *
 * @example
 * import { Local } from '@triptych/werkzeug/local'
 * const local = new Local()
 * const app = new LocalManager([local]).middleware((environ, startResponse) => {
 *   local.set('path', environ.PATH_INFO)
 *   startResponse('200 OK', [])
 *   return [new TextEncoder().encode(local.get('path'))]
 * })
 * const body = await app({ PATH_INFO: '/a' }, () => {})
 * assert.equal(new TextDecoder().decode([...body][0]), '/a')
 * await body.close()
 * assert.equal(local.get('path'), undefined)
 */
export class LocalManager {
  readonly #locals: Releasable[]

  constructor(locals: Releasable | Iterable<Releasable> = []) {
    this.#locals = 'release' in locals ? [locals] : [...locals]
  }

  /** What {@link cleanup} releases; more may be added. */
  get locals(): Releasable[] {
    return this.#locals
  }

  /** Releases all locals in the current context. */
  cleanup(): void {
    for (const local of this.#locals) releaseLocal(local)
  }

  /**
   * Wraps an application: each request, with the reading of its body, runs in a context of its own, which is cleaned up when
   * the server closes the body. So it does not matter whether the connection was used before, nor what else runs.
   */
  makeMiddleware(app: ApplicationLike): Application {
    const application = toApplication(app)
    return (environ, startResponse) => {
      const context = newContext()
      const finish = (): void => runIn(context, () => this.cleanup())
      const wrap = (body: Body): Body => new ContextBody(body, context, finish)
      const fail = (error: unknown): never => {
        finish()
        throw error
      }
      let answer: Body | Promise<Body>
      try {
        answer = runIn(context, () => application(environ, startResponse))
      } catch (error) {
        return fail(error)
      }
      return answer instanceof Promise ? answer.then(wrap, fail) : wrap(answer)
    }
  }

  /** {@link makeMiddleware} where a function is wrapped as it is written. */
  middleware(app: Application): Application {
    return this.makeMiddleware(app)
  }
}

/** A body whose blocks are made in a context, although the server asks for them from outside. */
class ContextBody implements Iterable<Uint8Array>, AsyncIterable<Uint8Array> {
  readonly #body: Body
  readonly #context: Context
  readonly #finish: () => void
  // Servers look whether it is there: a body of one kind must not look like the other.
  declare [Symbol.iterator]: () => Iterator<Uint8Array>
  declare [Symbol.asyncIterator]: () => AsyncIterator<Uint8Array>

  constructor(body: Body, context: Context, finish: () => void) {
    this.#body = body
    this.#context = context
    this.#finish = finish
    if (Symbol.asyncIterator in body) {
      this[Symbol.asyncIterator] = () => within(context, () => body[Symbol.asyncIterator]())
    } else this[Symbol.iterator] = () => within(context, () => body[Symbol.iterator]())
  }

  async close(): Promise<void> {
    try {
      await runIn(this.#context, () => this.#body.close?.())
    } finally {
      this.#finish()
    }
  }
}

/** An iterator, plain or asynchronous, each of whose calls runs in the context. */
function within<I extends Iterator<Uint8Array> | AsyncIterator<Uint8Array>>(
  context: Context,
  open: () => I,
): I {
  const inner = runIn(context, open)
  return {
    next: () => runIn(context, () => inner.next()),
    ...(inner.return && { return: () => runIn(context, () => inner.return?.()) }),
  } as I
}
