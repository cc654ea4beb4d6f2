/**
 * The User-Agent of a request. It is not parsed: a subclass may fill in what it knows, and be given to a `Request` as its
 * `userAgentClass`. Python: `werkzeug.user_agent.UserAgent`.
 *
 * @example
 * class Known extends UserAgent {
 *   override readonly browser: string | null = this.string.includes('Firefox/') ? 'firefox' : null
 * }
 * const agent = new Known('Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/128.0')
 * assert.equal(agent.browser, 'firefox')
 * assert.equal(agent.isKnown, true)
 * assert.equal(new UserAgent('curl/8').isKnown, false)
 */
export class UserAgent {
  /** The text as it was sent. */
  readonly string: string
  /** The system it runs on. */
  readonly platform: string | null = null
  /** What it is. */
  readonly browser: string | null = null
  readonly version: string | null = null
  /** What language it speaks. */
  readonly language: string | null = null

  constructor(string: string) {
    this.string = string
  }

  /** Whether anything is known of it: Python's truth of the object. */
  get isKnown(): boolean {
    return this.browser !== null && this.browser !== ''
  }

  /** As the header has it. */
  toHeader(): string {
    return this.string
  }

  toString(): string {
    return this.string
  }
}
