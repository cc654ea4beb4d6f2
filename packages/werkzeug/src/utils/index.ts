/**
 * Small helpers of applications, `werkzeug.utils`. Sending files is `@triptych/werkzeug/send-file`.
 *
 * @module
 */
export { appendSlashRedirect } from './append-slash-redirect.ts'
export { getContentType } from './get-content-type.ts'
export { redirect } from './redirect.ts'
export type { RedirectOptions } from './redirect.ts'
export { secureFilename } from './secure-filename.ts'
export type { SecureFilenameOptions } from './secure-filename.ts'
