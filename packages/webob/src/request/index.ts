/**
 * The request and what it is made of. Python: `webob.request`.
 *
 * @module
 */
export { environAddPost } from './add-post.ts'
export type { Spool } from './body-view.ts'
export type { Called } from './call-application.ts'
export { boundaries } from './encode-form.ts'
export type { FormFile, FormInput, FormSource } from './encode-form.ts'
export { environFromUrl } from './environ-from-url.ts'
export type { ErrorsPolicy } from './environ-view.ts'
export { FileField } from './file-field.ts'
export type { FormValue } from './form-body.ts'
export { detectCharset } from './header-view.ts'
export type { BlankOptions, RequestOptions } from './request-options.ts'
export type { Made } from './request.ts'
export { BaseRequest, Request } from './request.ts'
export { LimitedLengthFile } from './limited-length-file.ts'
export { SeekableInput } from './seekable-input.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts'
export { Transcoder } from './transcode.ts'
export { DisconnectionError, RequestError, UndecodableError, ValidationError } from '../errors.ts'
export { CHARSET_RE, SCHEME_RE } from '../descriptors/index.ts'
export { AnyETag, NoETag } from '../etag/index.ts'
export { PATH_SAFE } from '../request-url.ts'
