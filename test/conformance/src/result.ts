import type { CaseInfo } from './case.ts'

/**
 * What became of a case. `tolerated`: the standard leaves it open, this is not the answer one would wish for. `n/a`: the
 * target cannot be asked (no echo application behind it, a feature that it does not have). `not run`: a case that it
 * depends on did not pass. `flaky`: two runs differed.
 */
export type Verdict = 'pass' | 'tolerated' | 'fail' | 'n/a' | 'not run' | 'flaky'

/** All verdicts, in the order of reports. */
export const VERDICTS: readonly Verdict[] = ['pass', 'tolerated', 'fail', 'flaky', 'not run', 'n/a']

/** What went over one connection, or through one call. Bytes are written one character each (U+0000 to U+00FF). */
export interface Exchange {
  /** Whose bytes: `client`, `backend`, a name of the suite. */
  readonly channel: string
  readonly sent: string
  readonly received: string
  /** How it ended: `open`, `closed`, `reset`, `refused`... */
  readonly end?: string
  readonly ms?: number
}

/** What a suite says of one run of one case. */
export interface Judgement {
  readonly verdict: 'pass' | 'tolerated' | 'fail' | 'n/a'
  /** What was seen, short: `400 closed`. */
  readonly outcome: string
  /** What passes, short: `400 or drop`. */
  readonly expected: string
  /** A sentence for each condition that was not met, or a reason of `n/a`. */
  readonly notes: readonly string[]
  readonly exchanges: readonly Exchange[]
}

/** A case with what became of it. */
export interface Result extends Omit<Judgement, 'verdict'> {
  readonly case: CaseInfo
  readonly verdict: Verdict
  readonly ms: number
  /** From the baseline: why this failure is known and lived with. */
  readonly known?: string
  /** The baseline says that it fails, and it does not. */
  readonly unexpected?: true
}

/** All results of one suite against one target: what `--report json` writes, `--compare` and the page read. */
export interface Report {
  readonly formatVersion: 1
  readonly suite: string
  readonly target: {
    /** Short and stable, the name of a column: `nginx`, `triptych-node-raw`. */
    readonly name: string
    /** With its version: `nginx 1.22.1 as origin`. */
    readonly software?: string
    /** `http://127.0.0.1:8080`, or the command it was started with. */
    readonly at?: string
    /** How it was set up, where that matters for what it answers. */
    readonly setup?: string
  }
  /** ISO 8601. */
  readonly startedAt: string
  /** What is tolerated counted as failed, and failures of rules that only should hold counted too. */
  readonly strict?: true
  readonly ms: number
  readonly results: readonly Result[]
}
