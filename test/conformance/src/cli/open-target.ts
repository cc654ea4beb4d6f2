import { openApp } from '../target/app-target.ts'
import { openAdapter } from '../target/adapter-target.ts'
import { freePort } from '../target/free-port.ts'
import { openInProcess } from '../target/in-process-target.ts'
import { openProcess } from '../suites/process/process-description.ts'
import { openUrl } from '../target/open-url.ts'
import { spawnTarget } from '../target/spawn-target.ts'
import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'
import type { Options } from './options.ts'

/**
 * Starts or finds what the command line names.
 *
 * @throws TargetError
 */
export async function openTarget(options: Options): Promise<Target> {
  const { operands, spawn, app, adapter, name, server, suites, inProcess } = options
  // This suite starts a server for each case.
  if (suites.includes('process')) {
    if (suites.length > 1)
      throw new TargetError('Expected the suite process alone: it starts a server for each case')
    return openProcess(spawn ?? operands[0] ?? '', name)
  }
  if (adapter !== undefined) return openAdapter(adapter, name)
  if (app !== undefined) {
    // The suite lint serves the program itself.
    const needsServer = !inProcess && suites.some((suite) => suite !== 'lint')
    return needsServer ? openApp(app, { name, server }) : openInProcess(app, name)
  }
  if (spawn !== undefined) {
    const backend = suites.includes('proxy') ? { host: '127.0.0.1', port: await freePort() } : undefined
    return withRole(spawnTarget(spawn, { name, backend }), options)
  }
  const backend = options.backend === undefined ? undefined : { host: '127.0.0.1', port: options.backend }
  return withRole(openUrl(operands[0]!, { name, allowRemote: options.allowRemote, backend }), options)
}

async function withRole(opened: Promise<Target>, { role }: Options): Promise<Target> {
  return Object.assign(await opened, { role })
}
