import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Address } from '../target.ts'
import type { Exchange } from '../result.ts'
import { textOf } from './byte-sequence.ts'
import type { ByteSequence } from './byte-sequence.ts'
import { readReplies } from './reply.ts'
import type { Replies } from './reply.ts'

/** How a connection is played. */
export interface ProbeOptions {
  /** Methods of the requests, in order: answers to HEAD have no body. Default: read from the bytes of the first one. */
  readonly methods?: readonly string[] | undefined
  /** Milliseconds without a byte after which nothing more is waited for while no answer has come. Default 1500. */
  readonly timeout?: number
  /** Answers that are expected: fewer are waited for as long as for none. Default 1. */
  readonly answers?: number | undefined
  /** The same once a whole answer has come: what still comes is a further answer or the end. Default 300. */
  readonly quiet?: number
  /** The factor of all times. Default 1. */
  readonly slow?: number
  /** Most bytes that are read. Default 16 MiB. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal | undefined
  /** Read nothing: the server finds out what it does with an answer that nobody takes. */
  readonly paused?: boolean
}

/** What came of it. */
export interface Probe extends Omit<Replies, 'end'> {
  /** All bytes that came, one character each. */
  readonly received: string
  readonly sent: string
  /** `open`: it still was when nothing more came. */
  readonly end: 'open' | 'closed' | 'reset' | 'refused'
  /** Milliseconds since the connection was opened. */
  readonly ms: number
}

/**
 * Opens a connection, plays a sequence of bytes on it, and records what comes back until the server is silent or closes.
 * Bytes and time are bounded. Errors of the connection are an end, not an error.
 *
 * @example
 * import { createServer } from 'node:net'
 * const server = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n')))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const probe = await play({ host: '127.0.0.1', port: server.address().port }, ['GET / HTTP/1.1\r\n\r\n'])
 * assert.deepEqual([probe.replies[0]?.status, probe.end], [204, 'closed'])
 * server.close()
 */
export async function play(
  address: Address,
  sequence: ByteSequence,
  options: ProbeOptions = {},
): Promise<Probe> {
  const { slow = 1, maxBytes = 16 * 1024 * 1024, signal } = options
  const timeout = (options.timeout ?? 1500) * slow
  const quiet = (options.quiet ?? 300) * slow
  const methods = options.methods ?? [methodOf(sequence)]
  const line = new Line(address, maxBytes, options.paused === true)
  const stop = (): void => line.destroy()
  signal?.addEventListener('abort', stop)
  try {
    await line.opened
    const started = performance.now()
    for (const part of joined(sequence)) {
      if (line.isOver) break
      if (typeof part === 'string') await line.send(part)
      else if ('pause' in part) await line.wait(part.pause * slow, () => false)
      else if ('fin' in part) line.fin()
      else if ('await' in part) await line.wait(part.max * slow, () => line.text.startsWith(part.await, 9))
      else if ('after' in part) {
        const { after } = part
        await line.wait(part.max * slow, () => readReplies(line.text, methods, false).replies.length >= after)
      } else break
    }
    while (options.paused !== true) {
      const { replies, end } = readReplies(line.text, methods, false)
      const isWhole = replies.length >= (options.answers ?? 1) && end === line.text.length
      const limit = isWhole ? quiet : timeout
      const silentFor = performance.now() - Math.max(line.lastByte, started)
      if (line.isOver || silentFor >= limit) break
      await line.wait(Math.min(limit - silentFor + 1, 50), () => false)
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    line.destroy()
  }
  return {
    ...readReplies(line.text, methods, line.end !== 'open'),
    received: line.text,
    sent: line.sentText,
    end: line.end,
    ms: Math.round(performance.now() - line.startedAt),
  }
}

/** Bytes that stand side by side go out in one packet, if they fit one. */
function joined(sequence: ByteSequence): Exclude<ByteSequence[number], { repeat: string }>[] {
  const parts: Exclude<ByteSequence[number], { repeat: string }>[] = []
  for (const part of sequence) {
    const text = textOf(part)
    const last = parts.at(-1)
    if (text === undefined) parts.push(part as Exclude<typeof part, { repeat: string }>)
    else if (typeof last === 'string') parts[parts.length - 1] = last + text
    else parts.push(text)
  }
  return parts
}

/** A probe as a result shows it; very long runs of bytes are cut. */
export function exchangeOf(probe: Probe, channel: string = 'client'): Exchange {
  return {
    channel,
    sent: shorten(probe.sent),
    received: shorten(probe.received),
    end: probe.end,
    ms: probe.ms,
  }
}

const MOST_SHOWN = 8192

/** The text with the middle of a very long run of bytes left out. */
export function shorten(text: string): string {
  if (text.length <= MOST_SHOWN) return text
  return `${text.slice(0, MOST_SHOWN / 2)}[... ${text.length - MOST_SHOWN} bytes ...]${text.slice(-MOST_SHOWN / 2)}`
}

function methodOf(sequence: ByteSequence): string {
  let text = ''
  for (const part of sequence) {
    text += (textOf(part) ?? '').slice(0, 100)
    if (text.length >= 100) break
  }
  return /^\s*([!-~]+) /.exec(text)?.[1] ?? 'GET'
}

class Line {
  readonly opened: Promise<void>
  readonly startedAt: number = performance.now()
  lastByte = 0
  end: Probe['end'] = 'open'
  text = ''
  sentText = ''
  private readonly socket: Socket
  private wake: () => void = () => {}

  constructor({ host, port }: Address, maxBytes: number, paused: boolean) {
    this.socket = connect({ host, port, allowHalfOpen: true, noDelay: true })
    this.opened = new Promise((resolve) => {
      this.socket.once('connect', resolve)
      this.socket.once('close', resolve)
    })
    this.socket.setEncoding('latin1')
    if (!paused)
      this.socket.on('data', (text: string) => {
        this.text += text
        this.lastByte = performance.now()
        if (this.text.length > maxBytes) this.destroy()
        this.wake()
      })
    this.socket.on('end', () => this.finish('closed'))
    this.socket.on('error', (error: NodeJS.ErrnoException) =>
      this.finish(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    )
    this.socket.on('close', () => this.wake())
  }

  get isOver(): boolean {
    return this.end !== 'open' || this.socket.destroyed
  }

  async send(text: string): Promise<void> {
    this.sentText += text
    if (this.isOver || !this.socket.writable) return
    this.socket.write(text, 'latin1')
    // Parts that are sent one after the other go out in packets of their own.
    await new Promise((resolve) => setImmediate(resolve))
  }

  fin(): void {
    this.socket.end()
  }

  /** Waits until something is so, the connection is over, or the time has passed. */
  async wait(ms: number, isSo: () => boolean): Promise<void> {
    const end = performance.now() + ms
    while (!isSo() && !this.isOver) {
      const left = end - performance.now()
      if (left <= 0) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  destroy(): void {
    this.socket.destroy()
  }

  private finish(end: Probe['end']): void {
    if (this.end === 'open') this.end = end
    this.wake()
  }
}
