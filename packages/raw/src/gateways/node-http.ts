/**
 * The bridge between the contract and node:http, both ways.
 *
 * @module
 */
export { onClientError } from './node-http/client-error.ts'
export type { ClientError } from './node-http/client-error.ts'
export { fromListener } from './node-http/from-listener.ts'
export { LeanRequest } from './node-http/lean-request.ts'
export { toListener } from './node-http/listener.ts'
export type { Listener, ListenerOptions } from './node-http/listener.ts'
