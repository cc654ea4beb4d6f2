import { parse } from 'acorn'
import type { Node } from 'acorn'

/** A listing with marks, ready to run. */
export interface Instrumented {
  /** The code: before each statement a call of `reached` with its line. */
  readonly code: string
  /** Lines that begin a statement inside a function. */
  readonly lines: readonly number[]
}

/** Name of the function that marks call; the code does not define it. */
export const MARK: string = '__reached'

/**
 * Puts a mark before each statement of a function in a program, so that a run tells which lines it has reached. Lines and
 * columns of everything else in a line may move, lines do not.
 *
 * @throws SyntaxError with the place, for what is no JavaScript
 * @example
 * const { code, lines } = instrument('export function app() {\n  return 1\n}')
 * assert.equal(code, 'export function app() {\n  __reached(2);return 1\n}')
 * assert.deepEqual(lines, [2])
 */
export function instrument(source: string): Instrumented {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  const statements: { readonly start: number; readonly line: number }[] = []
  const visit = (value: unknown, inFunction: boolean): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, inFunction)
      return
    }
    if (!isNode(value)) return
    const { type } = value
    const isFunction = type.includes('Function')
    for (const [key, child] of Object.entries(value)) {
      const isList = (type === 'BlockStatement' || type === 'StaticBlock') && key === 'body'
      if (isList && inFunction) {
        for (const statement of child as Node[]) {
          // A function is hoisted: its declaration is not a step.
          if (statement.type === 'FunctionDeclaration') continue
          statements.push({ start: statement.start, line: statement.loc!.start.line })
        }
      }
      visit(child, inFunction || isFunction)
    }
  }
  visit(program.body, false)
  let code = ''
  let at = 0
  for (const { start, line } of statements.toSorted((a, b) => a.start - b.start)) {
    code += `${source.slice(at, start)}${MARK}(${line});`
    at = start
  }
  return { code: code + source.slice(at), lines: [...new Set(statements.map(({ line }) => line))] }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
