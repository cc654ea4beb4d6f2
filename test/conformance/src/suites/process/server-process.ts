import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/** So much of what it writes is kept. */
const MAX_LOG = 65_536

/** A server under test: its master, what it writes, how it ends, and what it leaves behind. */
export class ServerProcess {
  log = ''
  /** `0`, `3`, `SIGTERM`; `undefined` while it runs. */
  ended: string | undefined
  readonly pid: number
  private readonly child: ChildProcess

  /**
   * @param command the program and its arguments; it leads a process group of its own
   * @param env further variables of its environment
   */
  constructor(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [program = '', ...args] = command
    this.child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      // Python takes a compiled module for new whose source has changed within the same second.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', ...env },
    })
    this.pid = this.child.pid ?? 0
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.log = (this.log + data.toString()).slice(-MAX_LOG)))
    }
    this.child.once('error', (error) => {
      this.ended ??= 'not started'
      this.log += error.message
    })
    this.child.once('exit', (code, signal) => (this.ended ??= signal ?? String(code)))
    process.once('exit', this.kill)
  }

  /** Sends a signal to the master, or to another process of the server. */
  signal(name: NodeJS.Signals, pid: number = this.pid): void {
    try {
      if (pid > 0) process.kill(pid, name)
    } catch {
      // It is over already, which the next step will find.
    }
  }

  /** Processes of its group that run; zombies that nobody has reaped yet do not. */
  remaining(): number[] {
    return processes().flatMap(({ pid, group, state }) =>
      group === this.pid && !state.startsWith('Z') ? [pid] : [],
    )
  }

  /** Ends all that is left of it. */
  readonly kill = (): void => {
    process.off('exit', this.kill)
    if (this.pid > 0) this.signal('SIGKILL', -this.pid)
    this.child.stdout?.destroy()
    this.child.stderr?.destroy()
  }
}

interface Row {
  readonly pid: number
  readonly group: number
  readonly state: string
}

function processes(): Row[] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat='], { encoding: 'utf8' })
    return stdout.split('\n').map((line) => {
      const [pid = '', group = '', state = ''] = line.trim().split(/\s+/)
      return { pid: Number(pid), group: Number(group), state }
    })
  }
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The name in brackets may hold blanks and brackets; behind it: state, parent, group.
      const [state = '', , group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [{ pid: Number(name), group: Number(group), state }]
    } catch {
      return []
    }
  })
}
