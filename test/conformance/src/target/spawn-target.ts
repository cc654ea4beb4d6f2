import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { TargetError } from '../target.ts'
import type { Address, Target } from '../target.ts'
import { freePort } from './free-port.ts'
import { accepts } from './open-url.ts'
import { splitCommand } from './split-command.ts'

/** How a target is started. */
export interface SpawnOptions {
  readonly name?: string | undefined
  readonly software?: string | undefined
  /** Milliseconds until it has to listen. Default 15000. */
  readonly startTimeout?: number
  /** Where it will listen, when its command was written for that port. Default: a free one. */
  readonly port?: number
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Where the scripted backend will listen (suite `proxy`): `{backend}` in the command. */
  readonly backend?: Address | undefined
}

/** So much of what a target writes is kept for messages. */
const MAX_LOG = 65_536
/** How long it has to end by itself. */
const GRACE = 3_000

/**
 * Starts a server by a command in which `{port}` stands for a free port, and waits until it listens. It is ended with all
 * processes that it has started.
 *
 * @param command split at blanks, quotes keep them; no shell is involved
 * @throws TargetError when it ends or does not listen in time; the message has what it wrote
 */
export async function spawnTarget(command: string, options: SpawnOptions = {}): Promise<Target> {
  return spawnArguments(splitCommand(command), { ...options, name: options.name ?? splitCommand(command)[0] })
}

/** The same for a command whose arguments are given one by one. */
export async function spawnArguments(
  command: readonly string[],
  options: SpawnOptions = {},
): Promise<Target> {
  const port = options.port ?? (await freePort())
  const fill = (text: string): string =>
    text.replaceAll('{port}', String(port)).replaceAll('{backend}', String(options.backend?.port ?? ''))
  const [program, ...args] = command.map(fill)
  if (program === undefined) throw new TargetError('Expected a command to start the target, got an empty one')
  const address = { host: '127.0.0.1', port }
  const runner = new Runner(program, args, options)
  await runner.start(address)
  return {
    name: options.name ?? program,
    ...(options.software !== undefined && { software: options.software }),
    at: [program, ...args].join(' '),
    address,
    ...(options.backend && { backend: options.backend }),
    get pid() {
      return runner.pid
    },
    log: () => runner.log,
    restart: async () => {
      await runner.stop()
      await runner.start(address)
    },
    stop: () => runner.stop(),
  }
}

class Runner {
  log = ''
  private readonly program: string
  private readonly args: readonly string[]
  private readonly options: SpawnOptions
  private child: ChildProcess | undefined

  constructor(program: string, args: readonly string[], options: SpawnOptions) {
    this.program = program
    this.args = args
    this.options = options
  }

  get pid(): number {
    return this.child?.pid ?? 0
  }

  async start(address: Address): Promise<void> {
    const { cwd, env, startTimeout = 15_000 } = this.options
    const child = spawn(this.program, this.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that its children can be ended with it.
      detached: process.platform !== 'win32',
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
    })
    this.child = child
    let failure: string | undefined
    child.once('error', (error) => (failure = error.message))
    child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `exit code ${code}`}`))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.log = (this.log + data.toString()).slice(-MAX_LOG)))
    }
    process.once('exit', this.kill)
    const deadline = performance.now() + startTimeout
    while (failure === undefined && performance.now() < deadline) {
      if (await accepts(address)) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    await this.stop()
    throw new TargetError(
      `Expected ${this.program} to listen on port ${address.port}, but ${failure ?? `it did not within ${startTimeout} ms`}` +
        (this.log === '' ? '' : `. It wrote:\n${this.log.trim()}`),
    )
  }

  async stop(): Promise<void> {
    const { child } = this
    if (child === undefined) return
    this.child = undefined
    process.off('exit', this.kill)
    if (child.pid === undefined) return
    const isOver = child.exitCode !== null || child.signalCode !== null
    const ended = isOver ? Promise.resolve() : once(child, 'exit')
    signalGroup(child.pid, 'SIGTERM')
    const timer = setTimeout(() => signalGroup(child.pid!, 'SIGKILL'), GRACE)
    await ended
    clearTimeout(timer)
    // What it has started and left behind.
    signalGroup(child.pid, 'SIGKILL')
  }

  private readonly kill = (): void => {
    if (this.child?.pid !== undefined) signalGroup(this.child.pid, 'SIGKILL')
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It is over already.
  }
}
