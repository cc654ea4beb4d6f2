import type { Result } from '../result.ts'

/** Shows how far a run is: a line that is written over on a terminal, nothing in a pipe. */
export class Progress {
  private readonly stream: NodeJS.WriteStream
  private readonly total: number
  private readonly label: string
  private done = 0
  private failed = 0

  constructor(stream: NodeJS.WriteStream, label: string, total: number) {
    this.stream = stream
    this.label = label
    this.total = total
  }

  add(result: Result): void {
    this.done++
    if (result.verdict === 'fail' || result.verdict === 'flaky') this.failed++
    if (!this.stream.isTTY) return
    const text = `${this.label}: ${this.done} of ${this.total}, ${this.failed} failed  ${result.case.id}`
    this.stream.write(`\r\x1b[K${text.slice(0, (this.stream.columns ?? 80) - 1)}`)
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K')
  }
}
