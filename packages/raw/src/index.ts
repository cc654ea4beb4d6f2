/**
 * The raw level: what an application needs to speak the gateway's contract. Everything else has a subpath.
 *
 * @module
 */
export type {
  Application,
  ApplicationLike,
  Body,
  Environ,
  ErrorStream,
  HeaderPair,
  InputStream,
  StartResponse,
} from './gateway.ts'
export { toApplication } from './gateway.ts'
export { FileWrapper, applicationUri, requestUri, setupTestingDefaults, shiftPathInfo } from './environ.ts'
export { Headers } from './headers.ts'
export { statusText } from './status.ts'
export { bytes, ctime } from './util.ts'
export { demoApp, dumpEnviron } from './demo.ts'
