/**
 * Range and Content-Range. Python: `webob.byterange`.
 *
 * @module
 */
export { Range } from './range.ts'
export { ContentRange } from './content-range.ts'
