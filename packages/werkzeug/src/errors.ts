/**
 * A key that was asked for and is not there: Python's `KeyError`, where it is no answer to a client.
 *
 * @example
 * assert.equal(new KeyError('basic').message, 'No such key: "basic"')
 * assert.equal(new KeyError('basic').code, 'ERR_NO_SUCH_KEY')
 */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code = 'ERR_NO_SUCH_KEY'
  readonly key: string

  constructor(key: string, message = `No such key: ${JSON.stringify(key)}`) {
    super(message)
    this.key = key
  }
}
