import { toPath } from './original-position.ts'
import type { Position } from './original-position.ts'

/** One line of a stack. */
export interface StackFrame extends Position {
  /** What ran, `Class.method`; empty when nothing is said. */
  readonly name: string
  /** It waited there with `await`: its frame is gone. */
  readonly isAsync: boolean
}

/** A stack in parts. */
export interface ParsedStack {
  /** All that stands above the frames: name and message, for a syntax error also the place and the line. */
  readonly header: string
  /** Innermost first. */
  readonly frames: readonly StackFrame[]
}

const MOST_FRAMES = 200

/**
 * Takes the text of V8's `error.stack` apart.
 *
 * @example
 * const { header, frames } = parseStack('TypeError: no\n    at async Shop.buy (file:///app/shop.ts:3:7)\n    at /app/a.js:1:2')
 * assert.equal(header, 'TypeError: no')
 * assert.deepEqual(frames[0], { name: 'Shop.buy', isAsync: true, file: '/app/shop.ts', line: 3, column: 7 })
 * assert.equal(frames[1]?.name, '')
 */
export function parseStack(stack: string): ParsedStack {
  const lines = stack.split('\n')
  // The message may look like frames, so they are taken from the end.
  let first = lines.length
  while (first > 0 && isFrameLine(lines[first - 1]!)) first--
  const frames = lines
    .slice(first, first + MOST_FRAMES)
    .map(parseFrame)
    .filter((frame) => frame !== undefined)
  return { header: lines.slice(0, first).join('\n'), frames }
}

const isFrameLine = (line: string): boolean => line === '' || line.startsWith('    at ')

function parseFrame(line: string): StackFrame | undefined {
  let text = line.slice(7)
  const isAsync = text.startsWith('async ')
  if (isAsync) text = text.slice(6)
  let name = ''
  if (text.endsWith(')')) {
    const open = openingBracket(text)
    if (open > 0) {
      name = text.slice(0, open).trim()
      text = text.slice(open + 1, -1)
    }
  }
  const place = parsePlace(text)
  if (place === undefined) return undefined
  return { name, isAsync, ...place }
}

/** Where the bracket opens that the last character closes; names hold brackets too (`[as x]` apart). */
function openingBracket(text: string): number {
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at]
    if (character === ')') depth++
    else if (character === '(' && --depth === 0) return at
  }
  return -1
}

function parsePlace(text: string): Position | undefined {
  const afterLine = text.lastIndexOf(':')
  const afterFile = text.lastIndexOf(':', afterLine - 1)
  if (afterFile <= 0) return undefined
  const line = text.slice(afterFile + 1, afterLine)
  const column = text.slice(afterLine + 1)
  if (!/^\d{1,9}$/.test(line) || !/^\d{1,9}$/.test(column)) return undefined
  const file = text.slice(0, afterFile)
  // What `eval` made has no file that could be shown.
  if (file.startsWith('eval at ')) return undefined
  return { file: toPath(file), line: Number(line), column: Number(column) }
}
