import type { Body, Environ } from '@triptych/raw/gateway'
import { FileWrapper } from './file-wrapper.ts'
import type { SeekableFile } from './file-wrapper.ts'

/**
 * Turns a file into a body, `werkzeug.wsgi.wrap_file`: by the server's own wrapper (`wsgi.file_wrapper`) where there is
 * one, which knows the fastest way to send it. Pass the body on as it is; within a Response, set `directPassthrough`.
 *
 * @param bufferSize bytes of a block
 * @example
 * import { FileWrapper } from '@triptych/werkzeug/wsgi'
 * const file = { read: () => new Uint8Array(0) }
 * assert(wrapFile({}, file) instanceof FileWrapper)
 * const body = [new Uint8Array(1)]
 * assert.equal(wrapFile({ 'wsgi.file_wrapper': () => body }, file), body)
 */
export function wrapFile(
  environ: Readonly<Partial<Pick<Environ, 'wsgi.file_wrapper'>>>,
  file: SeekableFile,
  bufferSize: number = 8192,
): Body {
  const wrap = environ['wsgi.file_wrapper']
  return wrap ? wrap(file, bufferSize) : new FileWrapper(file, bufferSize)
}
