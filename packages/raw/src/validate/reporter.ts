import type { ErrorStream } from '../gateway.ts'
import type { CallSite } from './call-site.ts'
import { ValidationError } from './validation-error.ts'

/** Takes what is not worth a failed request. */
export type OnWarning = (warning: ValidationError) => void

/**
 * Says that a rule is broken: throws for an error, returns after a warning.
 *
 * @param seen a sentence without final stop: what was found, the value included
 * @param site where the program did it; without, the stack of the error tells
 */
export type Report = (id: string, seen: string, value: unknown, site?: CallSite) => void

/**
 * Where the findings about one wrapped application go. Errors are thrown; warnings go to `onWarning`, each of them,
 * or by default as one line to wsgi.errors, each rule once.
 *
 * @example
 * const seen = []
 * const report = new Reporter((warning) => seen.push(warning.rule.id)).for(undefined)
 * report('B006', 'The response to HEAD has content', 'HEAD')
 * assert.deepEqual(seen, ['B006'])
 * assert.throws(() => report('B003', 'The block is "a"', 'a'), { code: 'ERR_VALIDATION' })
 */
export class Reporter {
  private readonly onWarning: OnWarning | undefined
  private readonly onError: ((error: ValidationError) => void) | undefined
  private readonly written = new Set<string>()

  /** @param onError is told of each error before it is thrown: a program that catches it cannot hide it */
  constructor(onWarning?: OnWarning, onError?: (error: ValidationError) => void) {
    this.onWarning = onWarning
    this.onError = onError
  }

  /** The reporting function of one request, which has an error stream of its own. */
  for(errors: Pick<ErrorStream, 'write'> | undefined): Report {
    return (id, seen, value, site) => {
      const finding = new ValidationError(id, seen, value, site)
      if (finding.rule.severity === 'error') {
        this.onError?.(finding)
        throw finding
      }
      this.tell(finding, errors)
    }
  }

  /** Reports without throwing, for warnings and where nobody could catch. */
  tell(finding: ValidationError, errors: Pick<ErrorStream, 'write'> | undefined): void {
    if (this.onWarning !== undefined) return this.onWarning(finding)
    if (this.written.has(finding.rule.id)) return
    this.written.add(finding.rule.id)
    errors?.write(`Gateway ${finding.rule.severity} ${finding.message}\n`)
  }
}
