/**
 * Applications that send files. Python: `webob.static`.
 *
 * @module
 */
export { BLOCK_SIZE } from '@triptych/raw/static'
export { DirectoryApp } from './directory-app.ts'
export type { DirectoryAppOptions } from './directory-app.ts'
export { FileApp } from './file-app.ts'
export type { FileAppOptions } from './file-app.ts'
export { FileIter } from './file-iter.ts'
export type { FileRangeOptions } from './file-iter.ts'
export { guessType } from './guess-type.ts'
export { mapFileSystem, nodeFileSystem } from '@triptych/raw/static'
export type { FileSystem, MapFile, OpenFile } from '@triptych/raw/static'
