import { decodeText, type DecodeErrors } from '../compat.ts'
import { RequestError } from '../errors.ts'

/**
 * The text that bytes (one character each) stand for in a charset that the client has named.
 *
 * @throws RequestError (415) when the charset is not known, UndecodableError (400) when the bytes are not in it
 * @example
 * assert.equal(decodeCharset('caf\xc3\xa9', 'utf-8'), 'caf\u00e9')
 * assert.throws(() => decodeCharset('a', 'klingon'), { status: 415 })
 */
export function decodeCharset(bytes: string, charset: string, errors: DecodeErrors = 'strict'): string {
  try {
    return decodeText(bytes, charset, errors)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RequestError(415, 'ERR_CHARSET', `Expected a known charset, got ${JSON.stringify(charset)}`, {
      cause: error,
    })
  }
}
