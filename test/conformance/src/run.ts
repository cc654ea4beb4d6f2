import { setMaxListeners } from 'node:events'
import type { CaseInfo } from './case.ts'
import type { Judgement, Result } from './result.ts'
import type { RunContext, Suite } from './suite.ts'
import type { Target } from './target.ts'

/** How a suite is run. Each member has a default. */
export interface RunOptions {
  /** Ids, groups or beginnings of ids in whole segments, with or without the suite: `wire.te`, `te.bad-vtab`. Default: all. */
  readonly only?: readonly string[]
  /** Count what is tolerated as failed. */
  readonly strict?: boolean
  /** Milliseconds to wait for an answer. Default 1500. */
  readonly timeout?: number
  /** The factor of all times, for slow machines and targets. Default 1. */
  readonly slow?: number
  /** Cases at a time; those that measure time always run alone. Default 8. */
  readonly parallel?: number
  /** How often each case is run; if two runs differ it is flaky. By default only a failure is run again, once. */
  readonly repeat?: number
  /** Most bytes read from one connection. Default 16 MiB. */
  readonly maxBytes?: number
  /** Further cases, from files of one's own. */
  readonly cases?: readonly CaseInfo[]
  /** Stops the run: what has not run yet is left out. */
  readonly signal?: AbortSignal
}

/**
 * Runs a suite against a target and yields a result for each case as it comes, in no fixed order.
 *
 * @throws TargetError when the target cannot be asked; RangeError for an option out of range
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer((request, response) => response.end('hello'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const target = await openUrl(`http://127.0.0.1:${server.address().port}`)
 * const verdicts = []
 * for await (const result of run(wireSuite, target, { only: ['wire.method.head'] })) verdicts.push(result.verdict)
 * assert.deepEqual(verdicts, ['pass'])
 * server.close()
 */
export async function* run(
  suite: Suite,
  target: Target,
  options: RunOptions = {},
): AsyncGenerator<Result, void> {
  const slow = atLeast('slow', options.slow ?? 1, 0.1)
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  // Each connection under way listens.
  setMaxListeners(0, signal)
  const context: RunContext = {
    target,
    timeout: atLeast('timeout', options.timeout ?? 1500, 1),
    slow,
    maxBytes: atLeast('maxBytes', options.maxBytes ?? 16 * 1024 * 1024, 1),
    signal,
  }
  const all = [...(await suite.cases()), ...(options.cases ?? [])]
  const chosen = chooseCases(all, suite.name, options.only)
  const release = await suite.prepare?.(context)
  try {
    yield* new Schedule(suite, context, chosen, options).results()
  } finally {
    stop.abort()
    await release?.()
  }
}

/**
 * The cases that `only` names, and those that they depend on.
 *
 * @throws RangeError for a name that fits none, with the nearest that does
 */
export function chooseCases(
  cases: readonly CaseInfo[],
  suite: string,
  only: readonly string[] = [],
): readonly CaseInfo[] {
  if (only.length === 0) return cases
  const chosen = new Set<CaseInfo>()
  for (const name of only) {
    const found = cases.filter(
      ({ id }) => isWithin(id, name) || isWithin(id, `${suite}.${name}`) || fitsShort(id, name),
    )
    if (found.length === 0)
      throw new RangeError(`Expected an id, a group or the beginning of one, got ${name}: --list shows them`)
    for (const one of found) chosen.add(one)
  }
  const byId = new Map(cases.map((one) => [one.id, one]))
  for (const one of chosen) {
    for (const id of one.after ?? []) {
      const needed = byId.get(id)
      if (needed !== undefined) chosen.add(needed)
    }
  }
  return cases.filter((one) => chosen.has(one))
}

function isWithin(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}.`)
}

/** `te.bad-vtab` means `wire.te.bad-vtab` in every suite that runs it. */
function fitsShort(id: string, name: string): boolean {
  return isWithin(id.slice(id.indexOf('.') + 1), name)
}

class Schedule {
  private readonly suite: Suite
  private readonly context: RunContext
  private readonly cases: readonly CaseInfo[]
  private readonly options: RunOptions
  private readonly parallel: number
  private readonly verdicts = new Map<string, Result['verdict']>()
  private readonly ready: Result[] = []
  private wake: () => void = () => {}

  constructor(suite: Suite, context: RunContext, cases: readonly CaseInfo[], options: RunOptions) {
    this.suite = suite
    this.context = context
    this.cases = cases
    this.options = options
    this.parallel = atLeast('parallel', options.parallel ?? 8, 1)
  }

  /** First those that may run side by side, then those that measure time, one by one. */
  async *results(): AsyncGenerator<Result, void> {
    const together = this.cases.filter(({ timing }) => timing !== true)
    const alone = this.cases.filter(({ timing }) => timing === true)
    for (const [list, width] of [
      [together, this.parallel],
      [alone, 1],
    ] as const) {
      let running = true
      let error: unknown
      const over = this.runAll(inOrder(list), width)
        .catch((reason: unknown) => (error = reason ?? new Error('The run failed')))
        .finally(() => {
          running = false
          this.wake()
        })
      while (running || this.ready.length > 0) {
        const next = this.ready.shift()
        if (next !== undefined) yield next
        else await new Promise<void>((resolve) => (this.wake = resolve))
      }
      await over
      if (error !== undefined) throw error
    }
  }

  private async runAll(list: readonly CaseInfo[], width: number): Promise<void> {
    const queue = [...list]
    const finish = new Map<string, () => void>()
    const finished = new Map(
      list.map(({ id }) => [id, new Promise<void>((resolve) => finish.set(id, resolve))] as const),
    )
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (this.context.signal.aborted) return
        const { id, after = [] } = next
        for (const needed of after) await finished.get(needed)
        const result = await this.runOne(next)
        this.verdicts.set(id, result.verdict)
        this.ready.push(result)
        finish.get(id)!()
        this.wake()
      }
    }
    await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker))
  }

  private async runOne(testCase: CaseInfo): Promise<Result> {
    const started = performance.now()
    const missing = (testCase.after ?? []).find((id) => {
      const verdict = this.verdicts.get(id)
      return verdict !== undefined && verdict !== 'pass' && verdict !== 'tolerated'
    })
    if (missing !== undefined) {
      const note = `Depends on ${missing}, which did not pass`
      return {
        case: testCase,
        verdict: 'not run',
        outcome: 'not asked',
        expected: '',
        notes: [note],
        exchanges: [],
        ms: 0,
      }
    }
    let judgement = await this.suite.run(testCase, this.context)
    const { repeat } = this.options
    const times = repeat ?? (this.isFailure(judgement) ? 2 : 1)
    for (let time = 1; time < times; time++) {
      const again = await this.suite.run(testCase, this.context)
      if (again.verdict === judgement.verdict) continue
      const note = `One run was ${judgement.verdict} (${judgement.outcome}), another ${again.verdict} (${again.outcome})`
      const worse = this.isFailure(judgement) ? judgement : again
      const ms = Math.round(performance.now() - started)
      return { case: testCase, ...worse, verdict: 'flaky', notes: [note, ...worse.notes], ms }
    }
    if (this.isFailure(judgement)) judgement = { ...judgement, verdict: 'fail' }
    return { case: testCase, ...judgement, ms: Math.round(performance.now() - started) }
  }

  private isFailure({ verdict }: Judgement): boolean {
    return verdict === 'fail' || (verdict === 'tolerated' && this.options.strict === true)
  }
}

/** Cases behind those that they depend on, else in the order given. */
function inOrder(cases: readonly CaseInfo[]): readonly CaseInfo[] {
  const byId = new Map(cases.map((one) => [one.id, one]))
  const ordered = new Set<CaseInfo>()
  const place = (one: CaseInfo, above: ReadonlySet<string>): void => {
    if (above.has(one.id)) return
    for (const id of one.after ?? []) {
      const needed = byId.get(id)
      if (needed !== undefined && !ordered.has(needed)) place(needed, new Set([...above, one.id]))
    }
    ordered.add(one)
  }
  for (const one of cases) place(one, new Set())
  return [...ordered]
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value
  throw new RangeError(`Expected ${name} to be a number of at least ${least}, got ${value}`)
}
