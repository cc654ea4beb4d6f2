/** Why a program could not be loaded. */
export type LoadErrorCode =
  | 'ERR_FILE_NOT_FOUND'
  | 'ERR_EXPORT_NOT_FOUND'
  | 'ERR_NOT_AN_APPLICATION'
  | 'ERR_NOT_A_MIDDLEWARE'
  | 'ERR_NO_TYPESCRIPT_LOADER'
  | 'ERR_PROGRAM_SYNTAX'
  | 'ERR_PROGRAM_FAILED'

/**
 * A program or middleware could not be loaded. The message says what to do; `cause` is the error it comes from.
 *
 * @example
 * assert.equal(new LoadError('ERR_FILE_NOT_FOUND', 'Expected a file').code, 'ERR_FILE_NOT_FOUND')
 */
export class LoadError extends Error {
  override readonly name = 'LoadError'
  readonly code: LoadErrorCode

  constructor(code: LoadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
