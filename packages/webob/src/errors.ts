/**
 * A key that was asked for and is not there, or may not be written: Python's `KeyError`.
 *
 * @example
 * assert.equal(new KeyError('SERVER_NAME').message, 'No such key: "SERVER_NAME"')
 * assert.equal(new KeyError('SERVER_NAME').code, 'ERR_NO_SUCH_KEY')
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

/**
 * What a client sent cannot be worked with. `status` is the HTTP status code that says so: `wsgify` and
 * `HTTPExceptionMiddleware` answer with it.
 *
 * @example
 * const error = new RequestError(413, 'ERR_BODY_TOO_LARGE', 'The body has more than 10 bytes')
 * assert.equal(error.status, 413)
 */
export class RequestError extends Error {
  override readonly name: string = 'RequestError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.code = code
  }
}

/**
 * Bytes of a request that are not text in the encoding they should be in. `bytes` has one character for each.
 *
 * @example
 * assert.equal(new UndecodableError('caf\xe9', 'UTF-8').message, 'Expected UTF-8, got the bytes 63 61 66 e9')
 */
export class UndecodableError extends RequestError {
  override readonly name = 'UndecodableError'
  readonly bytes: string
  readonly encoding: string

  constructor(bytes: string, encoding: string) {
    const shown = Array.from(bytes.slice(0, 16), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
    super(
      400,
      'ERR_UNDECODABLE',
      `Expected ${encoding}, got the bytes ${shown.join(' ')}${bytes.length > 16 ? ' …' : ''}`,
    )
    this.bytes = bytes
    this.encoding = encoding
  }
}

/**
 * The body ended before the length that the request said. Python: `webob.request.DisconnectionError`.
 *
 * @example
 * assert.equal(new DisconnectionError(5, 10).message, 'The client disconnected while sending the body (5 of 10 bytes came)')
 */
export class DisconnectionError extends Error {
  override readonly name = 'DisconnectionError'
  readonly code = 'ERR_DISCONNECTED'

  constructor(
    received: number,
    expected: number,
    what: string = 'The client disconnected while sending the body',
  ) {
    super(`${what} (${received} of ${expected} bytes came)`)
  }
}

/**
 * A body that is JSON, and not what was asked for. `issues` are those of the schema.
 *
 * @example
 * const error = new ValidationError([{ message: 'Expected a number', path: ['age'] }])
 * assert.equal(error.status, 422)
 * assert.equal(error.message, 'Expected another body: age: Expected a number')
 */
export class ValidationError extends RequestError {
  override readonly name = 'ValidationError'
  readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[]

  constructor(
    issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[],
  ) {
    const keyOf = (key: unknown): string =>
      typeof key === 'object' && key !== null && 'key' in key ? String(key.key) : String(key)
    const shown = issues.map(({ message, path = [] }) =>
      [path.map(keyOf).join('.'), message].filter(Boolean).join(': '),
    )
    super(422, 'ERR_VALIDATION', `Expected another body: ${shown.join('; ')}`)
    this.issues = issues
  }
}
