import { relative, sep } from 'node:path'
import { types } from 'node:util'
import { Console } from './console.ts'
import type { ConsoleReply } from './console.ts'
import type { CapturedFrame } from './frame-capture.ts'
import { isLibraryFile } from './is-library-file.ts'
import type { StackFrame } from './parse-stack.ts'
import { renderFrame } from './render-frame.ts'
import { DebugReprGenerator } from './repr.ts'
import { sourceLines } from './source-lines.ts'

/** Variables by name, without a prototype. */
export type Variables = Readonly<Record<string, unknown>>

/** Lines around the one that matters. */
export interface SourceExcerpt {
  /** The number of the first line. */
  readonly first: number
  readonly lines: readonly string[]
}

const CONTEXT = 5
const NO_VARIABLES: Variables = Object.freeze({ __proto__: null })
let lastId = 0

/**
 * A line of a traceback, with what is needed to evaluate in its frame when it was captured. Python:
 * `werkzeug.debug.tbtools.DebugFrameSummary`.
 *
 * @example
 * const frame = new DebugFrameSummary({ name: 'view', isAsync: false, file: '/app/views.ts', line: 3, column: 7 })
 * assert.equal(frame.isLibrary, false)
 * assert.equal(frame.console, null)
 * assert.match(frame.renderHtml(), /views\.ts/)
 */
export class DebugFrameSummary {
  /** A number that no other frame of the process has. */
  readonly id: number = ++lastId
  /** A path, or a module of Node. */
  readonly filename: string
  /** From 1. */
  readonly lineno: number
  readonly colno: number
  /** The function; empty when it has no name. */
  readonly name: string
  /** It waited with `await` there; what it was then is gone. */
  readonly isAsync: boolean
  #captured: CapturedFrame | undefined
  #console: Console | null | undefined
  #renderError: ((error: unknown) => string) | undefined

  constructor(place: StackFrame, captured?: CapturedFrame, renderError?: (error: unknown) => string) {
    this.filename = place.file
    this.lineno = place.line
    this.colno = place.column
    this.name = place.name
    this.isAsync = place.isAsync
    this.#captured = captured
    this.#renderError = renderError
  }

  /** A text that the program left for its debugger: the variable `__traceback_info__` of the frame. */
  get info(): string | null {
    const value = this.localNs['__traceback_info__']
    return typeof value === 'string' ? value : null
  }

  /** Whether the file is Node's, installed, or Triptych's. */
  get isLibrary(): boolean {
    return isLibraryFile(this.filename)
  }

  /** Whether code can be evaluated in the frame. */
  get isAlive(): boolean {
    return typeof this.#captured?.evaluate === 'function'
  }

  /** The path from the working directory when it is below it. */
  get shortFilename(): string {
    const path = relative(process.cwd(), this.filename)
    const isBelow = path !== '' && !path.startsWith('..') && !this.filename.startsWith('node:')
    return isBelow ? path.split(sep).join('/') : this.filename
  }

  /** Variables of the function and of its blocks as they were at the throw, inner ones first, and `this`. */
  get localNs(): Variables {
    const captured = this.#captured
    if (!captured) return NO_VARIABLES
    const merged = scopesOf(captured, ['local', 'block', 'catch', 'with', 'eval'])
    const self = captured.thisValue
    if (self !== undefined && self !== null && self !== globalThis) define(merged, 'this', self)
    return merged
  }

  /** Variables of the functions around it. */
  get closureNs(): Variables {
    return this.#captured ? scopesOf(this.#captured, ['closure']) : NO_VARIABLES
  }

  /** What its module declares and imports, as far as V8 kept it. */
  get globalNs(): Variables {
    return this.#captured ? scopesOf(this.#captured, ['module']) : NO_VARIABLES
  }

  /** The console of the frame, the same one each time; null when the frame was not captured, or is released. */
  get console(): Console | null {
    if (this.#console === undefined) {
      const evaluate = this.#captured?.evaluate
      this.#console = evaluate
        ? new Console({
            evaluate,
            variables: () => this.localNs,
            ...(this.#captured && { inContext: this.#captured.inContext }),
            ...(this.#renderError && { renderError: this.#renderError }),
          })
        : null
    }
    return this.#console
  }

  /**
   * Evaluates code in the frame.
   *
   * @throws TypeError when the frame has no console
   */
  async eval(code: string): Promise<ConsoleReply> {
    const console = this.console
    if (!console)
      throw new TypeError(
        `Expected a frame with a console, got ${this.name || 'a function'} of ${this.filename}`,
      )
    return console.eval(code)
  }

  /** The variables as tables. */
  renderVariables(): string {
    const repr = new DebugReprGenerator()
    const groups: [title: string, variables: Variables][] = [
      ['Local', this.localNs],
      ['Enclosing functions', this.closureNs],
      ['Module', this.globalNs],
    ]
    return groups
      .filter(([title, variables]) => title === 'Local' || Object.keys(variables).length > 0)
      .map(([title, variables]) => repr.dumpLocals(variables, title))
      .join('')
  }

  /** The source around the line, as it is in the file now; null when it cannot be read. */
  excerpt(): SourceExcerpt | null {
    const lines = sourceLines(this.filename)
    if (this.lineno > lines.length) return null
    const first = Math.max(1, this.lineno - CONTEXT)
    return { first, lines: lines.slice(first - 1, this.lineno + CONTEXT) }
  }

  /** The frame as HTML. */
  renderHtml(options: { readonly open?: boolean; readonly consoles?: boolean } = {}): string {
    return renderFrame(this, options)
  }

  /** Lets the captured values go. */
  release(): void {
    this.#captured = undefined
    this.#console = null
  }
}

function scopesOf({ scopes }: CapturedFrame, kinds: readonly string[]): Record<string, unknown> {
  const merged = Object.create(null) as Record<string, unknown>
  for (const { type, values } of scopes) {
    if (!kinds.includes(type) || types.isProxy(values)) continue
    for (const name of Object.keys(values)) {
      if (name === '__name' || name === '__defProp' || name in merged) continue
      const property = Object.getOwnPropertyDescriptor(values, name)
      if (property && 'value' in property) define(merged, name, property.value)
    }
  }
  return merged
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
