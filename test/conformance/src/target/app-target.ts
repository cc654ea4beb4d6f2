import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'
import { spawnArguments } from './spawn-target.ts'

/** How an application is served. */
export interface AppOptions {
  readonly name?: string | undefined
  /** The server of `triptych serve`: `node` or `socket`. */
  readonly server?: string | undefined
  /** Further arguments of `triptych serve`, such as `--validate`. */
  readonly more?: readonly string[]
}

/**
 * Serves an application of a Triptych program (`FILE` or `FILE:EXPORT`) on a free port.
 *
 * @throws TargetError when @triptych/raw is not installed, or the program does not load
 */
export async function openApp(program: string, options: AppOptions = {}): Promise<Target> {
  const { name = program, server, more = [] } = options
  const command = [process.execPath, commandFile(), 'serve', program, '--bind', '127.0.0.1:{port}']
  if (server !== undefined) command.push('--server', server)
  return Object.assign(await spawnArguments([...command, ...more], { name }), { program })
}

/** The program `triptych` of the package as it is installed here or where the command is run. */
function commandFile(): string {
  for (const from of [import.meta.url, `${process.cwd()}/conform.js`]) {
    try {
      return join(dirname(createRequire(from).resolve('@triptych/raw/package.json')), 'bin', 'triptych.js')
    } catch {
      // Perhaps from the other place.
    }
  }
  throw new TargetError(
    'Expected @triptych/raw, which serves --app, found none: run `npm install @triptych/raw`',
  )
}
