import type { AccessEntry, NodeServerOptions, TlsOptions } from '@triptych/raw/server'
import type { SharedDataExports } from './static-files.ts'

/** What servers of both kinds take. */
export interface ServingOptions extends Omit<NodeServerOptions, 'accessLog' | 'writeAccess' | 'tls'> {
  /** Checks both sides of the contract on each request. On by default; costs time, as it is meant for development. */
  readonly validate?: boolean
  /** `adhoc` for a certificate of this run, made by openssl; else key and certificate, or the paths of their files. */
  readonly sslContext?: TlsOptions | 'adhoc' | readonly [certFile: string, keyFile: string] | null
  /** Writes the line of a request, without line feed; `null` for none. Default: to standard error, in colours on a terminal. */
  readonly logRequest?: ((entry: AccessEntry) => string) | null
  /** Takes all lines, each with its line feed; standard error by default. */
  readonly log?: (line: string) => void
  /** Files and folders to serve, by prefix. */
  readonly staticFiles?: SharedDataExports | null
}
