/**
 * `npm start`: the lab on one port, the three time services on the next three, or on any free ones.
 * HOST and PORT say where (127.0.0.1, 8000); `--allow-host NAME` lets the lab be reached under another name, in a container.
 */
import { parseArgs } from 'node:util'
import { ListenError, NodeServer } from '@triptych/raw/server'
import { labApplication } from './application.ts'
import { DIST, buildPage } from './build-page.ts'
import { Guard } from './guard.ts'
import { LEVELS, startService } from './services.ts'
import type { Service } from './services.ts'

const log = (line: string): void => void process.stderr.write(`${line}\n`)

/** The preferred port, or any free one. */
async function startAt(level: Service['level'], port: number): Promise<Service> {
  try {
    return await startService(level, port)
  } catch (error) {
    if (!(error instanceof ListenError) || error.code !== 'ERR_ADDRESS_IN_USE') throw error
    return startService(level, 0)
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { 'allow-host': { type: 'string', multiple: true } } })
  const host = process.env['HOST'] || '127.0.0.1'
  const port = Number(process.env['PORT'] || '8000')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    log(`lab: expected PORT from 0 to 65535, got ${process.env['PORT']}`)
    return 2
  }
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
  await buildPage(log)
  const services: Service[] = []
  const guard = new Guard([
    ...(values['allow-host'] ?? []),
    ...(process.env['LAB_HOSTS'] ?? '').split(',').filter(Boolean),
  ])
  const lab = new NodeServer(labApplication({ services, guard, dist: DIST }), { graceTimeout: 1_000 })
  try {
    const url = await lab.listen({ host, port })
    const first = lab.address
    const next = typeof first === 'object' && first !== null ? first.port + 1 : 0
    for (const [index, level] of LEVELS.entries()) {
      services.push(await startAt(level, next + index > 65_535 ? 0 : next + index))
    }
    log(`listening on ${url}`)
    log('\nThree time services, one behaviour:')
    for (const { level, url: at } of services) log(`  ${level.padEnd(8)} curl -i ${at}/`)
    log(`\nOpen ${url}/ to send all three the same request and see what each made of it. Ctrl+C ends it.`)
  } catch (error) {
    if (!(error instanceof ListenError)) throw error
    log(`lab: ${error.message}${error.code === 'ERR_ADDRESS_IN_USE' ? ', as in PORT=8080 npm start' : ''}`)
    return 1
  }
  await stopped
  await Promise.all([lab.stop(), ...services.map((service) => service.stop())])
  return 0
}

process.exit(await main())
