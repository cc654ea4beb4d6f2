import { AsyncLocalStorage } from 'node:async_hooks'
import { types } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { CODE_NAME, STORE_KEY, inspectorWorker } from './inspector-worker.ts'
import type { FrameLayout } from './inspector-worker.ts'
import { isLibraryFile } from './is-library-file.ts'
import { toPath } from './original-position.ts'

/** Variables of one scope of a frame, as they were when it threw. */
export interface CapturedScope {
  /** V8's word: `local`, `block`, `catch`, `closure`, `module`... */
  readonly type: string
  /** Without a prototype; data properties only. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Runs something in the asynchronous context of the throw, so that what `AsyncLocalStorage` held there is there again. */
export type InContext = <T>(action: () => T) => T

/** A frame that was on the stack when something was thrown. */
export interface CapturedFrame {
  readonly name: string
  readonly url: string
  /** From 1, in the text that runs (before source maps). */
  readonly line: number
  readonly column: number
  /** Evaluates in the frame's scope, as a direct `eval` there does; null where that is impossible. */
  readonly evaluate: ((code: string) => unknown) | null
  readonly thisValue: unknown
  readonly inContext: InContext
  /** Innermost first. */
  readonly scopes: readonly CapturedScope[]
}

/** What was thrown while a request was answered, for what has no identity of its own. */
interface RequestFrames {
  primitive: { readonly value: unknown; readonly frames: readonly CapturedFrame[] } | undefined
}

const MOST_FRAMES = 32
const requests = new AsyncLocalStorage<RequestFrames>()
const captured = new WeakMap<object, readonly CapturedFrame[]>()
let inspected = (): boolean => false

/** What the worker calls while the main thread is paused: nothing here may wait, or throw. */
const store = {
  /** How many frames to read, 0 for a throw that is nobody's error. */
  begin(thrown: unknown): number {
    if (requests.getStore() === undefined || isHttpAnswer(thrown)) return 0
    // Thrown on by a `catch`: the frames of the first throw are nearer to the cause.
    if (isKey(thrown) && captured.has(thrown)) return 0
    return MOST_FRAMES
  },

  commit(thrown: unknown, layouts: string, values: unknown[]): void {
    let at = 0
    const inContext: InContext = AsyncLocalStorage.snapshot()
    const frames = (JSON.parse(layouts) as FrameLayout[]).map(({ scopes, ...place }): CapturedFrame => {
      const evaluate = values[at++]
      const thisValue = values[at++]
      return {
        ...place,
        evaluate: typeof evaluate === 'function' ? (evaluate as CapturedFrame['evaluate']) : null,
        thisValue,
        inContext,
        scopes: scopes.map((type) => ({ type, values: (values[at++] ?? {}) as CapturedScope['values'] })),
      }
    })
    const request = requests.getStore()
    if (isKey(thrown)) captured.set(thrown, frames)
    else if (request && !isThrownOn(request, thrown, frames)) request.primitive = { value: thrown, frames }
  },

  isInspected: (): boolean => inspected(),
}

/** A text has no identity: that a library throws the same one again means that it passes it on. */
function isThrownOn(
  { primitive }: RequestFrames,
  thrown: unknown,
  frames: readonly CapturedFrame[],
): boolean {
  return (
    primitive !== undefined && Object.is(primitive.value, thrown) && isLibraryFile(toPath(frames[0]!.url))
  )
}

/**
 * Whether something thrown is an answer rather than an error: an HTTP exception of whatever package, which is an application.
 *
 * @example
 * assert.equal(isHttpAnswer(Object.assign(new Error('404'), { application: () => [] })), true)
 * assert.equal(isHttpAnswer(new Error('oops')), false)
 */
export function isHttpAnswer(thrown: unknown): boolean {
  if (types.isProxy(thrown) || !(thrown instanceof Error)) return false
  return typeof (thrown as { application?: unknown }).application === 'function'
}

/**
 * Runs something of a request: what it throws, there or later, keeps its frames as long as it lives, once {@link startCapture}
 * is done.
 *
 * @example
 * const request = newRequest()
 * assert.equal(withCapture(request, () => 42), 42)
 */
export function withCapture<T>(request: object, action: () => T): T {
  return requests.run(request as RequestFrames, action)
}

/**
 * What {@link withCapture} takes, one for each request.
 *
 * @example
 * assert.deepEqual(capturedFrames(new Error('not thrown'), newRequest()), [])
 */
export function newRequest(): object {
  const request: RequestFrames = { primitive: undefined }
  return request
}

/**
 * The frames that were on the stack when something was thrown, innermost first; none when it was thrown outside a request, or
 * nothing captures.
 *
 * @example
 * assert.deepEqual(capturedFrames('text', newRequest()), [])
 */
export function capturedFrames(thrown: unknown, request?: object): readonly CapturedFrame[] {
  if (isKey(thrown)) return captured.get(thrown) ?? []
  const primitive = (request as RequestFrames | undefined)?.primitive
  return primitive && Object.is(primitive.value, thrown) ? primitive.frames : []
}

const isKey = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

let running: Promise<Worker> | undefined
let users = 0

/**
 * Begins to capture frames in the whole process: from now on each `throw` pauses for a fraction of a millisecond. Gives what
 * ends it again; several users share one worker.
 *
 * @throws Error with a sentence for the reader when this runtime has no such means
 * @example
 * const stop = await startCapture()
 * const request = newRequest()
 * const error = withCapture(request, () => {
 *   const secret = 42
 *   try {
 *     throw new Error(`not ${secret - 1}`)
 *   } catch (error) {
 *     return error
 *   }
 * })
 * assert.equal(capturedFrames(error, request)[0]?.evaluate?.('secret'), 42)
 * await stop()
 */
export async function startCapture(): Promise<() => Promise<void>> {
  users++
  try {
    await (running ??= startWorker())
  } catch (error) {
    users--
    running = undefined
    throw error
  }
  let stopped = false
  return async () => {
    if (stopped) return
    stopped = true
    if (--users > 0) return
    const worker = await running
    running = undefined
    // The inspector's session ends with its thread.
    await worker?.terminate()
  }
}

async function startWorker(): Promise<Worker> {
  refuseOtherRuntimes()
  const { Worker, isMainThread } = await import('node:worker_threads')
  if (!isMainThread)
    throw new Error('the program runs in a worker thread, and only the main one can be asked')
  const inspector = await import('node:inspector')
  inspected = () => inspector.url() !== undefined
  const texts = [STORE_KEY, CODE_NAME, '^node:internal/modules/', new URL('.', import.meta.url).href]
  const arguments_ = texts.map((text) => JSON.stringify(text))
  // The text of a function that went through esbuild may call its helper for names.
  const text = `const __name = (f) => f;(${String(inspectorWorker)})(require, ${arguments_.join(', ')})`
  const key = Symbol.for(STORE_KEY)
  const host = globalThis as { [key: symbol]: unknown }
  host[key] = store
  try {
    const worker = new Worker(text, { eval: true, execArgv: [], name: 'triptych debugger' })
    const problem = await new Promise<unknown>((resolve) => {
      worker.once('message', resolve)
      worker.once('error', resolve)
      worker.once('exit', () => resolve('the debugger thread ended'))
    })
    if (problem !== '') {
      await worker.terminate()
      throw new Error(`the inspector of this process cannot be used (${String(problem)})`)
    }
    worker.on('error', () => undefined)
    worker.unref()
    return worker
  } finally {
    Reflect.deleteProperty(host, key)
  }
}

function refuseOtherRuntimes(): void {
  const { Deno, Bun } = globalThis as { Deno?: unknown; Bun?: unknown }
  const name = Deno === undefined ? (Bun === undefined ? null : 'Bun') : 'Deno'
  if (name !== null) throw new Error(`${name} has no inspector that a program may use on itself`)
  try {
    Reflect.construct(Function, [''])
  } catch {
    throw new Error('this process was started with --disallow-code-generation-from-strings')
  }
}
