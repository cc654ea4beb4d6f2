/**
 * What requests and responses are made of: dictionaries with several values for a key, header fields, header values.
 * Python: `werkzeug.datastructures`.
 *
 * @module
 */
export { CallbackDict } from './callback-dict.ts'
export { CombinedMultiDict } from './combined-multi-dict.ts'
export type { GetOptions } from './conversion.ts'
export { float, int } from './convert.ts'
export { EnvironHeaders } from './environ-headers.ts'
export { FileMultiDict } from './file-multi-dict.ts'
export type { AddFileOptions } from './file-multi-dict.ts'
export { FileStorage } from './file-storage.ts'
export type { FileSource, FileStorageOptions, FileStream } from './file-storage.ts'
export { Headers } from './headers.ts'
export type { HeaderParameters, HeadersInit, HeaderValue } from './headers.ts'
export { ImmutableDict } from './immutable-dict.ts'
export { ImmutableList } from './immutable-list.ts'
export { ImmutableMultiDict } from './immutable-multi-dict.ts'
export { ImmutableTypeConversionDict } from './immutable-type-conversion-dict.ts'
export { iterMultiItems } from './iter-multi-items.ts'
export { MultiDict } from './multi-dict.ts'
export { ReadonlyDict } from './readonly-dict.ts'
export type { DictInit } from './readonly-dict.ts'
export { ReadonlyHeaders } from './readonly-headers.ts'
export type { HeaderItemsOptions } from './readonly-headers.ts'
export { ReadonlyMultiDict } from './readonly-multi-dict.ts'
export type { ItemsOptions, MultiDictInit } from './readonly-multi-dict.ts'
export { TypeConversionDict } from './type-conversion-dict.ts'
