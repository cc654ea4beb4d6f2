import type { InputStream } from './gateway.ts'

const EMPTY = new Uint8Array(0)
const LINE_FEED = 0x0a

/**
 * What reading `wsgi.input` throws when the client left before its body was complete.
 *
 * @example
 * assert.equal(new ClientDisconnected('The client left').code, 'ERR_CLIENT_DISCONNECTED')
 */
export class ClientDisconnected extends Error {
  override readonly name = 'ClientDisconnected'
  readonly code = 'ERR_CLIENT_DISCONNECTED'
}

/** Where an {@link Input} gets its blocks: the next one, or `undefined` at the end; later calls give `undefined` too. */
export type BlockSource = () => Uint8Array | undefined | Promise<Uint8Array | undefined>

/**
 * The `wsgi.input` of every bridge: the reading methods of a Python file over a source of blocks.
 * Nothing is read from the source before the first call. Iteration gives blocks as they arrive (docs/decisions/003).
 *
 * @example
 * const input = new Input(blocksOf(new TextEncoder().encode('one\ntwo\n')))
 * assert.equal(new TextDecoder().decode(await input.readline()), 'one\n')
 * assert.equal((await input.read()).length, 4)
 * assert.equal((await input.read(10)).length, 0)
 */
export class Input implements InputStream {
  private readonly source: BlockSource
  private pending: Uint8Array = EMPTY

  constructor(source: BlockSource) {
    this.source = source
  }

  /**
   * Reads `size` bytes, fewer only at the end; without a size, or with a negative one, all that is left.
   *
   * @throws whatever the source throws, such as a limit or a body that was cut short
   */
  async read(size: number = -1): Promise<Uint8Array> {
    return this.collect(size < 0 ? Infinity : size, () => -1)
  }

  /** Reads one line with its line feed; fewer bytes at `size` or at the end. */
  async readline(size: number = -1): Promise<Uint8Array> {
    return this.collect(size < 0 ? Infinity : size, (block) => block.indexOf(LINE_FEED))
  }

  /** Reads all lines, or with a positive `hint` only until that many bytes have come. */
  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = []
    for (let total = 0; hint <= 0 || total < hint;) {
      const line = await this.readline()
      if (line.length === 0) break
      total += line.length
      lines.push(line)
    }
    return lines
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const block = this.pending.length > 0 ? this.pending : await this.source()
      if (block === undefined) return
      this.pending = EMPTY
      if (block.length > 0) yield block
    }
  }

  /** Takes bytes until `size` is reached, `find` says where to stop (an index within the block), or the input ends. */
  private async collect(size: number, find: (block: Uint8Array) => number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let total = 0
    while (total < size) {
      const block = this.pending.length > 0 ? this.pending : await this.source()
      if (block === undefined) break
      const found = find(block)
      const wanted = Math.min(size - total, found < 0 ? block.length : found + 1)
      this.pending = block.subarray(wanted)
      if (wanted > 0) parts.push(wanted === block.length ? block : block.subarray(0, wanted))
      total += wanted
      if (found >= 0 && wanted === found + 1) break
    }
    return join(parts, total)
  }
}

/** An input that is empty, shared by all requests without a body. */
export const NO_INPUT: InputStream = new Input(() => undefined)

/**
 * A source of the given blocks, for an input that is in memory.
 *
 * @example
 * const source = blocksOf(new Uint8Array(3))
 * assert.equal(source()?.length, 3)
 * assert.equal(source(), undefined)
 */
export function blocksOf(...blocks: readonly Uint8Array[]): BlockSource {
  let next = 0
  return () => blocks[next++]
}

function join(parts: readonly Uint8Array[], total: number): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const joined = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
