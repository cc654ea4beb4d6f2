import type { Socket } from 'node:net'

/**
 * The sending half of a connection: text and bytes, at the pace of the reader.
 *
 * @example
 * import { Socket } from 'node:net'
 * assert.equal(new SocketWriter(new Socket()).isStuck(0, 1000), false)
 */
export class SocketWriter {
  private readonly socket: Socket
  /** What waited when it was last looked at, and since when it has been as much. */
  private waiting = 0
  private since = 0

  constructor(socket: Socket) {
    this.socket = socket
  }

  /** Bytes as one character each. */
  writeText(text: string): void {
    this.socket.write(text, 'latin1')
  }

  /** Says whether more may follow at once. */
  writeBytes(block: Uint8Array): boolean {
    return this.socket.write(block) || this.socket.destroyed
  }

  /** Whether more may be written at once. */
  get isReady(): boolean {
    return !this.socket.writableNeedDrain || this.socket.destroyed
  }

  /** Fulfilled when more may be written, or the connection is over. */
  drained(): Promise<void> {
    const { socket } = this
    if (socket.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      const proceed = (): void => {
        socket.off('drain', proceed)
        socket.off('close', proceed)
        resolve()
      }
      socket.on('drain', proceed)
      socket.on('close', proceed)
    })
  }

  cork(): void {
    this.socket.cork()
  }

  uncork(): void {
    this.socket.uncork()
  }

  /** Whether something has waited for so many milliseconds without that any of it was taken. */
  isStuck(now: number, timeout: number): boolean {
    const waiting = this.socket.writableLength + systemQueue(this.socket)
    if (waiting === 0 || waiting !== this.waiting) {
      this.waiting = waiting
      this.since = now
      return false
    }
    return now - this.since > timeout
  }
}

/** Bytes that the system has not taken yet. Node's own timeouts look there too. */
function systemQueue(socket: Socket): number {
  return (socket as { _handle?: { writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0
}
