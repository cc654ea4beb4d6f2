/**
 * Turns measurements that came with the cases when the project began into reports in `observed/`:
 * `npx tsx test/conformance/tools/import-observed.ts requests.json proxies.json`. Was run once; kept, since it says where the
 * columns come from and what the words of both formats mean.
 */
import { readFile } from 'node:fs/promises'
import type { CaseInfo } from '../src/case.ts'
import type { Result } from '../src/result.ts'
import { loadCases } from '../src/load-cases.ts'
import { keepReport } from './observed-files.ts'

interface Seen {
  readonly verdict: 'pass' | 'warn' | 'fail' | 'na'
  readonly notes?: readonly string[]
  /** requests.json. */
  readonly outcome?: string
  /** proxies.json: the status at the client, or what came in its place. */
  readonly client?: string
  readonly conn?: 'keep' | 'close'
  readonly backendRequests?: number
  readonly backendLine?: string
  readonly interim?: readonly (string | number)[]
}

interface Measured {
  readonly cases: readonly { readonly id: string; readonly observed: Readonly<Record<string, Seen>> }[]
}

const NODE =
  'A plain createServer handler that echoes; no listeners for upgrade, connect, checkContinue and clientError, default limits. What the handler throws was swallowed, hence no answer in gateway.response.raise'
const GUNICORN = 'gthread worker, 4 threads, keep-alive 5 s'
const PROXY = 'Default parsing settings, a scripted backend behind it'

/** Name of the column, software, set-up; by suite and by the name in the file. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, readonly [string, string, string]>>>> = {
  gateway: {
    node20: ['node-http-20', 'node:http, Node 20.20.2', NODE],
    node26: ['node-http-26', 'node:http, Node 26.10.0', NODE],
    nginx: [
      'nginx',
      'nginx 1.22.1 as origin',
      'Answers with `return 200`: nothing is known of what an application would see',
    ],
    gunicorn20: [
      'gunicorn-20.1',
      'gunicorn 20.1.0 (Debian)',
      `${GUNICORN}. One run on a fresh process: three cases had differed between two runs`,
    ],
    gunicornHead: ['gunicorn-2026', 'gunicorn of August 2026, from source', GUNICORN],
    nginxProxy: [
      'nginx-before-node',
      'nginx 1.22.1 in front of Node 26.10.0',
      'Default parsing settings, `proxy_set_header Host $http_host`, HTTP/1.1 with kept connections behind it',
    ],
    haproxyProxy: [
      'haproxy-before-node',
      'HAProxy 2.6.12 in front of Node 26.10.0',
      'Default parsing settings',
    ],
  },
  proxy: {
    nginx: ['nginx', 'nginx 1.22.1 as reverse proxy', PROXY],
    haproxy: ['haproxy', 'HAProxy 2.6.12', PROXY],
    apache: ['apache', 'Apache httpd 2.4 (Debian)', PROXY],
    varnish: ['varnish', 'Varnish 7.1.1', PROXY],
    apacheForward: ['apache-forward', 'Apache httpd 2.4 (Debian) as forward proxy', ''],
    squid: ['squid', 'Squid 5.7', ''],
    tinyproxy: ['tinyproxy', 'tinyproxy 1.11.1', ''],
  },
}

const VERDICTS = { pass: 'pass', warn: 'tolerated', fail: 'fail', na: 'n/a' } as const

const [requests, proxies] = process.argv.slice(2)
if (requests === undefined || proxies === undefined) {
  throw new TypeError('Expected two files, requests.json and proxies.json')
}
await importFile('gateway', requests, ['wire', 'gateway'])
await importFile('proxy', proxies, ['proxy'])

async function importFile(suite: string, file: string, folders: readonly string[]): Promise<void> {
  const measured = JSON.parse(await readFile(file, 'utf8')) as Measured
  const byId = new Map<string, CaseInfo>()
  for (const folder of folders) for (const one of await loadCases(folder)) byId.set(one.id, one)
  for (const [key, [column, software, setup]] of Object.entries(TARGETS[suite] ?? {})) {
    const results = measured.cases.flatMap(({ id, observed }) => {
      const seen = observed[key]
      if (seen === undefined) return []
      const info = folders.map((folder) => byId.get(`${folder}.${id}`)).find((one) => one !== undefined)
      if (info === undefined) throw new RangeError(`Expected a case for ${id}, found none`)
      return [resultOf(info, seen)]
    })
    // Without an application behind it, the wire cases are what the suite `wire` asks.
    const isOrigin = suite === 'gateway' && key === 'nginx'
    const isWire = ({ case: info }: Result): boolean => isOrigin && info.id.startsWith('wire.')
    for (const [name, some] of [
      ['wire', results.filter(isWire)],
      [suite, results.filter((one) => !isWire(one))],
    ] as const) {
      if (some.length === 0) continue
      // The day was not written down.
      await keepReport({
        formatVersion: 1,
        suite: name,
        target: { name: column, software, ...(setup !== '' && { setup }) },
        startedAt: '2026',
        ms: 0,
        results: some,
      })
    }
  }
}

function resultOf(info: CaseInfo, seen: Seen): Result {
  const { verdict, client, conn, outcome, backendRequests, backendLine, interim = [] } = seen
  const notes = [...(seen.notes ?? [])]
  if (interim.length > 0) notes.push(`Interim answers at the client: ${interim.join(', ')}`)
  if (backendLine !== undefined) notes.push(`Request line at the backend: ${backendLine}`)
  const end = conn === 'keep' ? 'open' : 'closed'
  // Several answers on one connection, as the runner writes them.
  const seenThere = outcome?.replaceAll('+', ', ').replace('garbage', 'junk')
  const isAnswer = /^\d/.test(client ?? '')
  return {
    case: info,
    verdict: VERDICTS[verdict],
    outcome:
      seenThere ?? `${client ?? ''}${isAnswer ? ` ${end}` : ''}, ${backendRequests ?? 0} at the backend`,
    expected: '',
    notes,
    exchanges: [],
    ms: 0,
  }
}
