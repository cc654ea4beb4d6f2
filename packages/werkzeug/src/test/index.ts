/**
 * Tests of applications without a server: a client with cookies and redirects, and a builder of environs,
 * `werkzeug.test`.
 *
 * @module
 */
export { Client } from './client.ts'
export type { ClientOptions, CookiePlace, OpenOptions, OpenTarget, SetCookieOptions } from './client.ts'
export { ClientRedirectError } from './client-redirect-error.ts'
export { Cookie } from './cookie.ts'
export type { CookieInit } from './cookie.ts'
export { createEnviron } from './create-environ.ts'
export { encodeMultipart, streamEncodeMultipart } from './encode-multipart.ts'
export type { EncodedForm } from './encode-multipart.ts'
export { EnvironBuilder } from './environ-builder.ts'
export type { BodySource, EnvironBuilderOptions } from './builder-options.ts'
export type { FileTuple, FormInit } from './form-items.ts'
export { runApplication } from '../wrappers/run-application.ts'
export type { ApplicationAnswer } from '../wrappers/run-application.ts'
export { TestResponse } from './test-response.ts'
export type { Exchange } from './test-response.ts'
