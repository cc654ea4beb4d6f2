import type { CaseInfo } from '../../case.ts'
import type { ByteSequence } from '../../net/byte-sequence.ts'

/**
 * A case of the suite `proxy`. In its bytes `{backend}` stands for the scripted backend's port, `{other}` for one where
 * nothing listens, `{origin}` for what stands before the path in a request to a proxy of the given role: nothing, or
 * `http://` with the backend's host and port.
 */
export interface ProxyCase extends CaseInfo {
  /** What kind of proxy it can be put to. */
  readonly role: 'reverse' | 'forward' | 'any'
  /** Method of each request in order, where an answer to HEAD has to be read. */
  readonly methods?: readonly string[]
  readonly client: { readonly send: ByteSequence }
  readonly backend: BackendScript
  readonly expect: ProxyExpectation
}

/** What the backend does: `reply` to each request that has come whole (100 to one that expects it), or stay `silent`. */
export interface BackendScript {
  readonly mode: 'reply' | 'silent'
  readonly reply?: ByteSequence
}

/** What has to hold on both sides. */
export interface ProxyExpectation {
  /** About the first request that reached the backend. */
  readonly backend?: BackendExpectation
  readonly client?: ClientExpectation
  /**
   * Outcomes that also pass: `reject` (4xx or 5xx and nothing reached the backend), `drop` (no answer), `any` (whatever
   * the client gets, but what reached the backend is as it should be).
   */
  readonly alternatives?: readonly ('reject' | 'drop' | 'any')[]
}

/** Fields by name in lower case; values are regular expressions. */
export interface BackendExpectation {
  /** Exact number of requests. */
  readonly requests?: number
  readonly absent?: readonly string[]
  readonly present?: Readonly<Record<string, string>>
  /** Of all lines of the field, joined by `, `. */
  readonly joined?: Readonly<Record<string, string>>
  readonly notMatch?: Readonly<Record<string, string>>
  readonly countIs?: Readonly<Record<string, number>>
  readonly body?: string
  readonly target?: string
  readonly method?: string
  /** Never Content-Length and Transfer-Encoding. */
  readonly notBoth?: boolean
  /** Of all bytes that came. */
  readonly rawNot?: string
  /** The client's body was cut, and must not arrive as a whole one. */
  readonly bodyNotComplete?: boolean
}

/** About the first answer, unless it says otherwise. */
export interface ClientExpectation {
  /** Statuses or classes. */
  readonly status?: readonly string[]
  /** `1.1`: version of the answer. */
  readonly version?: string
  readonly absent?: readonly string[]
  readonly present?: Readonly<Record<string, string>>
  readonly notMatch?: Readonly<Record<string, string>>
  readonly countIs?: Readonly<Record<string, number>>
  readonly body?: string
  readonly bodyIf200?: string
  /** If it is 200, the client must see that it is cut. */
  readonly cutIf200?: boolean
  readonly conn?: 'keep' | 'close'
  readonly interim?: readonly number[]
  readonly responses?: number
  readonly responsesMax?: number
  /** In none of the answers. */
  readonly noneHas?: string
  readonly rawHas?: string
  readonly rawNot?: string
}
