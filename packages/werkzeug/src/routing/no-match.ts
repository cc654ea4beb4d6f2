/**
 * No rule matched. It is a value, not thrown: most requests that are not found need no stack.
 * Python: `werkzeug.routing.exceptions.NoMatch`.
 *
 * @example
 * const none = new NoMatch(new Set(['GET', 'HEAD']), false)
 * assert(none.haveMatchFor.has('GET'))
 */
export class NoMatch {
  /** The methods of rules that matched but for theirs. */
  readonly haveMatchFor: ReadonlySet<string>
  /** A rule matched but for being one of WebSockets, or not being one. */
  readonly websocketMismatch: boolean

  constructor(haveMatchFor: ReadonlySet<string>, websocketMismatch: boolean) {
    this.haveMatchFor = haveMatchFor
    this.websocketMismatch = websocketMismatch
  }
}
