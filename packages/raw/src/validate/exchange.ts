import type { Environ, HeaderPair, StartResponse, Write } from '../gateway.ts'
import { isBodiless } from '../status.ts'
import { captureCallSite } from './call-site.ts'
import type { CallSite } from './call-site.ts'
import { checkHeaders, checkStatus } from './check-head.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

/** The parts of a response's head that the server was given. */
interface Head {
  readonly code: number
  /** Content-Length, or -1 */
  readonly length: number
  readonly hasType: boolean
  /** The application's own list, and what it held when it was passed. */
  readonly list: readonly HeaderPair[]
  readonly copy: readonly HeaderPair[]
  readonly site: CallSite
}

/**
 * What is known about one request and its response while they happen: `startResponse`, `write`, and the count of the
 * blocks. The body under observation tells it of each step.
 *
 * @example
 * const broken = []
 * const environ = { REQUEST_METHOD: 'GET' }
 * const exchange = new Exchange(environ, () => async () => {}, (id) => broken.push(id))
 * exchange.startResponse('200 OK', [['Content-Type', 'text/plain'], ['Content-Length', '3']])
 * exchange.block(new Uint8Array(2))
 * exchange.end()
 * assert.deepEqual(broken, ['B005'])
 */
export class Exchange {
  readonly report: Report
  /** The body has ended, or the application failed: it has had its say. */
  over = false
  /** The body was finished, not left or broken off. */
  complete = false
  private readonly method: string
  private readonly upgrades: boolean
  private readonly start: StartResponse
  private head: Head | undefined
  /** The body is in the hands of the server. */
  private returned = false
  private bytes = 0
  /** Blocks with content that were yielded. */
  private blocks = 0
  /** Where the first write with content was. */
  private pushed = false
  private writing: CallSite | undefined
  private swallowed: CallSite | undefined

  constructor(environ: Environ, start: StartResponse, report: Report) {
    this.method = environ.REQUEST_METHOD
    this.upgrades = environ['triptych.upgrade'] !== undefined
    this.start = start
    this.report = report
  }

  /** The `startResponse` that the application gets. */
  readonly startResponse: StartResponse = (...args) => {
    const { report } = this
    const site = captureCallSite(this.startResponse)
    const [status, headers, error] = args
    if (args.length < 2 || args.length > 3) {
      report('S001', `startResponse got ${args.length} arguments`, args, site)
    }
    if (this.over) report('S009', `startResponse was called with ${show(status)} after the end`, status, site)
    if (error === null) report('S006', 'The third argument is null', error, site)
    if (this.head !== undefined && error === undefined) {
      report('S005', `startResponse was called again, with ${show(status)}`, status, site)
    }
    const code = checkStatus(status, this.upgrades, report, site)
    const declared = checkHeaders(headers, code, report, site)
    const write = this.pass(args, site)
    if (typeof write !== 'function') report('S011', `startResponse gave ${show(write)}`, write)
    // The server may have sent the first of two blocks only when it asks for a third: it may look one step ahead.
    if (this.head !== undefined && (this.pushed || this.blocks > 1)) {
      report('S012', `startResponse returned although it got ${show(error)}`, error)
    }
    this.head = { code, ...declared, list: headers, copy: copyOf(headers), site }
    return this.checkedWrite(write)
  }

  /** The application returned its body: from now on blocks are yielded. */
  answered(): void {
    this.checkWrites()
    this.checkSwallowed()
    this.returned = true
  }

  /** Takes note of a block before it goes to the server. */
  block(block: Uint8Array): void {
    this.checkSwallowed()
    if (!(block instanceof Uint8Array)) {
      return this.report('B003', `The block is ${show(block)}`, block, this.head?.site)
    }
    if (block.length === 0) return
    if (this.head === undefined) {
      this.report('S007', `A block of ${show(block)} came before startResponse`, block)
    }
    this.blocks++
    this.count(block)
  }

  /** Takes note of the end of the body. */
  end(): void {
    this.checkSwallowed()
    this.over = this.complete = true
    const { head, bytes } = this
    if (head === undefined) {
      return this.report('S008', `The body ended after ${bytes} bytes without startResponse`, bytes)
    }
    this.checkUnchanged()
    const exempt = this.method === 'HEAD' || isBodiless(head.code)
    if (!exempt && bytes < head.length) {
      this.report(
        'B005',
        `The body has ${bytes} bytes and Content-Length is ${head.length}`,
        bytes,
        head.site,
      )
    }
  }

  /** A write whose promise is still open when it should have been awaited. */
  checkWrites(): void {
    if (this.writing === undefined) return
    this.report('W002', 'A write is under way', undefined, this.writing)
    this.writing = undefined
  }

  /** The list of headers as it was when `startResponse` got it. */
  checkUnchanged(): void {
    if (this.head === undefined) return
    const { list, copy, site } = this.head
    for (let at = 0; at < Math.max(list.length, copy.length); at++) {
      const now = list[at]
      const then = copy[at]
      if (now?.[0] !== then?.[0] || now?.[1] !== then?.[1]) {
        const seen = `The field at index ${at} was ${show(then)} and is ${show(now)}`
        return this.report('H013', seen, now, site)
      }
    }
  }

  /** Calls the server's `startResponse` with a list of its own, which it may change as PEP 3333 permits. */
  private pass(args: Parameters<StartResponse>, site: CallSite): Write {
    const [status, headers, error] = args
    const copy = headers.map(([name, value]): HeaderPair => [name, value])
    if (args.length === 2) return this.start(status, copy)
    try {
      return this.start(status, copy, error)
    } catch (thrown) {
      if (thrown === error) this.swallowed = site
      throw thrown
    }
  }

  private checkedWrite(write: Write): Write {
    const checked: Write = (...args) => {
      const { report } = this
      const site = captureCallSite(checked)
      const [block] = args
      if (args.length !== 1) report('W001', `The arguments of write are ${show(args)}`, args, site)
      if (!(block instanceof Uint8Array)) report('W001', `write got ${show(block)}`, block, site)
      if (this.returned) report('W003', `write got ${show(block)} within the body`, block, site)
      this.checkWrites()
      this.checkSwallowed()
      if (block.length > 0) {
        this.count(block, site)
        this.pushed = true
      }
      const result = write(block)
      if (typeof (result as Promise<void> | undefined)?.then !== 'function') {
        report('W004', `write gave ${show(result)}`, result)
      }
      this.writing = site
      const settle = (): void => {
        if (this.writing === site) this.writing = undefined
      }
      return result.then(settle, (error: unknown) => {
        settle()
        throw error
      })
    }
    return checked
  }

  /** Counts a block with content; with the first one the head goes out. */
  private count(block: Uint8Array, site: CallSite | undefined = this.head?.site): void {
    const { head, method, report } = this
    const isFirst = this.bytes === 0
    this.bytes += block.length
    if (head === undefined) return
    if (isFirst) {
      this.checkUnchanged()
      if (method === 'HEAD' || isBodiless(head.code)) {
        const why = method === 'HEAD' ? 'the method is HEAD' : `the status is ${head.code}`
        report('B006', `The body begins with ${show(block)} and ${why}`, block, site)
      } else if (!head.hasType) {
        report('H012', `The body begins with ${show(block)} and there is no Content-Type`, block, site)
      }
    }
    if (head.length >= 0 && this.bytes > head.length && method !== 'HEAD' && !isBodiless(head.code)) {
      report(
        'B004',
        `The body has ${this.bytes} bytes or more and Content-Length is ${head.length}`,
        this.bytes,
        site,
      )
    }
  }

  private checkSwallowed(): void {
    const site = this.swallowed
    if (site === undefined) return
    this.swallowed = undefined
    this.report('S010', 'The application went on after startResponse had thrown', undefined, site)
  }
}

function copyOf(headers: readonly HeaderPair[]): HeaderPair[] {
  return headers.map(([name, value]) => [name, value])
}
