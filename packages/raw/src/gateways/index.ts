/**
 * What a bridge from another transport is made of: the server's half of the contract, and the way from a request's
 * head to its environ.
 *
 * @module
 */
export { EnvironShapes } from './environ-shapes.ts'
export type { EnvironShape } from './environ-shapes.ts'
export { Handler } from './handler.ts'
export { BadRequest, requestEnviron } from './request-environ.ts'
export type { ConnectionFacts, RequestHead } from './request-environ.ts'
