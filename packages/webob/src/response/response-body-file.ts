/** What a file-like body writes to. */
export interface WritableResponse {
  readonly charset: string | null
  write(text: string | Uint8Array): void | Promise<void>
  bodyLength(): number
}

/**
 * The body of a response as a file to write to, and as a `WritableStream`. Python: `webob.response.ResponseBodyFile`.
 *
 * @throws TypeError when text is written and the response has no charset
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response()
 * await response.bodyFile.write('a')
 * await response.bodyFile.writelines(['b', 'c'])
 * assert.equal(await response.text(), 'abc')
 */
export class ResponseBodyFile {
  readonly #response: WritableResponse

  constructor(response: WritableResponse) {
    this.#response = response
  }

  /** How it is open: to write bytes. */
  get mode(): 'wb' {
    return 'wb'
  }

  /** False always: see {@link close}. */
  get closed(): false {
    return false
  }

  /** The charset that text is written in. */
  get encoding(): string | null {
    return this.#response.charset
  }

  /** Appends text or bytes. */
  async write(text: string | Uint8Array): Promise<void> {
    await this.#response.write(text)
  }

  /** Appends each of them. */
  async writelines(texts: Iterable<string | Uint8Array>): Promise<void> {
    for (const text of texts) await this.write(text)
  }

  /** Does nothing: there is nothing to flush. */
  flush(): void {}

  /** How many bytes have been written. */
  tell(): number {
    return this.#response.bodyLength()
  }

  /** @throws Error always: the body ends when the response is sent */
  close(): never {
    throw new Error('A response body cannot be closed: it ends when the response is sent')
  }

  /** A stream that appends what is written to it. */
  get writable(): WritableStream<string | Uint8Array> {
    return new WritableStream({ write: (chunk) => this.write(chunk) })
  }
}
