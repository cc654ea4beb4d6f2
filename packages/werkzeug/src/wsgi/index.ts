/**
 * Helpers around environs, input and bodies, `werkzeug.wsgi`.
 *
 * @module
 */
export type { CloseCallback } from './closing-iterator.ts'
export { ClosingIterator } from './closing-iterator.ts'
export type { SeekableFile } from './file-wrapper.ts'
export { FileWrapper } from './file-wrapper.ts'
export { getContentLength } from './get-content-length.ts'
export type { CurrentUrlOptions } from './get-current-url.ts'
export { getCurrentUrl } from './get-current-url.ts'
export { getHost } from './get-host.ts'
export type { InputStreamOptions } from './get-input-stream.ts'
export { getInputStream } from './get-input-stream.ts'
export { getPathInfo } from './get-path-info.ts'
export type { LimitedStreamOptions } from './limited-stream.ts'
export { LimitedStream } from './limited-stream.ts'
export { responder } from './responder.ts'
export { wrapFile } from './wrap-file.ts'
