import { guessType } from '@triptych/raw/mime'
import { FileStorage } from './file-storage.ts'
import type { FileSource } from './file-storage.ts'
import { MultiDict } from './multi-dict.ts'

/** What `addFile` takes besides the file. */
export interface AddFileOptions {
  /** Name of the file, that of a `File` unless given. */
  readonly filename?: string | null
  /** Its media type; guessed from the name unless given. */
  readonly contentType?: string | null
}

/**
 * A {@link MultiDict} of files, as a form that is being made has one. Python: `werkzeug.datastructures.FileMultiDict`.
 *
 * @example
 * const files = new FileMultiDict()
 * files.addFile('photo', new Uint8Array([1, 2]), { filename: 'me.png' })
 * assert.equal(files.at('photo').contentType, 'image/png')
 */
export class FileMultiDict extends MultiDict<FileStorage> {
  /** Adds a file to a field: one that is stored already, or its content. */
  addFile(name: string, file: FileStorage | FileSource, options: AddFileOptions = {}): void {
    if (file instanceof FileStorage) {
      this.add(name, file)
      return
    }
    const filename = options.filename ?? (file instanceof File ? file.name : null)
    const known = options.contentType ?? (file instanceof Blob && file.type !== '' ? file.type : null)
    const contentType = known ?? (filename ? (guessType(filename)[0] ?? 'application/octet-stream') : null)
    this.add(name, new FileStorage(file, filename, name, { contentType }))
  }
}
