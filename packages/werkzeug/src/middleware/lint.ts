import type { Application, ApplicationLike } from '@triptych/raw'
import { validator } from '@triptych/raw/validate'
import type { ValidatorOptions } from '@triptych/raw/validate'

/**
 * Checks both sides of the gateway's contract around an application: what the server passes, what the application
 * answers. The rules are those of `@triptych/raw/validate` (packages/raw/SPEC.md lists them); a broken one throws a
 * `ValidationError` where it is broken, a doubtful one is a warning.
 * Python: `werkzeug.middleware.lint.LintMiddleware`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = new LintMiddleware((environ, startResponse) => {
 *   startResponse('200 OK', [['Content Type', 'text/plain']])
 *   return []
 * })
 * assert.match((await call(app, '/')).errors, /ValidationError/)
 */
export class LintMiddleware {
  /** The application with the checks around it. */
  readonly application: Application

  /** @throws TypeError when it is no application */
  constructor(app: ApplicationLike, options: ValidatorOptions = {}) {
    this.application = validator(app, options)
  }
}
