import type { ContractCase, ContractResult } from '../../src/contract.ts'
import { runtimeText } from './load-runtime.ts'
import { programOf } from './program.ts'

/** What became of an edited listing. */
export type RunOutcome =
  | { readonly type: 'done'; readonly results: readonly ContractResult[] }
  | { readonly type: 'error'; readonly message: string; readonly line?: number }
  | { readonly type: 'killed' }

/** The sandbox ends its worker after two seconds; if it does not even answer, the frame goes. */
const LAST_RESORT = 15_000

/**
 * Runs a listing against the contract: in a worker, inside a frame of an opaque origin, without network, for two seconds.
 */
export async function runInSandbox(source: string, cases: readonly ContractCase[]): Promise<RunOutcome> {
  const runtime = await runtimeText()
  // The program first, so that lines in errors are its own.
  const worker = `self.program = function (modules) { ${programOf(source)} };
${runtime}
;(async () => {
  try {
    postMessage({ type: 'loaded' })
    const app = self.program(lab.modules)
    const results = await lab.runContract(typeof app === 'function' ? app : app.application.bind(app), ${JSON.stringify(cases)})
    postMessage({ type: 'done', results })
  } catch (error) {
    postMessage({ type: 'error', message: String(error) })
  }
})()`
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.title = 'Sandbox'
  frame.hidden = true
  frame.src = 'sandbox.html'
  return new Promise((resolve) => {
    const finish = (outcome: RunOutcome): void => {
      clearTimeout(timer)
      removeEventListener('message', onMessage)
      frame.remove()
      resolve(outcome)
    }
    const timer = setTimeout(() => finish({ type: 'killed' }), LAST_RESORT)
    const onMessage = (event: MessageEvent<RunOutcome | { type: 'ready' }>): void => {
      if (event.source !== frame.contentWindow) return
      if (event.data.type === 'ready') frame.contentWindow?.postMessage({ source: worker }, '*')
      else finish(event.data)
    }
    addEventListener('message', onMessage)
    document.body.append(frame)
  })
}
