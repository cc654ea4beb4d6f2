import { mkdir, writeFile } from 'node:fs/promises'
import { Session, type Profiler } from 'node:inspector'
import { join } from 'node:path'
import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { clock } from '../clock.ts'

/** By what the functions of a profile are ordered: time in them alone, with what they called, or their name. */
export type ProfileOrder = 'self' | 'total' | 'name'

/** Where profiles go, and what of them is shown. */
export interface ProfilerMiddlewareOptions {
  /** Takes the table of each request; null for none. Default: standard output. */
  readonly stream?: { write(text: string): unknown } | null
  /** Default: `['self']`. */
  readonly sortBy?: readonly ProfileOrder[]
  /**
   * What of the table is shown, one after the other: a number of rows, a part of them (0 to 1, exclusive), or those whose
   * function or place a pattern finds. Default: all.
   */
  readonly restrictions?: readonly (number | RegExp)[]
  /** A folder for `.cpuprofile` files, one for each request, which Chromium's and VS Code's tools open. Default: none. */
  readonly profileDir?: string | null
  /**
   * The name of such a file: `{method}`, `{path}`, `{elapsed}` (milliseconds) and `{time}` (seconds since 1970) are filled
   * in; or a function of the environ, in which `werkzeug.profiler` holds `{ elapsed, time }`.
   * Default: `{method}.{path}.{elapsed}ms.{time}.cpuprofile`.
   */
  readonly filenameFormat?: string | ((environ: Environ) => string)
}

interface Row {
  readonly name: string
  readonly place: string
  /** Milliseconds. */
  self: number
  total: number
}

const RULER = '-'.repeat(80)

/** The profiler is the process's, so one request is profiled after the other, whichever middleware it came by. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Profiles each request with V8's sampling profiler and writes a table of the functions that took its time. The response is
 * held back until it is complete, and requests wait for one another, since a profile is the whole process's: a tool for
 * development. Python: `werkzeug.middleware.profiler.ProfilerMiddleware`, with V8's profiles in place of cProfile's.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * let table = ''
 * const app = new ProfilerMiddleware(
 *   (environ, startResponse) => {
 *     startResponse('200 OK', [['Content-Type', 'text/plain']])
 *     return [new Uint8Array(3)]
 *   },
 *   { stream: { write: (text: string) => (table += text) }, restrictions: [5] },
 * )
 * assert.equal((await call(app, '/slow')).code, 200)
 * assert.match(table, /PATH: '\/slow'/)
 */
export class ProfilerMiddleware {
  readonly #app: Application
  readonly #options: Required<ProfilerMiddlewareOptions>

  /** @throws TypeError when it is no application */
  constructor(app: ApplicationLike, options: ProfilerMiddlewareOptions = {}) {
    this.#app = toApplication(app)
    this.#options = {
      stream: options.stream === undefined ? process.stdout : options.stream,
      sortBy: options.sortBy ?? ['self'],
      restrictions: options.restrictions ?? [],
      profileDir: options.profileDir ?? null,
      filenameFormat: options.filenameFormat ?? '{method}.{path}.{elapsed}ms.{time}.cpuprofile',
    }
  }

  /** Answers a request when those before it are answered. */
  async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    const turn = last.then(async () => this.#profile(environ, startResponse))
    last = turn.catch(() => undefined)
    return turn
  }

  async #profile(environ: Environ, startResponse: StartResponse): Promise<Body> {
    const session = new Session()
    session.connect()
    try {
      await post(session, 'Profiler.enable')
      await post(session, 'Profiler.start')
      const start = performance.now()
      const blocks = await collect(this.#app, environ, startResponse)
      const elapsed = performance.now() - start
      const { profile } = await post(session, 'Profiler.stop')
      await this.#save(profile, environ, elapsed)
      this.#print(profile, environ)
      return blocks
    } finally {
      session.disconnect()
    }
  }

  async #save(profile: Profiler.Profile, environ: Environ, elapsed: number): Promise<void> {
    const { profileDir, filenameFormat } = this.#options
    if (profileDir === null) return
    const time = clock.now() / 1000
    let name: string
    if (typeof filenameFormat === 'function') {
      environ['werkzeug.profiler'] = { elapsed, time }
      name = filenameFormat(environ)
    } else {
      const fields: Record<string, string> = {
        method: environ.REQUEST_METHOD,
        path: environ.PATH_INFO.replace(/^\/+/, '').replace(/\/+$/, '').replaceAll('/', '.') || 'root',
        elapsed: elapsed.toFixed(0),
        time: time.toFixed(0),
      }
      name = filenameFormat.replaceAll(/\{(\w+)\}/g, (whole, field: string) => fields[field] ?? whole)
    }
    await mkdir(profileDir, { recursive: true })
    await writeFile(join(profileDir, safeName(name)), JSON.stringify(profile))
  }

  #print(profile: Profiler.Profile, environ: Environ): void {
    const { stream, sortBy, restrictions } = this.#options
    if (stream === null) return
    let rows = rowsOf(profile).toSorted((a, b) => compare(a, b, sortBy))
    for (const restriction of restrictions) rows = restrict(rows, restriction)
    const lines = rows.map(
      ({ name, place, self, total }) =>
        `${self.toFixed(1).padStart(10)} ${total.toFixed(1).padStart(10)}  ${name} ${place}`,
    )
    stream.write(
      [
        RULER,
        `PATH: '${environ.PATH_INFO}'`,
        '   self ms   total ms  function',
        ...lines,
        RULER,
        '',
        '',
      ].join('\n'),
    )
  }
}

/** A path or name of a request must not choose a folder. */
const safeName = (name: string): string => name.replaceAll(/[/\\:\0]/g, '_').replace(/^\.+/, '_')

async function collect(
  app: Application,
  environ: Environ,
  startResponse: StartResponse,
): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  const body = await app(environ, (status, headers, error) => {
    startResponse(status, headers, error)
    return async (block) => void blocks.push(block)
  })
  try {
    for await (const block of body) blocks.push(block)
  } finally {
    await body.close?.()
  }
  return blocks
}

function post(session: Session, method: 'Profiler.stop'): Promise<Profiler.StopReturnType>
function post(session: Session, method: 'Profiler.enable' | 'Profiler.start'): Promise<object>
function post(session: Session, method: string): Promise<object> {
  return new Promise((resolve, reject) => {
    session.post(method, (error, result?: object) => (error ? reject(error) : resolve(result ?? {})))
  })
}

/** What each function took, with recursion counted once. */
function rowsOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Row[] {
  const self = new Map<number, number>()
  for (const [at, id] of samples.entries()) {
    self.set(id, (self.get(id) ?? 0) + (timeDeltas[at] ?? 0) / 1000)
  }
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const rows = new Map<string, Row>()
  const rowOf = ({ callFrame }: Profiler.ProfileNode): Row => {
    const { functionName, url, lineNumber } = callFrame
    const place = url === '' ? '' : `(${url}:${lineNumber + 1})`
    const key = `${functionName} ${place}`
    let row = rows.get(key)
    if (!row) rows.set(key, (row = { name: functionName || '(anonymous)', place, self: 0, total: 0 }))
    return row
  }
  for (const node of nodes) {
    const time = self.get(node.id) ?? 0
    if (time === 0) continue
    rowOf(node).self += time
    const counted = new Set<Row>()
    for (let id: number | undefined = node.id; id !== undefined; id = parents.get(id)) {
      const row = rowOf(byId.get(id)!)
      if (!counted.has(row)) row.total += time
      counted.add(row)
    }
  }
  return [...rows.values()]
}

function compare(a: Row, b: Row, orders: readonly ProfileOrder[]): number {
  for (const order of orders) {
    const difference =
      order === 'name' ? Number(a.name > b.name) - Number(a.name < b.name) : b[order] - a[order]
    if (difference !== 0) return difference
  }
  return 0
}

function restrict(rows: Row[], restriction: number | RegExp): Row[] {
  if (typeof restriction !== 'number') {
    return rows.filter(({ name, place }) => restriction.test(`${name} ${place}`))
  }
  return rows.slice(0, restriction < 1 ? Math.ceil(rows.length * restriction) : restriction)
}
