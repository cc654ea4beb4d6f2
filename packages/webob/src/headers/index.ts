/**
 * The two header mappings: of a request over its environ, of a response over its list. Python: `webob.headers`.
 *
 * @module
 */
export type { HeaderName, KnownHeader } from './header-name.ts'
export { ResponseHeaders } from './response-headers.ts'
export { EnvironHeaders, header2key, key2header } from './environ-headers.ts'
