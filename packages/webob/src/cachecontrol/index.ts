/**
 * Cache-Control. Python: `webob.cachecontrol`.
 *
 * @module
 */
export type { CacheControlType, DirectiveValue } from './cache-control.ts'
export { CacheControl, serializeCacheControl } from './cache-control.ts'
export { UpdateDict } from './update-dict.ts'
