import type { ErrorStream } from '../gateway.ts'
import { captureCallSite } from './call-site.ts'
import type { CallSite } from './call-site.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

/**
 * `wsgi.errors` under observation. It stays usable after the response: the server itself may log through it.
 *
 * @example
 * const broken = []
 * const errors = new CheckedErrors({ write() {}, writelines() {}, flush() {} }, (id) => broken.push(id))
 * errors.write('text')
 * errors.close()
 * assert.deepEqual(broken, ['O004'])
 */
export class CheckedErrors implements ErrorStream {
  private readonly inner: ErrorStream
  private readonly report: Report

  constructor(inner: ErrorStream, report: Report) {
    this.inner = inner
    this.report = report
  }

  readonly write = (...args: [text: string]): void => {
    const site = captureCallSite(this.write)
    if (args.length !== 1) this.report('O002', `The arguments of write are ${show(args)}`, args, site)
    if (typeof args[0] !== 'string') this.report('O002', `write got ${show(args[0])}`, args[0], site)
    this.inner.write(...args)
  }

  readonly writelines = (...args: [lines: Iterable<string>]): void => {
    const site = captureCallSite(this.writelines)
    const [lines] = args
    if (args.length !== 1) this.report('O003', `The arguments of writelines are ${show(args)}`, args, site)
    if (typeof (lines as Iterable<string> | undefined)?.[Symbol.iterator] !== 'function') {
      this.report('O003', `writelines got ${show(lines)}`, lines, site)
    }
    this.inner.writelines(this.eachText(lines, site))
  }

  readonly flush = (): void => {
    this.inner.flush()
  }

  /** Not part of the contract: there to say so. */
  readonly close = (): void => {
    this.report('O004', 'wsgi.errors.close() was called', 'close', captureCallSite(this.close))
  };

  private *eachText(lines: Iterable<string>, site: CallSite): Generator<string, void, undefined> {
    for (const line of lines) {
      if (typeof line !== 'string') this.report('O003', `A line is ${show(line)}`, line, site)
      yield line
    }
  }
}
