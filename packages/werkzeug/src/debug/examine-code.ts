import { Script } from 'node:vm'

/** What a piece of code for a console is. */
export type CodeKind =
  /** More has to come: an open bracket, an open template. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'wrong'; readonly error: unknown }
  /** Runs as it is. */
  | { readonly kind: 'plain'; readonly code: string }
  /** An expression with `await`. */
  | { readonly kind: 'expression'; readonly code: string }
  /** Statements with `await`: the body of an asynchronous function. */
  | { readonly kind: 'body'; readonly code: string }
  /** `const pattern = await ...`: the expression is awaited, and then `pattern` declared. */
  | {
      readonly kind: 'declaration'
      readonly keyword: string
      readonly pattern: string
      readonly code: string
    }

/**
 * Tells how code that was typed into a console can be run. Nothing of it runs here.
 *
 * @example
 * assert.equal(examineCode('1 + 1').kind, 'plain')
 * assert.equal(examineCode('if (x) {').kind, 'incomplete')
 * assert.equal(examineCode('await f()').kind, 'expression')
 * assert.equal(examineCode('const { a } = await f()').kind, 'declaration')
 * assert.equal(examineCode('1 +* 2').kind, 'wrong')
 */
export function examineCode(source: string): CodeKind {
  // `{ a: 1 }` is an object to whoever types it.
  const text = source.trimStart()
  if (text.startsWith('{') && !source.trimEnd().endsWith(';') && compiles(`(${source}\n)`)) {
    return { kind: 'plain', code: `(${source}\n)` }
  }
  const error = problemOf(source)
  if (error === undefined) return { kind: 'plain', code: source }
  if (/\bawait\b/.test(source)) {
    const found = withAwait(source)
    if (found) return found
  }
  return isIncomplete(source) ? { kind: 'incomplete' } : { kind: 'wrong', error }
}

function withAwait(source: string): CodeKind | undefined {
  const [, keyword] = /^\s*(const|let|var)\b/.exec(source) ?? []
  if (keyword !== undefined) {
    const start = source.indexOf(keyword) + keyword.length
    // The first `=` at which both sides make sense ends the pattern.
    for (let at = source.indexOf('=', start), tries = 0; at !== -1 && tries < 20; tries++) {
      const pattern = source.slice(start, at).trim()
      const code = source.slice(at + 1).replace(/[;\s]+$/, '')
      if (compiles(`let ${pattern} = 0`) && compiles(`(async () => (${code}\n))`)) {
        return { kind: 'declaration', keyword, pattern, code }
      }
      at = source.indexOf('=', at + 1)
    }
  }
  const expression = source.trimEnd().replace(/;+$/, '')
  if (compiles(`(async () => (${expression}\n))`)) return { kind: 'expression', code: expression }
  if (compiles(`(async () => {${source}\n})`)) return { kind: 'body', code: source }
  return undefined
}

/** Whether the only fault is that the end comes too soon: the compiler stumbles over what stands after the code. */
function isIncomplete(source: string): boolean {
  const lines = source.split('\n').length
  const wrapped = `(async () => {\n${source}\n})`
  const error = problemOf(wrapped)
  if (error === undefined) return false
  const { message, stack = '' } = error as Error
  if (message.startsWith('Unterminated template')) return true
  if (message.startsWith('missing ) after argument list')) {
    return [')', '))', '})', ')})'].some((end) => compiles(`${source}\n${end}`))
  }
  if (/^(?:Invalid or unexpected token|Invalid regular expression)/.test(message))
    return /\/\*(?![^]*\*\/)/.test(source)
  const [, line] = /^console:(\d+)/.exec(stack) ?? []
  return Number(line) >= lines + 2
}

const compiles = (code: string): boolean => problemOf(code) === undefined

function problemOf(code: string): unknown {
  try {
    // Only compiled.
    void new Script(code, { filename: 'console' })
    return undefined
  } catch (error) {
    return error
  }
}
