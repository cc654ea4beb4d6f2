const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * What a signal does to a run: the first ends it in order, so that targets are stopped and reports hold what had run; a second
 * one, and one before there is anything to save, ends the command at once.
 */
export class Interruption {
  private readonly controller = new AbortController()
  private isOrderly = false

  constructor() {
    for (const name of SIGNALS) process.on(name, this.onSignal)
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** From now on there is something to save. */
  begin(): void {
    this.isOrderly = true
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.onSignal)
  }

  private readonly onSignal = (): void => {
    // The handlers of `exit` end what was started.
    if (!this.isOrderly || this.signal.aborted) process.exit(1)
    this.controller.abort()
  }
}
