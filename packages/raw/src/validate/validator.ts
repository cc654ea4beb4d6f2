import type { Application, ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '../gateway.ts'
import { toApplication } from '../gateway.ts'
import { captureCallSite } from './call-site.ts'
import { checkEnviron } from './check-environ.ts'
import { checkFields, checkTrailers } from './check-head.ts'
import { CheckedBody } from './checked-body.ts'
import { CheckedErrors } from './checked-errors.ts'
import { checkedFinally } from './checked-finally.ts'
import { CheckedInput } from './checked-input.ts'
import { Exchange } from './exchange.ts'
import { Reporter } from './reporter.ts'
import type { OnWarning, Report } from './reporter.ts'
import { show } from './show.ts'
import { watchForClose } from './unclosed.ts'
import { ValidationError } from './validation-error.ts'

/** How a validator reports. */
export interface ValidatorOptions {
  /** Gets each warning. By default a warning is a line in wsgi.errors, each rule once for the application. */
  onWarning?: OnWarning
  /** Is told of each error before it is thrown, so that a program that catches it cannot hide it. */
  onError?: (error: ValidationError) => void
}

/**
 * Wraps an application so that both sides of the contract are checked, `wsgiref.validate.validator`: the server by
 * what it passes and does, the application by what it passes and gives. A correct pair does not notice it.
 *
 * A broken rule throws a {@link ValidationError} where it is broken, into the side that called; a warning is
 * reported. What is only known at the end (a body that was never closed) throws in a callback of `triptych.finally`,
 * which the server writes to its log; without that extension it is reported when the body is collected, if ever.
 *
 * @throws TypeError when it is no application, ValidationError when it takes too many parameters
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * import { ValidationError } from '@triptych/raw/validate'
 * const app = validator((environ, startResponse) => {
 *   startResponse('200 OK', [['Content Type', 'text/plain']])
 *   return []
 * })
 * const call = () => app(setupTestingDefaults(), () => async () => {})
 * assert.throws(call, (error) => error instanceof ValidationError && error.rule.id === 'H003')
 */
export function validator(application: ApplicationLike, options: ValidatorOptions = {}): Application {
  const app = toApplication(application)
  if (app.length > 2) {
    throw new ValidationError('A004', `${show(app)} takes ${app.length} parameters`, app.length)
  }
  const reporter = new Reporter(options.onWarning, options.onError)
  const validated = (...args: [environ: Environ, startResponse: StartResponse]): Body | Promise<Body> => {
    const [environ, startResponse] = args
    const errors = errorsOf(environ)
    const report = reporter.for(errors)
    checkCall(args, report)
    checkEnviron(environ, report)
    const exchange = new Exchange(environ, startResponse, report)
    const request = new CheckedRequest(environ, exchange)
    const give = (result: unknown): Body => {
      exchange.answered()
      const checked = new CheckedBody(result, exchange, environ['triptych.signal'])
      const body = checked.toBody()
      if (!request.watch(checked)) {
        watchForClose(body, checked, (finding) => reporter.tell(finding, errors))
      }
      return body
    }
    const fail = (error: unknown): never => {
      exchange.over = true
      throw error
    }
    let result: Body | Promise<Body>
    try {
      result = app(environ, exchange.startResponse)
    } catch (error) {
      return fail(error)
    }
    return isPromise(result) ? result.then(give, fail) : give(result)
  }
  return validated
}

/** The environ of one request with its streams and extensions under observation. */
class CheckedRequest {
  private readonly exchange: Exchange
  private readonly input: CheckedInput
  private readonly hasEnd: boolean
  private body: CheckedBody | undefined

  constructor(environ: Environ, exchange: Exchange) {
    const { report } = exchange
    this.exchange = exchange
    this.input = new CheckedInput(environ['wsgi.input'], environ.CONTENT_LENGTH, report)
    environ['wsgi.input'] = this.input
    environ['wsgi.errors'] = new CheckedErrors(environ['wsgi.errors'], report)
    checkExtensions(environ, report)
    const onFinally = environ['triptych.finally']
    this.hasEnd = onFinally !== undefined
    if (onFinally === undefined) return
    // Registered first, so that it runs last and sees the end of everything.
    onFinally(() => this.finish())
    const isOpen = (): boolean => this.body !== undefined && !this.body.isClosed()
    environ['triptych.finally'] = checkedFinally(onFinally, { isOver: () => exchange.over, isOpen }, report)
  }

  /** @returns whether the end of the request will be seen */
  watch(body: CheckedBody): boolean {
    this.body = body
    return this.hasEnd
  }

  private finish(): void {
    const { body, exchange } = this
    exchange.over = true
    this.input.finish(exchange.complete)
    if (body === undefined) return
    if (!body.isClosed()) exchange.report('L005', 'The request ended and the body was not closed', undefined)
    if (body.isClosing()) exchange.report('L007', 'The request ended while the body was closing', undefined)
  }
}

/** Trailers and early hints are fields like any other. */
function checkExtensions(environ: Environ, report: Report): void {
  const trailers = environ['triptych.trailers']
  if (trailers !== undefined) {
    const setTrailers = (fields: HeaderPair[]): void => {
      checkTrailers(fields, report, captureCallSite(setTrailers))
      trailers(fields)
    }
    environ['triptych.trailers'] = setTrailers
  }
  const hints = environ['wsgi.early_hints']
  if (hints !== undefined) {
    const sendHints = (fields: HeaderPair[]): void => {
      checkFields(fields, report, captureCallSite(sendHints))
      hints(fields)
    }
    environ['wsgi.early_hints'] = sendHints
  }
}

function checkCall(args: readonly unknown[], report: Report): void {
  const [environ, startResponse] = args
  if (args.length !== 2) report('A001', `The application got ${args.length} arguments`, args)
  if (!isPlain(environ) || Object.isFrozen(environ) || !Object.isExtensible(environ)) {
    report('A002', `The environ is ${isPlain(environ) ? 'frozen: ' : ''}${show(environ)}`, environ)
  }
  if (typeof startResponse !== 'function') {
    report('A003', `startResponse is ${show(startResponse)}`, startResponse)
  }
}

/** An object made by a literal, of whatever realm, or one without prototype. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Where warnings go before the environ has been found to be one. */
function errorsOf(environ: unknown): Environ['wsgi.errors'] | undefined {
  const errors = (environ as Environ | undefined | null)?.['wsgi.errors']
  return typeof (errors as Partial<Environ['wsgi.errors']> | undefined)?.write === 'function'
    ? errors
    : undefined
}

function isPromise(value: Body | Promise<Body>): value is Promise<Body> {
  return typeof (value as Promise<Body> | undefined)?.then === 'function'
}
