/**
 * A client for HTTP/1.1: one request over TCP, TLS or a unix socket, and its response as a stream. Proxies stand on it.
 *
 * @module
 */
export type { ClientPhase, ConnectFailure } from './client-error.ts'
export { ClientTimeout, ConnectError, ServerDisconnected } from './client-error.ts'
export type { ClientLimits } from './client-limits.ts'
export { DEFAULT_CLIENT_LIMITS } from './client-limits.ts'
export type { ClientRequest, RequestBody } from './client-request.ts'
export { ClientResponse } from './client-response.ts'
export type { ConnectOptions, Destination } from './connect.ts'
export { connect } from './connect.ts'
export { Connection } from './connection.ts'
export { endToEndFields, environBody, environFields } from './environ-request.ts'
export type { RequestOptions } from './request.ts'
export { request } from './request.ts'
export { ResponseBody } from './response-body.ts'
