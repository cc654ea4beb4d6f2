/** The columns of the matrix that are measured here: our three levels, and servers that are installed. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  apacheForward,
  apacheProxy,
  gunicorn,
  haproxy,
  isInstalled,
  nginxOrigin,
  nginxProxy,
  squid,
  startDaemon,
  tinyproxy,
  varnish,
} from '../full/daemons/index.ts'
import type { Daemon } from '../full/daemons/index.ts'
import type { Report } from '../src/result.ts'
import { run } from '../src/run.ts'
import { loadSuite } from '../src/suites/index.ts'
import type { Target } from '../src/target.ts'
import { openAdapter } from '../src/target/adapter-target.ts'
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
  /** By default what the target says of itself. */
  readonly software?: string
  readonly setup: string
  /** Why it cannot be measured here, if so. */
  missing(): string | undefined
  open(): Promise<Target>
}

/** What can be measured, whether or not it is installed. */
export const COLUMNS: readonly Column[] = [...ownColumns(), ...otherColumns(), ...libraries()]

function ownColumns(): Column[] {
  return ['node', 'socket'].flatMap((server) =>
    ['raw', 'webob', 'werkzeug'].flatMap((level) => ownLevel(level, server)),
  )
}

function ownLevel(level: string, server: string): Column[] {
  const name = server === 'node' ? `triptych-${level}` : `triptych-${level}-${server}`
  const under = server === 'node' ? `node:http, Node ${process.versions.node}` : "Triptych's own server"
  const programs = [
    ['service', `${SERVICES}${level}.ts`, `examples/time-service/${level}.ts`],
    ['gateway', `${ECHO}${level}.ts`, `echo/${level}.ts`],
  ]
  // The validator sees what an application does, whatever the server is.
  if (server === 'node') programs.push(['lint', ...programs[0]!.slice(1)])
  return programs.map(([suite = '', program = '', shown = '']) => ({
    name,
    suite,
    isOwn: true,
    software: `@triptych/${level} 0.1.0 over ${under}`,
    setup: `triptych serve ${shown}${server === 'node' ? '' : ` --server ${server}`}`,
    missing: () => (existsSync(program) ? undefined : `there is no ${shown}`),
    open: () => openApp(program, { name, server }),
  }))
}

function otherColumns(): Column[] {
  const node = process.versions.node
  const untold = 'nothing is known of what an application would see'
  return [
    {
      name: `node-http-${node.split('.')[0]}`,
      suite: 'gateway',
      isOwn: false,
      software: `node:http, Node ${node}`,
      setup: 'echo/node.ts',
      missing: () => undefined,
      open: openNode,
    },
    ofDaemon('gunicorn-20.1', 'gateway', gunicorn, 'gthread worker, 4 threads, keep-alive 5 s, echo/wsgi.py'),
    ofDaemon('nginx', 'wire', nginxOrigin, `As origin, answers with \`return 200\`: ${untold}`),
    beforeNode('nginx-before-node', nginxProxy),
    beforeNode('haproxy-before-node', haproxy),
    ...[nginxProxy, haproxy, apacheProxy, varnish].map((daemon) =>
      ofDaemon(daemon.name, 'proxy', daemon, 'As reverse proxy, full/daemons'),
    ),
    ...[apacheForward, squid, tinyproxy].map((daemon) =>
      ofDaemon(daemon.name, 'proxy', daemon, 'As forward proxy, full/daemons'),
    ),
  ]
}

/** Libraries, by the adapters that come with the suite. */
function libraries(): Column[] {
  const versions = peerVersions()
  const jshttp = [...versions].filter(([name]) => name !== 'hono').map((pair) => pair.join(' '))
  const adapters = [
    ['raw', '@triptych/raw 0.1.0'],
    ['webob', '@triptych/webob 0.1.0'],
    ['werkzeug', '@triptych/werkzeug 0.1.0'],
    ['platform', `Request, Response, Headers, URL and FormData of Node ${process.versions.node}`],
    ['jshttp', jshttp.join(', ')],
    ['hono', `hono ${versions.get('hono') ?? ''}`],
  ] as const
  const isThere = existsSync(new URL('../peers/node_modules', import.meta.url))
  return adapters.map(([name, software]) => ({
    name,
    suite: 'toolkit',
    isOwn: false,
    software,
    setup: `adapters/${name}.ts`,
    missing: () =>
      isThere || !['jshttp', 'hono'].includes(name)
        ? undefined
        : 'the peers are not installed: run `npm ci --prefix test/conformance/peers`',
    open: () => openAdapter(name),
  }))
}

function peerVersions(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('../peers/package.json', import.meta.url), 'utf8')
  const { dependencies } = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }
  return new Map(Object.entries(dependencies))
}

function ofDaemon(name: string, suite: string, daemon: Daemon, setup: string): Column {
  return {
    name,
    suite,
    isOwn: false,
    setup,
    missing: () => (isInstalled(daemon) ? undefined : `${daemon.program} is not installed`),
    open: () => startDaemon(daemon),
  }
}

/** The echo application of node:http behind a proxy. */
function beforeNode(name: string, daemon: Daemon): Column {
  return {
    ...ofDaemon(name, 'gateway', daemon, `In front of Node ${process.versions.node} with echo/node.ts`),
    open: async () => {
      const node = await openNode()
      try {
        const target = await startDaemon(daemon, node.address)
        const stop = target.stop.bind(target)
        return Object.assign(target, { stop: async () => void (await Promise.all([stop(), node.stop()])) })
      } catch (error) {
        await node.stop()
        throw error
      }
    },
  }
}

function openNode(): Promise<Target> {
  return spawnTarget(`'${process.execPath}' --import tsx '${ECHO}node.ts' {port}`)
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
  const software = column.software ?? target.software ?? column.name
  const order = new Map((await suite.cases()).map(({ id }, index) => [id, index]))
  results.sort((a, b) => (order.get(a.case.id) ?? 0) - (order.get(b.case.id) ?? 0))
  return {
    formatVersion: 1,
    suite: column.suite,
    target: { name: column.name, software, setup: column.setup },
    startedAt: started.toISOString(),
    ms: Date.now() - started.getTime(),
    results,
  }
}
