import type { Environ, ErrorStream, HeaderPair } from '@triptych/raw/gateway'
import type { Authorization } from '../datastructures/authorization.ts'
import type { FileSource } from '../datastructures/file-storage.ts'
import type { Headers } from '../datastructures/headers.ts'
import type { MultiDictInit } from '../datastructures/readonly-multi-dict.ts'
import type { FormInit } from './form-items.ts'

/** A body that is sent as it is. */
export type BodySource = FileSource

/** How an environ is built. */
export interface EnvironBuilderOptions {
  /** Scheme, host and root of the application; `http://localhost/` by default. */
  readonly baseUrl?: string | null
  /** Text, or names and values. Not together with a query in the path. */
  readonly queryString?: string | MultiDictInit<unknown> | null
  /** GET by default. */
  readonly method?: string
  readonly inputStream?: BodySource | null
  readonly contentType?: string | null
  readonly contentLength?: number | null
  readonly errorsStream?: ErrorStream | null
  readonly multithread?: boolean
  readonly multiprocess?: boolean
  readonly runOnce?: boolean
  readonly headers?: Headers | Iterable<HeaderPair> | Readonly<Record<string, string>> | null
  /** Text, bytes or a stream as they are; a form otherwise, which is multipart when there are files in it. */
  readonly data?: string | BodySource | FormInit | null
  /** What the environ has to begin with. */
  readonly environBase?: Partial<Environ> | null
  /** What replaces in the environ whatever was built. */
  readonly environOverrides?: Partial<Environ> | null
  /** The Content-Type, with `charset=utf-8` where it belongs. */
  readonly mimetype?: string | null
  /** A value that is sent as JSON. */
  readonly json?: unknown
  /** User name and password for basic authentication, or a whole field. */
  readonly auth?: Authorization | readonly [username: string, password: string] | null
}
