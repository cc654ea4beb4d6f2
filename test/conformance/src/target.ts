import type { ProcessDescription } from './suites/process/process-description.ts'

/** Where a server listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** The server or library under test, started and ready. */
export interface Target {
  /** Short and stable: the name of a column. */
  readonly name: string
  /** With its version, where it is known. */
  readonly software?: string
  /** Where it is, as a person would say it: a URL, or the command. */
  readonly at: string
  /** Where it listens; a library (suite `toolkit`) does not. */
  readonly address?: Address
  /** The scripted backend's port that the target was told of (suite `proxy`). */
  readonly backend?: Address
  /** What the proxy under test is (suite `proxy`). Default: reverse. */
  readonly role?: 'reverse' | 'forward'
  /** The process that was started for it (`--spawn`, `--app`), for suites that send signals. */
  readonly pid?: number
  /** The program that `--app` named, `FILE[:EXPORT]` (suite `lint`). */
  readonly program?: string
  /** An application in this process: suite `service` calls it without a socket, suite `lint` serves it itself. */
  readonly application?: unknown
  /** The adapter module of suite `toolkit`. */
  readonly adapter?: unknown
  /** What the target itself wrote to its standard error so far, for messages and the `lint` suite. */
  readonly log?: () => string
  /** How a server is started for each case (suite `process`). */
  readonly process?: ProcessDescription
  /** Starts it again with the same command after it ended (suite `process`). */
  restart?(): Promise<void>
  /** Ends what was started for it. */
  stop(): Promise<void>
}

/** The target cannot be asked: not there, not started, not local, or without what the suite needs. */
export class TargetError extends Error {
  override readonly name: string = 'TargetError'
  readonly code = 'ERR_TARGET'
}
