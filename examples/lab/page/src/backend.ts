import type { ContractCase } from '../../src/contract.ts'
import type { LevelAnswer, LevelName, SendAnswer } from '../../src/protocol.ts'
import { loadProgram } from './load-program.ts'
import { loadRuntime } from './load-runtime.ts'
import { programOf } from './program.ts'

/** A request to begin with. */
export interface Preset {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly bytes: string
  readonly why?: string
}

/** A listing as it is shown and edited. */
export interface Listing {
  readonly level: LevelName
  readonly source: string
  readonly url?: string
}

/** Where requests are answered. */
export interface Backend {
  /** There are real sockets behind it. */
  readonly isServer: boolean
  presets(): Promise<readonly Preset[]>
  listings(): Promise<readonly Listing[]>
  contract(): Promise<readonly ContractCase[]>
  send(bytes: string): Promise<SendAnswer>
}

/** The lab's server, or, where the page is hosted as files alone, the services in the page. */
export async function openBackend(): Promise<Backend> {
  const token = document.querySelector<HTMLMetaElement>('meta[name=lab-token]')?.content ?? ''
  return token === '' || token === '{token}' ? new PageBackend() : new ServerBackend(token)
}

async function getJson<Value>(path: string): Promise<Value> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`Expected ${path} from the lab, got ${response.status}`)
  return (await response.json()) as Value
}

class ServerBackend implements Backend {
  readonly isServer = true
  private readonly token: string

  constructor(token: string) {
    this.token = token
  }

  presets(): Promise<readonly Preset[]> {
    return getJson('api/presets')
  }

  listings(): Promise<readonly Listing[]> {
    return getJson('api/listings')
  }

  contract(): Promise<readonly ContractCase[]> {
    return getJson('api/contract')
  }

  async send(bytes: string): Promise<SendAnswer> {
    const response = await fetch('api/send', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Lab-Token': this.token },
      body: JSON.stringify({ bytes }),
    })
    if (!response.ok) throw new Error((await response.text()).trim())
    return (await response.json()) as SendAnswer
  }
}

const sources: Readonly<Record<string, string>> = import.meta.glob('../../listings/*.js', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const LISTINGS: readonly Listing[] = (['raw', 'webob', 'werkzeug'] as const).map((level) => ({
  level,
  source: sources[`../../listings/${level}.js`] ?? '',
}))

class PageBackend implements Backend {
  readonly isServer = false

  presets(): Promise<readonly Preset[]> {
    return getJson('presets.json')
  }

  async listings(): Promise<readonly Listing[]> {
    return LISTINGS
  }

  contract(): Promise<readonly ContractCase[]> {
    return getJson('contract.json')
  }

  async send(bytes: string): Promise<SendAnswer> {
    const runtime = await loadRuntime()
    const levels: LevelAnswer[] = []
    for (const { level, source } of LISTINGS) {
      const calls: LevelAnswer['calls'][number][] = []
      let current: { lines: number[] } | undefined
      const app = await loadProgram(programOf(runtime.instrument(source).code), runtime, (line) => {
        if (current !== undefined && !current.lines.includes(line)) current.lines.push(line)
      })
      const application = runtime.recorded(app, {
        onCall: (call) => {
          calls.push(call)
          current = call
        },
      })
      const started = performance.now()
      const { wire, end } = await runtime.answerBytes(application, bytes)
      levels.push({ level, wire, end, ms: Math.round((performance.now() - started) * 100) / 100, calls })
    }
    return { levels, recorded: [] }
  }
}
