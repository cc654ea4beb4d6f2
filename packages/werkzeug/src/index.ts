/**
 * Werkzeug in TypeScript: a request that is read-only, a response that is an application, and what makes an application of a
 * view.
 *
 * @module
 */
export { abort } from './exceptions/abort.ts'
export { redirect } from './utils/redirect.ts'
export { Request } from './wrappers/request.ts'
export type { GetDataOptions, GetJsonOptions, RequestClass, RequestOptions } from './wrappers/request.ts'
export { Response } from './wrappers/response.ts'
export type { ApplicationDecorator, Awaitable, View } from './wrappers/application.ts'
export type { ResponseClass } from './wrappers/response.ts'
