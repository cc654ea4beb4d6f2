/**
 * URLs as people read them (IRIs) and as they travel (URIs), `werkzeug.urls`.
 *
 * @module
 */
export { iriToUri } from './urls/iri-to-uri.ts'
export type { UriToIriOptions } from './urls/uri-to-iri.ts'
export { uriToIri } from './urls/uri-to-iri.ts'
