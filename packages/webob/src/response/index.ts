/**
 * The response and what its body is made of. Python: `webob.response`.
 *
 * @module
 */
export { AppIterRange, EmptyResponse, filterHeaders, iterClose, iterFile } from './app-iters.ts'
export type { RangedIter, Readable } from './app-iters.ts'
export { codecs, gzipAppIter } from './codecs.ts'
export type { Codec, ContentCoding } from './codecs.ts'
export { DecodedSizeError } from './encoding-view.ts'
export { Response } from './response.ts'
export { ResponseBodyFile } from './response-body-file.ts'
export type { WritableResponse } from './response-body-file.ts'
export type { AppIter, AppIterLike, HeaderList, ResponseOptions } from './response-state.ts'
export type { CacheControlLike, SetCookieOptions } from './cookie-view.ts'
export type { ResponseSource } from './from-file.ts'
export { statusGenericReasons, statusReasons } from '../util.ts'
export { CHARSET_RE, SCHEME_RE } from '../descriptors/index.ts'
