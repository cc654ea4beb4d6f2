import type { Application, ErrorStream } from '../../gateway.ts'
import type { EnvironShapes } from '../../gateways/environ-shapes.ts'
import type { ChunkedOptions } from '../../http/chunked.ts'
import type { FramingOptions } from '../../http/framing.ts'
import type { RequestHeadOptions } from '../../http/request-head.ts'
import type { AccessEntry } from '../access-log.ts'
import type { SocketLimits } from './socket-limits.ts'

/** What all connections of a server have in common. */
export interface ServerContext {
  readonly application: Application
  readonly shapes: EnvironShapes
  readonly errors: ErrorStream
  readonly limits: Required<SocketLimits>
  readonly head: RequestHeadOptions
  readonly framing: FramingOptions
  readonly body: ChunkedOptions
  /** Takes each answered request, if anybody wants to know. */
  readonly logAccess: ((entry: AccessEntry) => void) | undefined
  /** Takes a line for each request that no application gets to see. */
  readonly logRefusal: (remote: string, message: string) => void
  /** Open connections, the longest open first. */
  readonly connections: Set<OpenConnection>
  /** From now on each response is the last one of its connection. */
  stopping: boolean
}

/** A connection, as the server looks after it. */
export interface OpenConnection {
  /** Nothing is under way: it may be closed to make room. */
  readonly isIdle: boolean
  /** Looks whether a time limit has passed; to be called about once a second. */
  check(now: number): void
  /** Closes it if it is idle; else its next response is the last one. */
  retire(): void
  /** Cuts it, whatever is under way. */
  destroy(): void
}
