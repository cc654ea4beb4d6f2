/**
 * The bridge between the contract and fetch handlers, both ways. Portable: uses nothing of Node's.
 *
 * @module
 */
export { fromFetchHandler } from './fetch/from-fetch-handler.ts'
export type { FetchHandlerFunction } from './fetch/from-fetch-handler.ts'
export { toFetchHandler } from './fetch/to-fetch-handler.ts'
export type { FetchInfo, FetchOptions } from './fetch/to-fetch-handler.ts'
