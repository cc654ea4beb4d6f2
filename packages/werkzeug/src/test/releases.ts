import type { Environ } from '@triptych/raw/gateway'

type Callback = () => void | Promise<void>

/**
 * What a server gives to an application beside the environ: a signal, and callbacks for when the response is over.
 *
 * @example
 * import { createEnviron } from '@triptych/werkzeug/test'
 * const releases = new Releases(await createEnviron('/'))
 * let over = false
 * releases.environ['triptych.finally'](() => void (over = true))
 * await releases.run()
 * assert.equal(over, true)
 */
export class Releases {
  /** A copy of the environ, so that what an application changes there is not seen by the next request. */
  readonly environ: Environ
  private readonly controller = new AbortController()
  private callbacks: Callback[] = []

  constructor(environ: Environ) {
    this.environ = {
      ...environ,
      'triptych.signal': this.controller.signal,
      'triptych.finally': (callback: Callback) => void this.callbacks.push(callback),
      'triptych.trailers': () => {},
      'wsgi.early_hints': () => {},
    }
  }

  /** Waits for an application; the callbacks run when it fails, or when its whole answer is there. */
  async during<T>(answer: Promise<T>, isWhole: boolean): Promise<T> {
    try {
      const value = await answer
      if (isWhole) await this.run()
      return value
    } catch (error) {
      await this.run()
      throw error
    }
  }

  /** Runs the callbacks, the last one first, once; their errors go to the error stream. */
  async run(): Promise<void> {
    for (const callback of this.callbacks.splice(0).toReversed()) {
      try {
        await callback()
      } catch (error) {
        this.environ['wsgi.errors'].write(`${error instanceof Error ? error.stack : String(error)}\n`)
      }
    }
  }
}
