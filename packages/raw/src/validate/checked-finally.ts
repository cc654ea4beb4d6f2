import { captureCallSite } from './call-site.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

type Callback = () => void | Promise<void>
type Register = (callback: Callback) => void

/** What the order of events is judged by. */
export interface Ending {
  /** The body has ended or the application failed: the application has nothing more to say. */
  isOver(): boolean
  /** The application gave a body that has not been closed yet. */
  isOpen(): boolean
}

/**
 * `triptych.finally` under observation: what the application registers, and when and how often the server runs it.
 *
 * @example
 * const broken = []
 * const register = checkedFinally(() => {}, { isOver: () => true, isOpen: () => false }, (id) => broken.push(id))
 * register(() => {})
 * assert.deepEqual(broken, ['L010'])
 */
export function checkedFinally(inner: Register, ending: Ending, report: Report): Register {
  let waiting = 0
  const register: Register = (...args) => {
    const site = captureCallSite(register)
    const [callback] = args
    if (args.length !== 1 || typeof callback !== 'function') {
      report('L009', `triptych.finally got ${show(args)}`, callback, site)
    }
    if (ending.isOver()) report('L010', 'triptych.finally was called after the end', callback, site)
    const index = waiting++
    inner(() => {
      if (index !== waiting - 1) {
        report('L011', `Callback ${index + 1} ran when it was the turn of ${waiting}`, index + 1, site)
      }
      if (ending.isOpen()) report('L011', `Callback ${index + 1} ran before close()`, index + 1, site)
      waiting = index
      return callback()
    })
  }
  return register
}
