import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from '../../target.ts'
import { freePort, isFree } from '../../target/free-port.ts'
import { accepts } from '../../target/open-url.ts'
import { Load, ask } from './ask.ts'
import type { Asked } from './ask.ts'
import type { Answer, BeginStep, RequestsStep, Start, WorkersStep } from './process-case.ts'
import { commandOf } from './process-description.ts'
import type { ProcessDescription } from './process-description.ts'
import { writePrograms } from './programs.ts'
import { ServerProcess } from './server-process.ts'

/** How long is waited where a step does not say it. */
const WITHIN = 5_000
/** How often is looked. */
const EVERY = 25
/** What a request takes by which workers are counted: long enough that each worker gets one. */
const HOLD = 150

/** A condition was not met: the sentence that says so. */
export class Unmet extends Error {
  override readonly name: string = 'Unmet'
}

/** A server that runs for one case, and what the steps of the case do to it. */
export class ProcessRun {
  readonly server: ServerProcess
  readonly folder: string
  private readonly address: Address
  private readonly ready: string | undefined
  private readonly slow: number
  private readonly begun = new Map<string, Promise<Asked>>()
  private readonly sockets: Socket[] = []
  private pids: ReadonlySet<number> = new Set()
  private lastPid = 0
  private clients: Load | undefined
  private occupant: Server | undefined

  private constructor(
    server: ServerProcess,
    folder: string,
    address: Address,
    ready: string | undefined,
    slow: number,
  ) {
    this.server = server
    this.folder = folder
    this.address = address
    this.ready = ready?.replaceAll('{port}', String(address.port))
    this.slow = slow
  }

  /** Writes the program and starts the server; {@link end} has to be called whatever happens. */
  static async start(description: ProcessDescription, start: Start, slow: number): Promise<ProcessRun> {
    const folder = await mkdtemp(join(tmpdir(), 'conform-process-'))
    await writePrograms(folder, start.program ?? 'one')
    const port = await freePort()
    const occupant = start.occupied === true ? await listen(port) : undefined
    const server = new ServerProcess(commandOf(description, start, { port, folder }), description.env)
    const run = new ProcessRun(server, folder, { host: '127.0.0.1', port }, description.ready, slow)
    run.occupant = occupant
    return run
  }

  /** Waits until it accepts connections. */
  async accepting(): Promise<void> {
    await this.until('the server to accept connections', 15_000, async () => {
      if (this.server.ended !== undefined)
        throw new Unmet(`Expected the server to start, it ended: ${this.server.ended}`)
      return (await accepts(this.address)) || 'it did not'
    })
  }

  async readyLine(within: number = WITHIN): Promise<void> {
    const line = new RegExp(this.ready ?? '')
    await this.until(`a line like ${this.ready}`, within, () => line.test(this.server.log) || 'none')
  }

  signal(name: NodeJS.Signals, to: 'master' | 'worker'): void {
    this.server.signal(name, to === 'worker' ? this.lastPid : this.server.pid)
  }

  async request(path: string, wanted: Answer = {}, within: number = WITHIN): Promise<void> {
    const got = await ask(this.address, path, within * this.slow)
    this.check(got, wanted)
  }

  async begin({ begin: name, hold, blocks = false, within = WITHIN }: BeginStep): Promise<void> {
    const path = `/${blocks ? 'block' : 'hold'}/${hold}/${name}`
    this.begun.set(name, ask(this.address, path, (hold + WITHIN) * this.slow))
    await this.until(`the program to get the request ${name}`, within, async () => {
      const text = await readFile(join(this.folder, `begun-${name}`), 'utf8').catch(() => '')
      this.lastPid = Number(text)
      return text !== '' || 'it did not'
    })
  }

  async answerOf(name: string, wanted: Answer = {}, within: number = WITHIN): Promise<void> {
    const pending = this.begun.get(name)
    if (pending === undefined) throw new RangeError(`Expected a request that was begun, got ${name}`)
    const late = Symbol('late')
    const got = await Promise.race([pending, delay(within * this.slow).then(() => late)])
    if (typeof got === 'symbol')
      throw new Unmet(`Expected the answer of ${name} within ${within} ms, it did not come`)
    this.check(got, wanted)
  }

  /** Waits for the end, and gives how it ended. */
  async exit(within: number = WITHIN): Promise<string> {
    await this.until('the server to end', within, () => this.server.ended !== undefined || 'it runs')
    return this.server.ended ?? ''
  }

  async workers({ workers, new: fresh, version, within = 2 * WITHIN }: WorkersStep): Promise<void> {
    let last: ReadonlySet<number> | undefined
    await this.until(`${workers} workers`, within, async () => {
      const batch = await Promise.all(
        Array.from({ length: Math.max(6, workers * 3) }, () =>
          ask(this.address, `/hold/${HOLD}`, WITHIN * this.slow),
        ),
      )
      const pids = new Set(batch.map(({ pid }) => pid))
      const before = last
      last = pids
      if (pids.has(0)) return 'a request without an answer'
      if (pids.size !== workers) return `${pids.size}: ${[...pids].join(', ')}`
      const added = [...pids].filter((pid) => !this.pids.has(pid)).length
      if (fresh !== undefined && added !== fresh) return `${added} new ones instead of ${fresh}`
      const other = version && batch.find((one) => one.version !== version)
      if (other) return `version ${other.version} instead of ${version}`
      // Twice the same: one that is about to end, or slow to begin, has been counted out.
      return (before?.size === pids.size && [...pids].every((pid) => before.has(pid))) || 'changing ones'
    })
    this.pids = last ?? new Set()
  }

  load(clients: number): void {
    this.clients = new Load(this.address, clients, WITHIN * this.slow)
  }

  async unload(least: number): Promise<void> {
    const { clients } = this
    if (clients === undefined) throw new RangeError('Expected a load before its end')
    await clients.stop()
    const { answers, failures } = clients
    if (failures.length > 0) {
      throw new Unmet(
        `Expected each of ${answers + failures.length} requests to be answered, ${failures.length} were not: ${failures[0]}`,
      )
    }
    if (answers < least) throw new Unmet(`Expected at least ${least} answers under load, got ${answers}`)
  }

  async requests({ requests, processes, within = WITHIN }: RequestsStep): Promise<void> {
    const pids = new Set<number>()
    for (let count = 0; count < requests; count++) {
      const got = await ask(this.address, '/', within * this.slow)
      this.check(got, {})
      pids.add(got.pid)
    }
    if (pids.size < processes.atLeast) {
      throw new Unmet(
        `Expected ${requests} answers from at least ${processes.atLeast} processes, got ${pids.size}`,
      )
    }
  }

  async connect(): Promise<void> {
    const socket = connect(this.address)
    this.sockets.push(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.on('error', (error) => reject(new Unmet(`Expected a connection, got: ${error.message}`)))
    })
  }

  async refused(within: number = WITHIN): Promise<void> {
    await this.until(
      'new connections to be refused',
      within,
      async () => !(await accepts(this.address)) || 'one was accepted',
    )
  }

  async nothingLeft(within: number = WITHIN): Promise<void> {
    await this.until('no process to be left', within, () => {
      const left = this.server.remaining()
      return left.length === 0 || `${left.length}`
    })
    await this.until(
      'the port to be free',
      within,
      async () => (await isFree(this.address.port)) || 'it is taken',
    )
  }

  runs(): void {
    if (this.server.ended !== undefined)
      throw new Unmet(`Expected the server to run on, it ended: ${this.server.ended}`)
  }

  async write(kind: Parameters<typeof writePrograms>[1]): Promise<void> {
    await writePrograms(this.folder, kind)
  }

  async pause(ms: number): Promise<void> {
    await delay(ms * this.slow)
  }

  /** Ends the server and all that belongs to it. */
  async end(): Promise<void> {
    this.server.kill()
    for (const socket of this.sockets) socket.destroy()
    this.occupant?.close()
    await Promise.all([this.clients?.stop(), ...this.begun.values()])
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  private check(got: Asked, { status = 200, version }: Answer): void {
    if (got.pid > 0) this.lastPid = got.pid
    const isWanted = status === 'cut' ? got.status !== 200 : got.status === status
    if (!isWanted)
      throw new Unmet(`Expected ${status === 'cut' ? 'no whole answer' : status}, got ${got.outcome}`)
    if (version !== undefined && got.version !== version) {
      throw new Unmet(`Expected version ${version} of the program, got ${got.version}`)
    }
  }

  /** @param look `true` when it is so, else what was seen instead */
  private async until(
    what: string,
    ms: number,
    look: () => true | string | Promise<true | string>,
  ): Promise<void> {
    const deadline = performance.now() + ms * this.slow
    for (;;) {
      const seen = await look()
      if (seen === true) return
      if (performance.now() >= deadline) throw new Unmet(`Expected ${what} within ${ms} ms, got: ${seen}`)
      await delay(EVERY)
    }
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
