import type { InputStream } from '@triptych/raw'

/** A plain, unseekable `wsgi.input` over bytes in memory. */
export class InMemoryInput implements InputStream {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  seek(position: number): void {
    this.#at = position
  }

  async read(size = -1): Promise<Uint8Array> {
    const end = size < 0 ? this.#bytes.length : Math.min(this.#bytes.length, this.#at + size)
    const block = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return block
  }

  async readline(size = -1): Promise<Uint8Array> {
    const feed = this.#bytes.indexOf(10, this.#at)
    const end = feed < 0 ? this.#bytes.length : feed + 1
    return this.read(size < 0 ? end - this.#at : Math.min(size, end - this.#at))
  }

  async readlines(): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = []
    for (let line = await this.readline(); line.length > 0; line = await this.readline()) lines.push(line)
    return lines
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    const rest = await this.read()
    if (rest.length > 0) yield rest
  }
}
