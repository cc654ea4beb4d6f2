import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Address, Target } from '../../src/target.ts'
import { freePort } from '../../src/target/free-port.ts'
import { spawnArguments } from '../../src/target/spawn-target.ts'

/** Where a daemon runs: what its configuration is written for. */
export interface Place {
  /** A temporary folder of its own. */
  readonly folder: string
  readonly port: number
  /** Where a proxy forwards to. */
  readonly backend: Address
}

/** A daemon: its configuration, and the command that runs it in the foreground. */
export interface Daemon {
  /** Name of the column in reports, as in `observed/`. */
  readonly name: string
  readonly program: string
  /** What asks it for its version: `nginx version: nginx/1.22.1`. */
  readonly version: readonly string[]
  readonly role?: 'reverse' | 'forward'
  /** Texts of files by name, in the folder. A name that ends in a slash is an empty folder. */
  files(place: Place): Readonly<Record<string, string>>
  args(place: Place): readonly string[]
}

/** Debian has servers where ordinary users do not look. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

/** Path of a program, `undefined` when it is not installed. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Whether a daemon can be started here. */
export function isInstalled({ program }: Pick<Daemon, 'program'>): boolean {
  return findProgram(program) !== undefined
}

/** Whether daemons are started by root, and so have to be told whose rights they take on. */
export const isRoot: boolean = process.getuid?.() === 0

/**
 * Starts a daemon on a free port with a configuration of its own in a temporary folder; `stop` ends it with all its
 * processes and removes the folder.
 *
 * @param backend where a proxy forwards to; by default a free port, `target.backend`, where the suite then listens
 * @throws TargetError with what the daemon wrote, when it does not listen in time
 */
export async function startDaemon(daemon: Daemon, backend?: Address): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), `conform-${daemon.name}-`))
  // Its processes run as a user that is not the one who made the folder.
  await chmod(folder, 0o755)
  const place: Place = {
    folder,
    port: await freePort(),
    backend: backend ?? { host: '127.0.0.1', port: await freePort() },
  }
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    for (const [name, text] of Object.entries(daemon.files(place))) {
      const path = join(folder, name)
      await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true })
      if (name.endsWith('/')) await chmod(path, 0o777)
      else await writeFile(path, text)
    }
    const program = findProgram(daemon.program) ?? daemon.program
    const target = await spawnArguments([program, ...daemon.args(place)], {
      name: daemon.name,
      software: versionOf(program, daemon.version),
      port: place.port,
      backend: place.backend,
      cwd: folder,
    })
    const stop = target.stop.bind(target)
    return Object.assign(target, {
      role: daemon.role ?? 'reverse',
      stop: async () => {
        await stop()
        await remove()
      },
    })
  } catch (error) {
    await remove()
    throw error
  }
}

/** The first line with digits that a program writes about its version. */
function versionOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  const text = stdout + stderr
  return text.split('\n').find((line) => /\d\.\d/.test(line)) ?? program
}
