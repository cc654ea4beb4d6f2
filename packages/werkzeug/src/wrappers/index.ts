/**
 * Requests and responses. Python: `werkzeug.wrappers`.
 *
 * @module
 */
export type { ApplicationDecorator, Awaitable, View } from './application.ts'
export { Request } from './request.ts'
export type {
  Files,
  Form,
  FormDataParserClass,
  GetDataOptions,
  GetJsonOptions,
  RequestClass,
  RequestOptions,
} from './request.ts'
export { Response } from './response.ts'
export type { ResponseClass } from './response.ts'
export type { Block, ResponseBlocks } from './response-blocks.ts'
export type { ConditionalOptions } from './response-conditional.ts'
export type { ResponseContent, ResponseOptions } from './response-data.ts'
export { ResponseStream } from './response-stream.ts'
export { SequenceError } from './sequence-error.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts'
