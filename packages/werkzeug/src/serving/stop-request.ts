const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * Fulfilled when the process is told to stop by SIGTERM or SIGINT, or a signal of the program is aborted. Then it listens
 * to none of them any more, so that a second SIGINT ends the process at once.
 *
 * @example
 * const stop = new AbortController()
 * const stopped = stopRequest(stop.signal)
 * stop.abort()
 * await stopped
 * await stopRequest(AbortSignal.abort())
 * assert.equal(process.listenerCount('SIGTERM'), 0)
 */
export function stopRequest(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const name of SIGNALS) process.off(name, stop)
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    for (const name of SIGNALS) process.on(name, stop)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
  })
}
