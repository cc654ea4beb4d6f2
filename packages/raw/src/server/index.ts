/**
 * Servers over node:http: one for development in the manner of wsgiref, and what `triptych serve` is made of.
 *
 * @module
 */
export { SimpleServer, makeServer } from './simple-server.ts'
export type { SimpleServerOptions } from './simple-server.ts'
export { NodeServer } from './node-server.ts'
export type { NodeServerOptions, TlsOptions } from './node-server.ts'
export { DEFAULT_LIMITS } from './limits.ts'
export type { Limits } from './limits.ts'
export { BodyTooLarge, limitBody } from './limit-body.ts'
export { Drain } from './drain.ts'
export { formatEndpoint, parseEndpoint } from './endpoint.ts'
export type { DescriptorEndpoint, Endpoint, TcpEndpoint, UnixEndpoint } from './endpoint.ts'
export { ListenError, listen } from './listen.ts'
export type { ListenErrorCode } from './listen.ts'
export { escapeLogText, formatCombined, formatJson } from './access-log.ts'
export type { AccessEntry, AccessLogFormat } from './access-log.ts'
export { loadApplication, loadMiddleware, parseProgramName } from './load-application.ts'
export type { Middleware, ProgramName } from './load-application.ts'
export { formatPretty, wantsColor } from './pretty-log.ts'
export { Reloader } from './reload/reloader.ts'
export type { ReloaderOptions } from './reload/reloader.ts'
export { isRunningFromReloader } from './reload/reload-messages.ts'
export { reportFailure, serveReloaded } from './reload/reloaded-server.ts'
export { LoadError } from './load-error.ts'
export type { LoadErrorCode } from './load-error.ts'
