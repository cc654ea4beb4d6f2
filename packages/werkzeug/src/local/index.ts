/**
 * Objects that belong to the request that is being answered, `werkzeug.local`, on AsyncLocalStorage.
 *
 * @module
 */
export { NoContextError, withContext } from './context.ts'
export { LocalManager } from './local-manager.ts'
export type { ProxyOptions } from './local-proxy.ts'
export { currentObject, isBound, localProxy, UnboundError } from './local-proxy.ts'
export { LocalStack } from './local-stack.ts'
export { Local } from './local.ts'
export type { Releasable } from './release-local.ts'
export { releaseLocal } from './release-local.ts'
