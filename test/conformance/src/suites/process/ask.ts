import { play } from '../../net/probe.ts'
import type { Address } from '../../target.ts'

/** What a request to the suite's own program came to. */
export interface Asked {
  /** `undefined`: no whole answer came. */
  readonly status: number | undefined
  /** The process that answered. */
  readonly pid: number
  readonly version: string
  /** What was seen, short. */
  readonly outcome: string
}

/** Sends one request on a connection of its own and reads its answer. Never throws. */
export async function ask(address: Address, path: string, timeout: number): Promise<Asked> {
  const host = `${address.host}:${address.port}`
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
  const { replies, end } = await play(address, [head], { timeout, quiet: timeout })
  const [reply] = replies
  if (reply === undefined || reply.cut) {
    return { status: undefined, pid: 0, version: '', outcome: `no answer, connection ${end}` }
  }
  const [, pid = '0', version = ''] = /^(\d+) (\w+)$/.exec(reply.body) ?? []
  return { status: reply.status, pid: Number(pid), version, outcome: `${reply.status} ${version}`.trim() }
}

/** Clients that ask without a break. */
export class Load {
  answers = 0
  readonly failures: string[] = []
  private stopped = false
  private readonly clients: Promise<void>[]

  constructor(address: Address, clients: number, timeout: number) {
    this.clients = Array.from({ length: clients }, async () => {
      while (!this.stopped) {
        const { status, outcome } = await ask(address, '/', timeout)
        if (status === 200) this.answers += 1
        else this.failures.push(outcome)
      }
    })
  }

  /** Ends when each client has its last answer. */
  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all(this.clients)
  }
}
