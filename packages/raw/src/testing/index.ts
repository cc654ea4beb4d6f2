/**
 * Tools for testing applications, servers and middleware without a socket.
 *
 * @module
 */
export { TestExchange, call, open } from './client.ts'
export type { ExchangeOptions, TestRequest } from './client.ts'
export { buildEnviron } from './environ-builder.ts'
export type { RequestBody, RequestInit } from './environ-builder.ts'
export { ErrorLog } from './error-log.ts'
export type { ResponseHead } from './memory-handler.ts'
export { TestResponse } from './test-response.ts'
export type { ResponseRecord } from './test-response.ts'
