/**
 * A file, or a part with a file's name, of a form. Python: `cgi.FieldStorage` as WebOb gives it.
 *
 * @example
 * const field = new FileField('avatar', 'me.png', new Uint8Array([1, 2]), { type: 'image/png' })
 * assert.equal(field.size, 2)
 * assert.deepEqual(await field.value(), new Uint8Array([1, 2]))
 */
export class FileField {
  /** Name of the field. */
  readonly name: string
  /** Name of the file as it was sent: it may hold a path, so never open it as it is. */
  readonly filename: string
  /** Type of the content, in lower case and without parameters. */
  readonly type: string
  /** Parameters of the type. */
  readonly typeOptions: Readonly<Record<string, string>>
  /** The header fields of the part. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The content; it is in memory. */
  readonly bytes: Uint8Array

  constructor(
    name: string,
    filename: string,
    bytes: Uint8Array,
    options: {
      readonly type?: string
      readonly typeOptions?: Readonly<Record<string, string>>
      readonly headers?: readonly (readonly [string, string])[]
    } = {},
  ) {
    this.name = name
    this.filename = filename
    this.type = options.type ?? 'application/octet-stream'
    this.typeOptions = options.typeOptions ?? {}
    this.headers = options.headers ?? []
    this.bytes = bytes
  }

  /** How many bytes the content has. */
  get size(): number {
    return this.bytes.length
  }

  /** The whole content. */
  async value(): Promise<Uint8Array> {
    return this.bytes
  }

  /** The content in blocks of at most 64 KiB. */
  async *stream(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < this.bytes.length; at += 65_536) yield this.bytes.subarray(at, at + 65_536)
  }

  /** The content as a file of the platform. */
  toFile(): File {
    return new File([this.bytes as Uint8Array<ArrayBuffer>], this.filename, { type: this.type })
  }
}
