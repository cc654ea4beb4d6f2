import type { CaseInfo } from './case.ts'
import type { Judgement } from './result.ts'
import type { Target } from './target.ts'

/** What a suite is given to run a case. */
export interface RunContext {
  readonly target: Target
  /** Milliseconds to wait for an answer; already scaled. */
  readonly timeout: number
  /** The factor of `--slow`: every wait of a case is multiplied by it. Default 1. */
  readonly slow: number
  /** Most bytes that are read from one connection. Default 16 MiB. */
  readonly maxBytes: number
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal
}

/** Cases of one kind, and how one is run and judged. */
export interface Suite<Case extends CaseInfo = CaseInfo> {
  /** `wire`, `gateway`, `service`, `lint`, `proxy`, `process`, `toolkit`. */
  readonly name: string
  /** One line for `--list` and help. */
  readonly title: string
  /** All cases, those of its files and those that it makes itself. */
  cases(): Promise<readonly Case[]>
  /**
   * Once before the first case: checks that the target can be asked at all, and gives what ends it.
   *
   * @throws TargetError that says what is missing and what to do
   */
  prepare?(context: RunContext): Promise<() => Promise<void>>
  /** Runs a case. What the target does wrong is a judgement, never an error. */
  run(testCase: Case, context: RunContext): Promise<Judgement>
}
