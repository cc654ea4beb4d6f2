import type { Result } from '../result.ts'

/** Milliseconds between two lines in a pipe. */
const PAUSE = 10_000

/** Shows how far a run is: a line that is written over on a terminal, a line now and then in a pipe. */
export class Progress {
  private readonly stream: NodeJS.WriteStream
  private readonly total: number
  private readonly label: string
  private done = 0
  private failed = 0
  private shown = performance.now()

  constructor(stream: NodeJS.WriteStream, label: string, total: number) {
    this.stream = stream
    this.label = label
    this.total = total
  }

  add(result: Result): void {
    this.done++
    if (result.verdict === 'fail' || result.verdict === 'flaky') this.failed++
    const text = `${this.label}: ${this.done} of ${this.total}, ${this.failed} failed`
    if (this.stream.isTTY) {
      const line = `${text}  ${result.case.id}`
      this.stream.write(`\r\x1b[K${line.slice(0, (this.stream.columns ?? 80) - 1)}`)
    } else if (performance.now() - this.shown > PAUSE) {
      this.shown = performance.now()
      this.stream.write(`${text}\n`)
    }
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K')
  }
}
