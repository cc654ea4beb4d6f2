import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections: one of those could be taken before it is listened on. */
const FIRST = 20_000
const LAST = 32_000
const TRIES = 50

/**
 * A port of this machine on which nothing listens at the moment.
 *
 * @throws Error when none was found
 */
export async function freePort(): Promise<number> {
  for (let time = 0; time < TRIES; time++) {
    const port = randomInt(FIRST, LAST)
    if (await isFree(port)) return port
  }
  throw new Error(`Expected a free port between ${FIRST} and ${LAST}, found none in ${TRIES} tries`)
}

/** Whether a server could listen on a port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
