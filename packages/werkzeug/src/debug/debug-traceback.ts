import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DebugFrameSummary } from './debug-frame-summary.ts'
import { describeThrown } from './describe-thrown.ts'
import { capturedFrames } from './frame-capture.ts'
import type { CapturedFrame } from './frame-capture.ts'
import { originalPosition } from './original-position.ts'
import { parseStack } from './parse-stack.ts'
import type { StackFrame } from './parse-stack.ts'
import { renderDebuggerPage } from './render-page.ts'
import type { DebuggerPageOptions } from './render-page.ts'
import { renderTraceback, renderTracebackText } from './render-traceback.ts'

/** One of the errors of a traceback: the thrown one, a cause, or a member of an AggregateError. */
export interface TracebackPart {
  /** `TypeError`, or what else was thrown. */
  readonly type: string
  readonly message: string
  /** What stands above the frames of a syntax error: its place, the line, and where in it. Empty for others. */
  readonly excerpt: string
  /** Innermost first. */
  readonly frames: readonly DebugFrameSummary[]
}

type RelatedPart = readonly [relation: string | null, part: TracebackPart]

/** How a traceback is made. */
export interface DebugTracebackOptions {
  /** Of the request in which it was thrown (`newRequest`), for what is no object. */
  readonly request?: object
  /** Leaves out the frames that called the application. Default: yes. */
  readonly hide?: boolean
  /** Of code that was typed into a console: nothing but what it called is shown. */
  readonly ofConsole?: boolean
}

const MOST_PARTS = 20
const TASK_QUEUES = 'node:internal/process/task_queues'
const HERE = dirname(fileURLToPath(import.meta.url))

/**
 * What was thrown, with its causes, as a model of the page. Python: `werkzeug.debug.tbtools.DebugTraceback`.
 *
 * @example
 * const error = new TypeError('no price', { cause: new Error('no shop') })
 * const traceback = new DebugTraceback(error)
 * assert.deepEqual(traceback.allTracebacks.map(([how, { type }]) => [how, type]), [[null, 'TypeError'], ['Caused by', 'Error']])
 * assert.match(traceback.renderTracebackText(), /^TypeError: no price\n {4}at /)
 * assert.match(traceback.renderTracebackHtml(), /<div class="exc-divider">Caused by/)
 */
export class DebugTraceback {
  readonly #parts: RelatedPart[] = []

  constructor(thrown: unknown, options: DebugTracebackOptions = {}) {
    const found = this.#parts
    const seen = new Set<unknown>()
    const visit = (value: unknown, relation: string | null): void => {
      // Chains may be circles.
      if (found.length >= MOST_PARTS || seen.has(value)) return
      seen.add(value)
      const { type, message, stack, cause, errors } = describeThrown(value)
      const captured = capturedFrames(value, options.request)
      found.push([relation, makePart(type, message, stack, captured, options)])
      for (const [at, member] of errors.entries()) visit(member, `Member ${at + 1} of ${errors.length}`)
      if (cause) visit(cause.value, 'Caused by')
    }
    visit(thrown, null)
  }

  /** The errors, the thrown one first, each with how it belongs to the one before: null, `Caused by`, `Member 1 of 2`. */
  get allTracebacks(): readonly RelatedPart[] {
    return this.#parts
  }

  /** The thrown one. */
  get main(): TracebackPart {
    return this.allTracebacks[0]![1]
  }

  /** The frames of all errors. */
  get allFrames(): DebugFrameSummary[] {
    return this.allTracebacks.flatMap(([, { frames }]) => frames)
  }

  /** As text for terminals and for pasting: without control characters. */
  renderTracebackText(): string {
    return renderTracebackText(this)
  }

  /** Errors and frames as HTML, without a page around them. */
  renderTracebackHtml(options: { readonly title?: boolean; readonly consoles?: boolean } = {}): string {
    return renderTraceback(this, options)
  }

  /** The page. */
  renderDebuggerHtml(options: DebuggerPageOptions): string {
    return renderDebuggerPage(this, options)
  }

  /** Lets the captured frames go. */
  release(): void {
    for (const frame of this.allFrames) frame.release()
  }
}

/**
 * An error as HTML with its frames, for consoles.
 *
 * @example
 * assert.match(renderError(new TypeError('x < y')), /x &lt; y/)
 */
export function renderError(error: unknown): string {
  return renderTraceback(new DebugTraceback(error, { ofConsole: true }), { title: true })
}

function makePart(
  type: string,
  message: string,
  stack: string,
  captured: readonly CapturedFrame[],
  { hide = true, ofConsole = false }: DebugTracebackOptions,
): TracebackPart {
  const { header, frames: raw } = parseStack(stack)
  // With source maps on, Node has mapped the text of the stack already.
  const mapped = process.sourceMapsEnabled
    ? raw
    : raw.map((frame) => ({ ...frame, ...originalPosition(frame) }))
  const alive = captured.map((frame): [StackFrame, CapturedFrame] => [
    {
      ...originalPosition({ file: frame.url, line: frame.line, column: frame.column }),
      name: frame.name,
      isAsync: false,
    },
    frame,
  ])
  const least = ofConsole ? 0 : 1
  const frames = hide
    ? join(
        withoutCaller(mapped, (frame) => frame, least),
        withoutCaller(alive, ([frame]) => frame, least),
      )
    : join(mapped, alive)
  const excerpt = type === 'SyntaxError' ? syntaxExcerpt(header, message) : ''
  return { type, message, excerpt, frames }
}

/** The frames of the stack, each with the captured one of the same place. An error may be thrown far from where it was made. */
function join(
  stack: readonly StackFrame[],
  alive: readonly (readonly [StackFrame, CapturedFrame])[],
): DebugFrameSummary[] {
  const matches = new Map<StackFrame, CapturedFrame>()
  let from = 0
  for (const [place, captured] of alive) {
    const at = stack.findIndex((frame, index) => index >= from && !frame.isAsync && isSame(frame, place))
    if (at === -1) continue
    matches.set(stack[at]!, captured)
    from = at + 1
  }
  if (matches.size === 0 && alive.length > 0) {
    const thrown = alive.map(([place, captured]) => new DebugFrameSummary(place, captured, renderError))
    return [...thrown, ...stack.map((frame) => new DebugFrameSummary(frame))]
  }
  return stack.map((frame) => new DebugFrameSummary(frame, matches.get(frame), renderError))
}

const isSame = (a: StackFrame, b: StackFrame): boolean =>
  a.file === b.file && (a.line === b.line || (b.name !== '' && lastName(a.name) === b.name))

const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1).split(' ', 1)[0] ?? ''

/** What stands under the application is left out: the debugger, and the server that called it; and how Node goes on. */
function withoutCaller<T>(
  frames: readonly T[],
  frameOf: (item: T) => StackFrame,
  least: number,
): readonly T[] {
  const end = frames.findIndex((item) => dirname(frameOf(item).file) === HERE)
  return (end < least ? frames : frames.slice(0, end)).filter((item) => frameOf(item).file !== TASK_QUEUES)
}

/** What V8 writes above a syntax error: file and line, the line, carets. */
function syntaxExcerpt(header: string, message: string): string {
  const at = header.indexOf(`SyntaxError: ${message}`)
  return at > 0 ? header.slice(0, at).trimEnd() : ''
}
