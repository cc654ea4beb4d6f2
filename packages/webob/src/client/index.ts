/**
 * Requests over the network, as an application.
 *
 * @module
 */
export type { SendRequestOptions } from './send-request.ts'
export { SendRequest, sendRequestApp } from './send-request.ts'
