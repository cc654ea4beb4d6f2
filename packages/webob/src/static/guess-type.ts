import { guessType as guessByName } from '@triptych/raw/mime'

/**
 * The media type and content coding of a file by its name, as CPython guesses them, with WebOb's own type of `.ico`.
 * Python: `webob.static.mimetypes.guess_type`.
 *
 * @example
 * assert.deepEqual(guessType('/www/app.js'), ['text/javascript', null])
 * assert.deepEqual(guessType('/www/site.tgz'), ['application/x-tar', 'gzip'])
 * assert.deepEqual(guessType('/favicon.ico'), ['image/x-icon', null])
 * assert.deepEqual(guessType('/www/LICENSE'), [null, null])
 */
export function guessType(filename: string): [type: string | null, encoding: string | null] {
  return guessByName(filename, (extension) => (extension === 'ico' ? 'image/x-icon' : undefined))
}
