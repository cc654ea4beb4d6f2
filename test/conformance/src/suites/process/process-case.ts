import type { CaseInfo } from '../../case.ts'

/** What a server must be able to do to be asked: see {@link ProcessDescription}. */
export type Ability = 'prefork' | 'ready' | 'reload' | 'scale' | 'timeout' | 'max-requests'

/** A case of the suite `process`: a server is started for it, and what follows is done step by step. */
export interface ProcessCase extends CaseInfo {
  readonly needs?: readonly Ability[]
  readonly start?: Start
  /** One after the other; the first condition that is not met ends the case. */
  readonly steps: readonly Step[]
}

/** How the server is started. */
export interface Start {
  /** Workers of a pre-fork server. Default 2. */
  readonly workers?: number
  /** Settings by the names of the description; times in seconds. */
  readonly settings?: Readonly<Record<string, number>>
  /** What the program is like. Default: `one`. */
  readonly program?: ProgramKind
  /** The suite listens on the port itself. */
  readonly occupied?: boolean
  /** Wait until it accepts connections, or not, because it is not meant to. Default: true. */
  readonly ready?: boolean
}

/** `one` and `two` answer with their name, `broken` throws while it is loaded, `none`: there is no program. */
export type ProgramKind = 'one' | 'two' | 'broken' | 'none'

/** What an answer has to be. */
export interface Answer {
  /** Default 200. `cut`: no whole answer comes. */
  readonly status?: number | 'cut'
  /** Of the program. */
  readonly version?: 'one' | 'two'
}

/** Milliseconds in which it has to be so, multiplied by `--slow`. */
interface Within {
  readonly within?: number
}

/** A signal is sent. `worker`: the one that sent the last answer, or has the request that was begun last. */
export interface SignalStep {
  readonly signal: 'TERM' | 'INT' | 'QUIT' | 'HUP' | 'KILL' | 'TTIN' | 'TTOU' | 'USR1' | 'USR2' | 'WINCH'
  readonly to?: 'master' | 'worker'
}
/** A request is sent, and its answer awaited. */
export interface RequestStep extends Within {
  readonly request: string
  readonly answer?: Answer
}
/** A request is sent, and the next step comes when the program has it. */
export interface BeginStep extends Within {
  readonly begin: string
  /** Milliseconds that the program takes. */
  readonly hold: number
  /** The worker can do nothing else meanwhile, not even notice that it should. */
  readonly blocks?: boolean
}
/** The answer of a request that was begun comes. */
export interface AnswerStep extends Within {
  readonly answerOf: string
  readonly answer?: Answer
}
/** The server ends. Tokens: an exit code, `nonzero`, a signal such as `SIGTERM`. */
export interface ExitStep extends Within {
  readonly exit: { readonly ok: readonly string[]; readonly warn?: readonly string[] }
}
/** So many workers answer, of which so many did not at the last count. */
export interface WorkersStep extends Within {
  readonly workers: number
  readonly new?: number
  readonly version?: 'one' | 'two'
}
/** The program is replaced. */
export interface WriteStep {
  readonly write: ProgramKind
}
/** So many clients send one request after the other, each on a connection of its own, until `unload`. */
export interface LoadStep {
  readonly load: number
}
/** They stop; none of them failed, and there were at least so many answers. */
export interface UnloadStep {
  readonly unload: { readonly atLeast: number }
}
/** So many requests one after the other, which at least so many processes answer. */
export interface RequestsStep extends Within {
  readonly requests: number
  readonly processes: { readonly atLeast: number }
}
/** A connection is opened, on which nothing is sent. */
export interface ConnectStep {
  readonly connect: true
}
/** New connections are refused. */
export interface RefusedStep extends Within {
  readonly refused: true
}
/** No process that the server has started is left, and its port is free. */
export interface NothingLeftStep extends Within {
  readonly nothingLeft: true
}
/** It has written the line that says it is ready. */
export interface ReadyLineStep extends Within {
  readonly readyLine: true
}
/** The master has not ended. */
export interface RunsStep {
  readonly runs: true
}
/** Nothing is done for so many milliseconds. */
export interface PauseStep {
  readonly pause: number
}

/** One thing that is done, or has to be so. */
export type Step =
  | SignalStep
  | RequestStep
  | BeginStep
  | AnswerStep
  | ExitStep
  | WorkersStep
  | WriteStep
  | LoadStep
  | UnloadStep
  | RequestsStep
  | ConnectStep
  | RefusedStep
  | NothingLeftStep
  | ReadyLineStep
  | RunsStep
  | PauseStep
