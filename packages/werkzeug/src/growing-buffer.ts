const EMPTY = new Uint8Array(0)

/**
 * Bytes that wait to be read. A block that comes when nothing waits is taken as it is; otherwise both are joined in room
 * that grows by doubling, so that many small blocks take time in proportion to their bytes.
 *
 * @example
 * const buffer = new GrowingBuffer()
 * const block = Uint8Array.of(1, 2, 3)
 * buffer.push(block)
 * assert.equal(buffer.bytes, block)
 * buffer.at = 2
 * buffer.push(Uint8Array.of(4))
 * assert.deepEqual(buffer.bytes.subarray(buffer.at, buffer.end), Uint8Array.of(3, 4))
 */
export class GrowingBuffer {
  /** All bytes up to {@link end}; those before {@link at} have been read. */
  bytes: Uint8Array = EMPTY
  /** Index of the next byte. To be set by the reader. */
  at = 0
  /** The room that `bytes` is the beginning of, when it is the buffer's own. */
  #room: Uint8Array = EMPTY

  /** Index after the last byte. */
  get end(): number {
    return this.bytes.length
  }

  /** How many bytes have not been read. */
  get waiting(): number {
    return this.bytes.length - this.at
  }

  /** Appends a block. Views of what waits stay what they are. */
  push(block: Uint8Array): void {
    const { waiting } = this
    if (waiting === 0) {
      this.bytes = block
      this.at = 0
      this.#room = EMPTY
      return
    }
    const end = this.#room.length > 0 ? this.bytes.length : 0
    if (end > 0 && this.#room.length - end >= block.length) {
      this.#room.set(block, end)
      this.bytes = this.#room.subarray(0, end + block.length)
      return
    }
    const size = waiting + block.length
    const room = new Uint8Array(waiting > block.length ? size * 2 : size)
    room.set(this.bytes.subarray(this.at))
    room.set(block, waiting)
    this.#room = room
    this.bytes = room.subarray(0, size)
    this.at = 0
  }
}
