/** npm and the terminal may both pass on one key press: signals this close together are one. */
const SAME_SIGNAL = 100

/**
 * Fulfilled by the first SIGTERM or SIGINT. A second one ends the process at once, with the exit code by which shells
 * tell a signal: 143 or 130.
 *
 * @param from where signals come from, the process unless tried out
 * @example
 * import { EventEmitter } from 'node:events'
 * const signals = new EventEmitter()
 * const stop = stopSignal(signals)
 * signals.emit('SIGTERM', 'SIGTERM')
 * assert.equal(await stop, 'SIGTERM')
 */
export function stopSignal(from: NodeJS.EventEmitter = process): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = (signal: NodeJS.Signals): void => {
      if (first === undefined) {
        first = performance.now()
        resolve(signal)
      } else if (performance.now() - first > SAME_SIGNAL) {
        process.exit(signal === 'SIGINT' ? 130 : 143)
      }
    }
    from.on('SIGINT', onSignal)
    from.on('SIGTERM', onSignal)
  })
}
