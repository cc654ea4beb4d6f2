/**
 * Media types and content codings of files by their names.
 *
 * @module
 */
export { guessType } from './guess-type.ts'
export { extensionOf, mediaTypeOf, withCharset } from './media-type.ts'
export type { MediaTypes } from './media-type.ts'
