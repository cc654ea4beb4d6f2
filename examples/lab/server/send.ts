import { connect } from 'node:net'
import type { LevelAnswer } from '../src/protocol.ts'
import type { Service } from './services.ts'

/** After so many milliseconds without a byte the lab ends its side; after as many again it closes. */
const SILENCE = 400
/** All in all, and at most so many bytes. */
const MOST_TIME = 5_000
const MOST_BYTES = 1024 * 1024

/**
 * Sends bytes to one of the lab's own services and tells what came back and what was seen inside. There is no way to name
 * another address.
 *
 * @param bytes one character each
 */
export async function sendTo(service: Service, bytes: string): Promise<LevelAnswer> {
  const started = performance.now()
  const socket = connect({ host: '127.0.0.1', port: service.port, allowHalfOpen: true, noDelay: true })
  socket.setEncoding('latin1')
  let wire = ''
  let end: LevelAnswer['end'] = 'open'
  let localPort = 0
  let lastByte = 0
  await new Promise<void>((resolve) => {
    let halfClosed = false
    let silence: NodeJS.Timeout | undefined
    const finish = (): void => {
      clearTimeout(silence)
      clearTimeout(limit)
      socket.destroy()
      resolve()
    }
    const limit = setTimeout(finish, MOST_TIME)
    const listen = (): void => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        if (halfClosed) return finish()
        halfClosed = true
        socket.end()
        listen()
      }, SILENCE)
    }
    socket.once('connect', () => {
      localPort = socket.localPort ?? 0
      socket.write(bytes, 'latin1')
      listen()
    })
    socket.on('data', (text: string) => {
      wire += text
      lastByte = performance.now()
      if (wire.length > MOST_BYTES) finish()
      else listen()
    })
    socket.on('end', () => {
      // What the server did because the lab had ended its side is no answer to the request.
      if (!halfClosed) end = 'closed'
      finish()
    })
    socket.on('error', () => {
      if (!halfClosed) end = 'reset'
      finish()
    })
  })
  const ms = Math.round(((lastByte || performance.now()) - started) * 100) / 100
  return { level: service.level, wire, end, ms, calls: service.takeCalls(localPort) }
}
