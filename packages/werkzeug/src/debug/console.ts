import { types } from 'node:util'
import vm from 'node:vm'
import { escapeHtml } from '../escape-html.ts'
import { withOutput, writeHtml } from './console-output.ts'
import type { ConsoleOutput } from './console-output.ts'
import { describeThrown } from './describe-thrown.ts'
import { examineCode } from './examine-code.ts'
import type { CodeKind } from './examine-code.ts'
import { CODE_NAME } from './inspector-worker.ts'
import { DebugReprGenerator, debugRepr } from './repr.ts'

/** Evaluates code in some scope, as a direct `eval` there does. */
export type Evaluate = (code: string) => unknown

/** Where a console stands. */
export interface ConsoleOptions {
  /** The scope. Default: one of its own, with the global names. */
  readonly evaluate?: Evaluate
  /** Names for a console with a scope of its own; code may set them. */
  readonly namespace?: Record<string, unknown>
  /** The variables that `dump()` shows. */
  readonly variables?: () => Readonly<Record<string, unknown>>
  /** Seconds that a promise is waited for. Default: 30. */
  readonly timeout?: number
  /** Runs an evaluation in the context it belongs to. Default: where it is asked for. */
  readonly inContext?: <T>(action: () => T) => T
  /** How an error is shown, as HTML. Default: its class and message. */
  readonly renderError?: (error: unknown) => string
}

/** What comes of a piece of code. */
export interface ConsoleReply {
  /** What it wrote, and its value or its error, as HTML. */
  readonly html: string
  /** The code is not complete; nothing was run. */
  readonly more: boolean
}

/** How code reaches its console, and how the scope it makes is taken out of it. */
interface Hooks {
  evaluate: Evaluate | undefined
  value: unknown
  readonly dump: (...values: unknown[]) => void
  readonly help: () => void
}

const KEY = Symbol.for('triptych.debug.console')
const HOOKS = "globalThis[Symbol.for('triptych.debug.console')]"
const host = globalThis as { [key: symbol]: unknown }
const DECLARES = /\b(?:const|let|var|class|function|using)\b/
const HELP = `_            the last value
dump(value)  all of a value: its properties and those of its classes
dump()       the variables of the frame
await works; what is declared stays; Shift+Enter makes a new line
`

/**
 * A console that remembers: declarations stay, `_` is the last value, `await` works, `dump(value)` shows all of a value. Each
 * declaration makes a scope within the one before it, so that `const x` may be said again, and closures keep what they saw.
 * Python: `werkzeug.debug.console.Console`.
 *
 * @example
 * const console = new Console({ namespace: { answer: 42 } })
 * assert.deepEqual(await console.eval('const half = answer / 2'), { html: '', more: false })
 * assert.equal((await console.eval('half')).html, '<span class="number">21</span>')
 * assert.equal((await console.eval('await Promise.resolve(_ + 1)')).html, '<span class="number">22</span>')
 * assert.equal((await console.eval('half.x.y')).html, '<span class="error">TypeError: Cannot read properties of undefined (reading &#39;y&#39;)</span>')
 * assert.equal((await console.eval('[1,')).more, true)
 */
export class Console {
  readonly #options: ConsoleOptions
  #evaluate: Evaluate | undefined
  #output: ConsoleOutput = { html: '' }
  readonly #hooks: Hooks
  #setLast: (value: unknown) => void = () => undefined

  constructor(options: ConsoleOptions = {}) {
    this.#options = options
    this.#hooks = {
      evaluate: undefined,
      value: undefined,
      dump: (...values) => this.#dump(values),
      help: () => writeHtml(this.#output, `<span class="help">${escapeHtml(HELP)}</span>`),
    }
  }

  /** Runs code. The promise never fails: errors of the code are part of the reply. */
  async eval(source: string): Promise<ConsoleReply> {
    if (source.trim() === '') return { html: '', more: false }
    const code = examineCode(source)
    if (code.kind === 'incomplete') return { html: '', more: true }
    if (code.kind === 'wrong') return { html: errorHtml(code.error), more: false }
    const output: ConsoleOutput = { html: '' }
    this.#output = output
    try {
      const { inContext = (action) => action() } = this.#options
      const value = await inContext(async () => withOutput(output, async () => this.#run(code)))
      if (value !== undefined) {
        this.#setLast(value)
        writeHtml(output, debugRepr(value))
      }
    } catch (error) {
      const render = this.#options.renderError ?? errorHtml
      return { html: output.html + render(error), more: false }
    }
    return { html: output.html, more: false }
  }

  async #run(code: Exclude<CodeKind, { kind: 'incomplete' | 'wrong' }>): Promise<unknown> {
    if (code.kind === 'plain') return this.#settled(this.#plain(code.code))
    if (code.kind === 'body') return this.#settled(this.#plain(`(async () => {${code.code}\n})()`))
    const value = await this.#settled(this.#plain(`(async () => (${code.code}\n))()`))
    if (code.kind === 'expression') return value
    this.#hooks.value = value
    this.#plain(`${code.keyword} ${code.pattern} = ${HOOKS}.value`)
    return undefined
  }

  /** Evaluates, and stays in the scope that the code has made when it ran to its end. */
  #plain(code: string): unknown {
    const before = host[KEY]
    host[KEY] = this.#hooks
    try {
      this.#evaluate ??= this.#firstScope()
      this.#hooks.evaluate = undefined
      // On one line with the code, so that lines are counted from it.
      const keep = `${HOOKS}.evaluate = (${CODE_NAME}) => eval(${CODE_NAME});void 0;`
      const value = this.#evaluate(`${keep}${code}`)
      if (DECLARES.test(code)) this.#evaluate = this.#hooks.evaluate ?? this.#evaluate
      return value
    } finally {
      host[KEY] = before
    }
  }

  /** The scope with `_`, `dump` and `help`, as far as they hide nothing. */
  #firstScope(): Evaluate {
    const outer = this.#options.evaluate ?? ownScope(this.#options.namespace ?? {})
    const free = ['dump', 'help'].filter((name) => !isTaken(outer, name))
    const names = free.map((name) => `const ${name} = ${CODE_NAME}.${name};`).join('')
    const hasLast = !isTaken(outer, '_')
    const last = hasLast ? 'let _;' : ''
    const setLast = hasLast ? `_ = ${CODE_NAME}` : ''
    const [evaluate, set] = outer(
      `((${CODE_NAME}) => { ${names}${last} return [(${CODE_NAME}) => eval(${CODE_NAME}), (${CODE_NAME}) => { ${setLast} }] })(${HOOKS})`,
    ) as [Evaluate, (value: unknown) => void]
    this.#setLast = set
    return evaluate
  }

  async #settled(value: unknown): Promise<unknown> {
    if (!types.isPromise(value)) return value
    const seconds = this.#options.timeout ?? 30
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<unknown>((resolve) => {
      timer = setTimeout(() => {
        const note = `<span class="help">Not settled after ${seconds} seconds:\n</span>`
        writeHtml(this.#output, note + debugRepr(value))
        resolve(undefined)
      }, seconds * 1000)
    })
    try {
      return await Promise.race([value, late])
    } finally {
      clearTimeout(timer)
    }
  }

  #dump(values: readonly unknown[]): void {
    const variables = this.#options.variables
    if (values.length === 0 && variables) {
      writeHtml(this.#output, new DebugReprGenerator().dumpLocals(variables()))
    }
    for (const value of values) writeHtml(this.#output, new DebugReprGenerator().dumpObject(value))
  }
}

/** A scope of its own: global names, those of the namespace, and what is declared. */
function ownScope(namespace: Record<string, unknown>): Evaluate {
  // In sloppy code, since only there an object can be a scope.
  const code = `(${CODE_NAME}) => { with (${CODE_NAME}) { return (${CODE_NAME}) => eval(${CODE_NAME}) } }`
  const { USE_MAIN_CONTEXT_DEFAULT_LOADER: loader } = (vm.constants ?? {}) as {
    USE_MAIN_CONTEXT_DEFAULT_LOADER?: typeof vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  }
  const script = new vm.Script(code, loader === undefined ? {} : { importModuleDynamically: loader })
  return (script.runInThisContext() as (names: object) => Evaluate)(namespace)
}

function isTaken(evaluate: Evaluate, name: string): boolean {
  try {
    return evaluate(`typeof ${name}`) !== 'undefined'
  } catch {
    return true
  }
}

function errorHtml(error: unknown): string {
  const { type, message } = describeThrown(error)
  return `<span class="error">${escapeHtml(message === '' ? type : `${type}: ${message}`)}</span>`
}
