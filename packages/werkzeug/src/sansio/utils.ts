/**
 * Host, URL and length of a request from the values that say them, `werkzeug.sansio.utils`.
 *
 * @module
 */
export { getContentLength } from './utils/get-content-length.ts'
export { getCurrentUrl } from './utils/get-current-url.ts'
export type { ServerAddress } from './utils/get-host.ts'
export { getHost } from './utils/get-host.ts'
export type { TrustedHosts } from './utils/host-is-trusted.ts'
export { hostIsTrusted } from './utils/host-is-trusted.ts'
