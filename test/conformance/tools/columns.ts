/** The columns of the matrix that are measured here: our three levels, and servers that are installed. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Report } from '../src/result.ts'
import { run } from '../src/run.ts'
import { loadSuite } from '../src/suites/index.ts'
import type { Target } from '../src/target.ts'
import { openApp } from '../src/target/app-target.ts'
import { spawnTarget } from '../src/target/spawn-target.ts'

const ECHO = fileURLToPath(new URL('../echo/', import.meta.url))
const SERVICES = fileURLToPath(new URL('../../../examples/time-service/', import.meta.url))

/** A target and a suite that it is asked by. */
export interface Column {
  readonly name: string
  readonly suite: string
  /** Ours: its verdicts are held by a test. */
  readonly isOwn: boolean
  software(): string
  readonly setup: string
  /** Why it cannot be measured here, if so. */
  missing(): string | undefined
  open(): Promise<Target>
}

/** What can be measured, whether or not it is installed. */
export const COLUMNS: readonly Column[] = [...ownColumns(), ...otherColumns()]

function ownColumns(): Column[] {
  return ['raw', 'webob', 'werkzeug'].flatMap((level) => {
    const programs = [
      ['service', `${SERVICES}${level}.ts`, `examples/time-service/${level}.ts`],
      ['lint', `${SERVICES}${level}.ts`, `examples/time-service/${level}.ts`],
      ['gateway', `${ECHO}${level}.ts`, `echo/${level}.ts`],
    ] as const
    return programs.map(([suite, program, shown]) => ({
      name: `triptych-${level}`,
      suite,
      isOwn: true,
      software: () => `@triptych/${level} 0.1.0 over node:http, Node ${process.versions.node}`,
      setup: `triptych serve ${shown}`,
      missing: () => (existsSync(program) ? undefined : `there is no ${shown}`),
      open: () => openApp(program, { name: `triptych-${level}` }),
    }))
  })
}

function otherColumns(): Column[] {
  const node = process.versions.node
  return [
    {
      name: `node-http-${node.split('.')[0]}`,
      suite: 'gateway',
      isOwn: false,
      software: () => `node:http, Node ${node}`,
      setup: 'echo/node.ts',
      missing: () => undefined,
      open: () => spawnTarget(`'${process.execPath}' --import tsx '${ECHO}node.ts' {port}`),
    },
    {
      name: 'gunicorn-20.1',
      suite: 'gateway',
      isOwn: false,
      software: () => `gunicorn ${gunicornVersion()}`,
      setup: 'gthread worker, 4 threads, keep-alive 5 s, echo/wsgi.py',
      missing: () => (gunicornVersion() !== '' ? undefined : 'gunicorn is not installed'),
      open: () =>
        spawnTarget(
          `gunicorn --bind 127.0.0.1:{port} --worker-class gthread --threads 4 --keep-alive 5 --chdir '${ECHO}' wsgi:app`,
        ),
    },
  ]
}

/**
 * Runs a column's suite.
 *
 * @throws TargetError when the target cannot be asked
 */
export async function measure(column: Column): Promise<Report> {
  const suite = await loadSuite(column.suite)
  const started = new Date()
  const target = await column.open()
  const results = []
  try {
    for await (const result of run(suite, target)) results.push(result)
  } finally {
    await target.stop()
  }
  const order = new Map((await suite.cases()).map(({ id }, index) => [id, index]))
  results.sort((a, b) => (order.get(a.case.id) ?? 0) - (order.get(b.case.id) ?? 0))
  return {
    formatVersion: 1,
    suite: column.suite,
    target: { name: column.name, software: column.software(), setup: column.setup },
    startedAt: started.toISOString(),
    ms: Date.now() - started.getTime(),
    results,
  }
}

/** Empty where it is not installed. */
function gunicornVersion(): string {
  const { stdout } = spawnSync('gunicorn', ['--version'], { encoding: 'utf8' })
  return /version ([\d.]+)/.exec(stdout ?? '')?.[1] ?? ''
}
