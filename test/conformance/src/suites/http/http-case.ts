import type { CaseInfo } from '../../case.ts'
import type { ByteSequence } from '../../net/byte-sequence.ts'

/** A case of the suites `wire` and `gateway`: bytes to one server, and the outcomes that are allowed. */
export interface HttpCase extends CaseInfo {
  readonly send: ByteSequence
  /** Method of each request in order, where an answer to HEAD or CONNECT is not the first one. */
  readonly methods?: readonly string[]
  /** `app`: the echo application has to answer; `body-read`: what answers has to read the request's body. */
  readonly needs?: 'app' | 'body-read'
  /** `paused`: nothing of the answer is read while the sequence is played. */
  readonly reading?: 'paused'
  readonly expect: Expectation
  /** What has to be so afterwards, asked on a connection of its own, again and again for at most `within` milliseconds. */
  readonly then?: { readonly within: number; readonly send: ByteSequence; readonly expect: Expectation }
}

/** What passes, what is tolerated, and what must hold for an answer below 400. */
export interface Expectation {
  /** Outcomes that pass; FORMAT.md has the tokens. */
  readonly ok: readonly string[]
  /** Outcomes that are tolerated. */
  readonly warn?: readonly string[]
  readonly when2xx?: Conditions
  /** Conditions on the first answer whatever its status is. */
  readonly anyStatus?: { readonly bodyNotMatch: string }
}

/** Conditions on a request that was accepted; one that is not met makes the case fail. */
export interface Conditions {
  /** Number of final answers. */
  readonly responses?: number
  readonly responsesMax?: number
  readonly conn?: 'keep' | 'close'
  /** What the echo application saw of the first request. */
  readonly app?: Seen
  /** What the first answer is. */
  readonly response?: Shown
  /** What the echo application saw of the request that the last answer is for. */
  readonly lastApp?: Seen
}

/** Members of the echo application's JSON. Headers are named in lower case. */
export interface Seen {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly host?: string
  readonly body?: string
  readonly bodyLength?: number
  readonly decodedPath?: string
  /** Exact value, or `null` for absent. */
  readonly header?: Readonly<Record<string, string | null>>
  readonly headerRegex?: Readonly<Record<string, string>>
  /** A value that it must not have. */
  readonly headerNot?: Readonly<Record<string, string>>
  /** Keys of the CGI environment, where the echo application has one: exact value, or `null` for absent. */
  readonly environ?: Readonly<Record<string, string | null>>
}

/** An answer. */
export interface Shown {
  readonly absent?: readonly string[]
  readonly has?: Readonly<Record<string, string>>
  /** Regular expressions. */
  readonly match?: Readonly<Record<string, string>>
  /** Number of lines of a field. */
  readonly count?: Readonly<Record<string, number>>
  readonly body?: string
  readonly bodyMatch?: string
  readonly bodyLength?: number
  readonly reason?: string
  readonly framing?: 'none' | 'length' | 'chunked' | 'close'
  readonly trailers?: Readonly<Record<string, string>>
  /** Statuses of the interim answers before it. */
  readonly interim?: readonly number[]
}
