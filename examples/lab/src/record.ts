import type { Application, Body, Environ, StartResponse } from '@triptych/raw'
import { ValidationError, validator } from '@triptych/raw/validate'
import type { ApplicationCall, BodyBlock, Finding, StartCall } from './protocol.ts'

/** A call while it goes on; the same as {@link ApplicationCall}, but it grows. */
export interface RunningCall extends ApplicationCall {
  readonly starts: StartCall[]
  readonly blocks: BodyBlock[]
  readonly findings: Finding[]
  readonly lines: number[]
  thrown?: string
  closed?: number
}

/** A recorded application, and where its calls are told. */
export interface RecordOptions {
  /** Milliseconds, from any origin; times in the record count from the call. */
  readonly now?: () => number
  /** Told of each call when it begins. */
  readonly onCall: (call: RunningCall, environ: Environ) => void
  /** Runs the application so that {@link mark} knows which call a line belongs to. */
  readonly within?: <Result>(call: RunningCall, run: () => Result) => Result
}

const MOST_BLOCKS = 200
const MOST_BYTES = 4096

/**
 * Wraps an application so that everything between it and the gateway is written down: the environ, each call of
 * startResponse, each block with its time, what it throws, and what the contract's validator says.
 */
export function recorded(application: Application, options: RecordOptions): Application {
  const { now = () => performance.now(), onCall, within = (_, run) => run() } = options
  return (environ, startResponse) => {
    const begin = now()
    const time = (): number => Math.round((now() - begin) * 1000) / 1000
    const call: RunningCall = {
      environ: Object.entries(environ).map(([key, value]) => [key, show(value)] as const),
      starts: [],
      blocks: [],
      findings: [],
      lines: [],
    }
    onCall(call, environ)
    const checked = validator(application, {
      onWarning: (finding) =>
        call.findings.push({ rule: finding.rule.id, kind: 'warning', message: finding.message }),
    })
    const start: StartResponse = (status, headers, error) => {
      const copy = headers.map(([name, value]) => [name, value] as const)
      call.starts.push({
        at: time(),
        status,
        headers: copy,
        ...(error !== undefined && { error: describe(error) }),
      })
      return startResponse(status, headers, error)
    }
    const fail = (error: unknown): never => {
      call.thrown = describe(error)
      if (error instanceof ValidationError) {
        call.findings.push({ rule: error.rule.id, kind: 'error', message: error.message })
      }
      throw error
    }
    const give = (body: Body): Body => new RecordedBody(body, call, time, within, fail)
    let result: Body | Promise<Body>
    try {
      result = within(call, () => checked(environ, start))
    } catch (error) {
      return fail(error)
    }
    return result instanceof Promise ? result.then(give, fail) : give(result)
  }
}

class RecordedBody {
  private readonly body: Body
  private readonly call: RunningCall
  private readonly time: () => number
  private readonly within: NonNullable<RecordOptions['within']>
  private readonly fail: (error: unknown) => never

  constructor(
    body: Body,
    call: RunningCall,
    time: () => number,
    within: NonNullable<RecordOptions['within']>,
    fail: (error: unknown) => never,
  ) {
    this.body = body
    this.call = call
    this.time = time
    this.within = within
    this.fail = fail
    // A synchronous body stays one: the server looks one step ahead in it.
    if (!(Symbol.iterator in (body as object))) {
      Object.defineProperty(this, Symbol.iterator, { value: undefined })
    }
  }

  *[Symbol.iterator](): Generator<Uint8Array, void, undefined> {
    const iterator = (this.body as Iterable<Uint8Array>)[Symbol.iterator]()
    for (let step = this.step(iterator); !step.done; step = this.step(iterator)) {
      this.note(step.value)
      yield step.value
    }
  }

  private step(iterator: Iterator<Uint8Array>): IteratorResult<Uint8Array> {
    try {
      return this.within(this.call, () => iterator.next())
    } catch (error) {
      return this.fail(error)
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const block of this.body) {
        this.note(block)
        yield block
      }
    } catch (error) {
      this.fail(error)
    }
  }

  async close(): Promise<void> {
    this.call.closed = this.time()
    await this.body.close?.()
  }

  private note(block: Uint8Array): void {
    if (this.call.blocks.length >= MOST_BLOCKS) return
    this.call.blocks.push({ at: this.time(), bytes: toText(block.subarray(0, MOST_BYTES)) })
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error)
}

/** Bytes as one character each. */
export function toText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** One character each as bytes. */
export function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** A value of the environ as a person would write it. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return `function ${value.name}`.trim()
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return `<${value.constructor?.name ?? 'object'}>`
  return JSON.stringify(value) ?? 'undefined'
}
