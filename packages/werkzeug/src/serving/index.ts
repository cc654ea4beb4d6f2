/**
 * The development server with its reloader, `werkzeug.serving`.
 *
 * @module
 */
export { BaseWSGIServer } from './base-wsgi-server.ts'
export { generateAdhocSslContext, loadSslContext, makeSslDevcert } from './certificate.ts'
export { getInterfaceIp } from './interface-ip.ts'
export { isRunningFromReloader } from '@triptych/raw/server'
export { makeServer } from './make-server.ts'
export { runSimple } from './run-simple.ts'
export type { RunSimpleOptions } from './run-simple.ts'
export { runWithReloader } from './run-with-reloader.ts'
export type { WatchOptions } from './run-with-reloader.ts'
export type { ServingOptions } from './serving-options.ts'
