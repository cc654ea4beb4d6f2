/**
 * What the lab's page and its server say to one another. Bytes are written one character each (U+0000 to U+00FF), times
 * are milliseconds since the request was sent.
 */

export type LevelName = 'raw' | 'webob' | 'werkzeug'

/** `POST /api/send`: a request as it goes to all three services. */
export interface SendRequest {
  readonly bytes: string
}

/** A call of startResponse. */
export interface StartCall {
  readonly at: number
  readonly status: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** It came with an error, as a second call must. */
  readonly error?: string
}

/** A block of the body, as the application yielded it. */
export interface BodyBlock {
  readonly at: number
  readonly bytes: string
}

/** What raw's validator says of the application. */
export interface Finding {
  readonly rule: string
  readonly kind: 'error' | 'warning'
  readonly message: string
}

/** One call of the application, seen from inside the gateway. */
export interface ApplicationCall {
  /** Key and value as a person would write it, in the order of the environ. */
  readonly environ: readonly (readonly [key: string, value: string])[]
  readonly starts: readonly StartCall[]
  readonly blocks: readonly BodyBlock[]
  readonly findings: readonly Finding[]
  readonly thrown?: string
  /** When the body was closed. */
  readonly closed?: number
  /** The lines of the listing, counted from 1, that were reached in this call. */
  readonly lines: readonly number[]
}

/** What one service answered. */
export interface LevelAnswer {
  readonly level: LevelName
  /** All bytes that came back. */
  readonly wire: string
  readonly end: 'open' | 'closed' | 'reset'
  readonly ms: number
  /** One for each request that reached the application: none when the server answered by itself. */
  readonly calls: readonly ApplicationCall[]
}

/** What a Python listing answered to the same bytes, recorded. */
export interface RecordedAnswer {
  readonly server: string
  readonly level: LevelName
  readonly version: string
  readonly status: number | null
  readonly reason: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** The answer to {@link SendRequest}. */
export interface SendAnswer {
  readonly levels: readonly LevelAnswer[]
  /** Empty when the request is none of the recorded ones. */
  readonly recorded: readonly RecordedAnswer[]
}
