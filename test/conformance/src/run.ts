import { setMaxListeners } from 'node:events'
import type { CaseInfo } from './case.ts'
import { chooseCases } from './choose-cases.ts'
import type { Judgement, Result } from './result.ts'
import type { RunContext, Suite } from './suite.ts'
import { TargetError } from './target.ts'
import { answersTogether } from './target/answers-together.ts'
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
  /** Cases at a time; those that measure time always run alone. Default 8, or 1 for a server that answers one at a time. */
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
 * import { loadSuite, openUrl } from '@triptych/conformance'
 * import { createServer } from 'node:http'
 * const server = createServer((request, response) => response.end('hello'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const target = await openUrl(`http://127.0.0.1:${server.address().port}`)
 * const suite = await loadSuite('wire')
 * const verdicts = []
 * for await (const result of run(suite, target, { only: ['wire.method.patch'] })) verdicts.push(result.verdict)
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
  if (options.parallel !== undefined) atLeast('parallel', options.parallel, 1)
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

const PARALLEL = 8

class Schedule {
  private readonly suite: Suite
  private readonly context: RunContext
  private readonly cases: readonly CaseInfo[]
  private readonly options: RunOptions
  private readonly verdicts = new Map<string, Result['verdict']>()
  private readonly ready: Result[] = []
  private wake: () => void = () => {}

  constructor(suite: Suite, context: RunContext, cases: readonly CaseInfo[], options: RunOptions) {
    this.suite = suite
    this.context = context
    this.cases = cases
    this.options = options
  }

  /** First those that may run side by side, then those that measure time, one by one. */
  async *results(): AsyncGenerator<Result, void> {
    const { together, alone } = inOrder(this.cases)
    const parallel = together.length > 1 ? await this.parallel() : 1
    for (const [list, width] of [
      [together, parallel],
      [alone, 1],
    ] as const) {
      let running = true
      let error: unknown
      const over = this.runAll(list, width)
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

  private async parallel(): Promise<number> {
    const { parallel } = this.options
    if (parallel !== undefined) return parallel
    const { target, timeout, slow } = this.context
    if (target.address === undefined) return PARALLEL
    return (await answersTogether(target.address, timeout * slow)) ? PARALLEL : 1
  }

  private async runAll(list: readonly CaseInfo[], width: number): Promise<void> {
    let at = 0
    const begun = new Map<string, Promise<void>>()
    const runNext = async (next: CaseInfo): Promise<void> => {
      // What is not begun yet cannot be waited for: it stands further back because the two depend on one another.
      for (const needed of next.after ?? []) await begun.get(needed)
      const result = await this.runOne(next)
      this.verdicts.set(next.id, result.verdict)
      this.ready.push(result)
      this.wake()
    }
    const worker = async (): Promise<void> => {
      while (at < list.length && !this.context.signal.aborted) {
        const next = list[at++]!
        const over = runNext(next)
        begun.set(next.id, over)
        await over
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
    let judgement = await this.ask(testCase)
    const { repeat } = this.options
    const times = repeat ?? (this.isFailure(judgement) ? 2 : 1)
    for (let time = 1; time < times; time++) {
      const again = await this.ask(testCase)
      if (again.verdict === judgement.verdict) continue
      const note = `One run was ${judgement.verdict} (${judgement.outcome}), another ${again.verdict} (${again.outcome})`
      const worse = this.isFailure(judgement) ? judgement : again
      const ms = Math.round(performance.now() - started)
      return { case: testCase, ...worse, verdict: 'flaky', notes: [note, ...worse.notes], ms }
    }
    if (this.isFailure(judgement)) judgement = { ...judgement, verdict: 'fail' }
    return { case: testCase, ...judgement, ms: Math.round(performance.now() - started) }
  }

  /** What a target does wrong is a judgement: an error is one of the case or of the suite. */
  private async ask(testCase: CaseInfo): Promise<Judgement> {
    try {
      return await this.suite.run(testCase, this.context)
    } catch (error) {
      if (error instanceof TargetError) throw error
      throw new Error(`The case ${testCase.id} cannot be run: ${(error as Error).message}`, { cause: error })
    }
  }

  private isFailure({ verdict }: Judgement): boolean {
    return verdict === 'fail' || (verdict === 'tolerated' && this.options.strict === true)
  }
}

/** Cases behind those that they depend on, else in the order given; alone what measures time, and what comes after it. */
function inOrder(cases: readonly CaseInfo[]): { readonly together: CaseInfo[]; readonly alone: CaseInfo[] } {
  const byId = new Map(cases.map((one) => [one.id, one]))
  const seen = new Set<CaseInfo>()
  const alone = new Set<CaseInfo>()
  const together = new Set<CaseInfo>()
  const place = (one: CaseInfo): void => {
    if (seen.has(one)) return
    seen.add(one)
    const needed = (one.after ?? []).flatMap((id) => byId.get(id) ?? [])
    for (const before of needed) place(before)
    const isAlone = one.timing === true || needed.some((before) => alone.has(before))
    ;(isAlone ? alone : together).add(one)
  }
  for (const one of cases) place(one)
  return { together: [...together], alone: [...alone] }
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value
  throw new RangeError(`Expected ${name} to be a number of at least ${least}, got ${value}`)
}
