import type { ErrorStream } from '../gateway.ts'

/**
 * A `wsgi.errors` that keeps what is written to it.
 *
 * @example
 * const errors = new ErrorLog()
 * errors.writelines(['one\n', 'two\n'])
 * assert.equal(errors.text, 'one\ntwo\n')
 */
export class ErrorLog implements ErrorStream {
  /** Everything that was written. */
  text = ''

  write(text: string): void {
    this.text += text
  }

  writelines(lines: Iterable<string>): void {
    for (const line of lines) this.write(line)
  }

  flush(): void {}
}
