/**
 * The one static-file core: finding files below a root and nowhere else, and answering with them.
 *
 * @module
 */
export { fileTag, judgeConditions, rangeIsCurrent } from './conditions.ts'
export type { Condition, ConditionalEnviron, Validators } from './conditions.ts'
export { BLOCK_SIZE, FileBody, fileLike } from './file-body.ts'
export type { Piece, PositionedFile } from './file-body.ts'
export { FileAccessError } from './file-system.ts'
export type { FileStat, FileSystem, OpenFile } from './file-system.ts'
export { mapFileSystem } from './map-file-system.ts'
export type { MapFile } from './map-file-system.ts'
export { nodeFileSystem } from './node-file-system.ts'
export { SIBLINGS, openVariant } from './open-variant.ts'
export type { Variant, VariantOptions } from './open-variant.ts'
export { pathSegments } from './path-segments.ts'
export type { PathFault } from './path-segments.ts'
export { isInside, resolveInside, staysInside } from './resolve-inside.ts'
export type { ResolveOptions, Resolved } from './resolve-inside.ts'
export { answerFile } from './static-answer.ts'
export type { AnswerOptions, StaticAnswer } from './static-answer.ts'
export { staticFiles } from './static-files.ts'
export type { StaticFilesOptions } from './static-files.ts'
