import type { Debugger, InspectorNotification, Runtime, Session } from 'node:inspector'
import type { MessagePort } from 'node:worker_threads'

/** What the worker may load: it is made of this function's text, so that nothing can be imported. */
export interface WorkerModules {
  (name: 'node:inspector'): { Session: new () => Session }
  (name: 'node:worker_threads'): { parentPort: MessagePort }
}

/** How a frame is told to the main thread; the values follow as arguments, in this order: evaluator, this, scopes. */
export interface FrameLayout {
  readonly name: string
  readonly url: string
  /** From 1, in the text that runs. */
  readonly line: number
  readonly column: number
  readonly scopes: readonly string[]
}

/** The name of the parameter of evaluators: the one name of theirs that code in a frame sees. */
export const CODE_NAME: string = '__triptych_code__'

/** The symbol under which the worker finds the main thread's side, while it starts. */
export const STORE_KEY: string = 'triptych.debug.frames'

/**
 * Runs in a worker thread, as the text of this function: attaches to the main thread, which pauses at each `throw`, and
 * hands each frame's variables and a closure that evaluates in it to the main thread's store. A thread of its own is
 * needed since a paused thread cannot ask itself.
 *
 * @example
 * assert.match(String(inspectorWorker), /connectToMainThread/)
 */
export function inspectorWorker(
  load: WorkerModules,
  storeKey: string,
  codeName: string,
  internals: string,
  caller: string,
): void {
  const { Session } = load('node:inspector')
  const { parentPort } = load('node:worker_threads')
  const session = new Session()
  // V8 releases this group when the thread goes on.
  const GROUP = 'backtrace'
  const scripts = new Map<string, string>()
  let store = ''

  // A session of another thread does not keep this one alive.
  parentPort.on('message', () => undefined)

  const post = async <T>(method: string, params: object): Promise<T> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error: Error | null, result?: object) => {
        if (error) reject(error)
        else resolve(result as T)
      })
    })

  const call = async (body: string, args: Runtime.CallArgument[]): Promise<unknown> => {
    const { result } = await post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId: store,
      functionDeclaration: `function (...values) { return this.${body} }`,
      arguments: args,
      returnByValue: true,
      silent: true,
    })
    return result.value
  }

  const argument = ({ objectId, value, unserializableValue }: Runtime.RemoteObject): Runtime.CallArgument => {
    if (objectId !== undefined) return { objectId }
    return unserializableValue === undefined ? { value } : { unserializableValue }
  }

  const urlOf = ({ scriptId }: Debugger.Location): string => scripts.get(scriptId) ?? 'node:'

  const evaluators = async (frames: readonly Debugger.CallFrame[]): Promise<Runtime.CallArgument[]> =>
    Promise.all(
      frames.map(async ({ callFrameId }) => {
        try {
          const { result, exceptionDetails } = await post<Debugger.EvaluateOnCallFrameReturnType>(
            'Debugger.evaluateOnCallFrame',
            {
              callFrameId,
              expression: `(${codeName}) => eval(${codeName})`,
              objectGroup: GROUP,
              silent: true,
            },
          )
          return exceptionDetails ? {} : argument(result)
        } catch {
          return {}
        }
      }),
    )

  const capture = async (thrown: Runtime.CallArgument, callFrames: Debugger.CallFrame[]): Promise<void> => {
    const most = await call('begin(values[0])', [thrown])
    if (typeof most !== 'number' || most === 0) return
    const urls = callFrames.map(({ location }) => urlOf(location))
    // What stands under the application is nobody's concern.
    const end = urls.findIndex((url) => url.startsWith(caller))
    const frames = callFrames
      .slice(0, end > 0 ? end : undefined)
      .filter((_, at) => !urls[at]!.startsWith('node:'))
      .slice(0, most)
    if (frames.length === 0) return
    const closures = await evaluators(frames)
    const layouts: FrameLayout[] = []
    const values: Runtime.CallArgument[] = []
    for (const [at, { functionName, location, scopeChain, this: self }] of frames.entries()) {
      const scopes = scopeChain.filter(({ type }) => type !== 'global' && type !== 'script')
      layouts.push({
        name: functionName,
        url: urlOf(location),
        line: location.lineNumber + 1,
        column: (location.columnNumber ?? 0) + 1,
        scopes: scopes.map(({ type }) => type),
      })
      values.push(closures[at] ?? {}, argument(self), ...scopes.map(({ object }) => argument(object)))
    }
    // Not waited for: messages are taken in their order, and the next one lets the thread go on.
    void call('commit(values[0], values[1], values.slice(2))', [
      thrown,
      { value: JSON.stringify(layouts) },
      ...values,
    ]).catch(() => undefined)
  }

  const onPaused = async ({ params }: InspectorNotification<Debugger.PausedEventDataType>): Promise<void> => {
    const { reason, data, callFrames } = params
    let resumes = true
    try {
      if (reason === 'exception' || reason === 'promiseRejection') {
        await capture(argument((data ?? { type: 'undefined' }) as Runtime.RemoteObject), callFrames)
      } else {
        // A pause of DevTools, which are attached as well, is theirs to end.
        resumes = (await call('isInspected()', [])) !== true
      }
    } catch {
      // A frame that cannot be read has no console; the program goes on in any case.
    } finally {
      if (resumes) await post('Debugger.resume', {}).catch(() => undefined)
    }
  }

  const start = async (): Promise<void> => {
    session.connectToMainThread()
    const { result } = await post<Runtime.EvaluateReturnType>('Runtime.evaluate', {
      expression: `globalThis[Symbol.for(${JSON.stringify(storeKey)})]`,
    })
    if (result.objectId === undefined) throw new Error('The store of frames was not found')
    store = result.objectId
    session.on('Debugger.scriptParsed', ({ params }) => {
      if (params.url !== '') scripts.set(params.scriptId, params.url)
    })
    session.on('Debugger.paused', (message) => void onPaused(message))
    await post('Debugger.enable', {})
    // A `debugger` statement is for DevTools.
    await post('Debugger.setBreakpointsActive', { active: false })
    // Loading modules throws and catches all the time.
    await post('Debugger.setBlackboxPatterns', { patterns: [internals] })
    await post('Debugger.setPauseOnExceptions', { state: 'all' })
  }
  const tell = parentPort.postMessage.bind(parentPort)
  start().then(
    () => tell(''),
    (error: unknown) => tell(String(error)),
  )
}
