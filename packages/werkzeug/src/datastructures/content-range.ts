import { isByteRangeValid } from '../http/byte-range.ts'
import { strip } from '../http/strip.ts'

type OnUpdate = ((changed: ContentRange) => void) | null

/**
 * The Content-Range of a response: which part of the whole it is. The end is exclusive. That of a `Response` is live: setting a
 * part writes the header. Python: `werkzeug.datastructures.ContentRange`.
 *
 * @example
 * const range = new ContentRange('bytes', 0, 10, 100)
 * assert.equal(range.toHeader(), 'bytes 0-9/100')
 * assert.equal(ContentRange.fromHeader('bytes 0-9/100')?.stop, 10)
 * range.unset()
 * assert.equal(range.toHeader(), '')
 */
export class ContentRange {
  /** Called after each change; null for nobody. */
  onUpdate: OnUpdate
  #units: string | null
  #start: number | null
  #stop: number | null
  #length: number | null

  /** @throws RangeError for a range that makes no sense */
  constructor(
    units: string | null,
    start: number | null,
    stop: number | null,
    length: number | null = null,
    onUpdate: OnUpdate = null,
  ) {
    check(start, stop, length)
    this.#units = units
    this.#start = start
    this.#stop = stop
    this.#length = length
    this.onUpdate = onUpdate
  }

  /** Reads the header; null for one that makes no sense. Python: `werkzeug.http.parse_content_range_header`. */
  static fromHeader(value: string | null | undefined, onUpdate: OnUpdate = null): ContentRange | null {
    const [, units = '', rest = ''] = /^\s*(\S+)\s+([^]*)$/.exec(strip(value ?? '')) ?? []
    const slash = rest.indexOf('/')
    if (units === '' || slash < 0) return null
    const range = rest.slice(0, slash)
    const lengthText = rest.slice(slash + 1)
    const length = lengthText === '*' ? null : plainInteger(lengthText)
    if (length === undefined) return null
    if (range === '*') {
      return isByteRangeValid(null, null, length)
        ? new ContentRange(units, null, null, length, onUpdate)
        : null
    }
    const dash = range.indexOf('-')
    const start = dash < 0 ? undefined : plainInteger(range.slice(0, dash))
    const last = dash < 0 ? undefined : plainInteger(range.slice(dash + 1))
    if (start === undefined || last === undefined || !isByteRangeValid(start, last + 1, length)) return null
    return new ContentRange(units, start, last + 1, length, onUpdate)
  }

  /** The unit, such as `bytes`; null when there is no range. */
  get units(): string | null {
    return this.#units
  }
  set units(value: string | null) {
    this.#units = value
    this.onUpdate?.(this)
  }

  /** Where the part begins; null when only the length is said. */
  get start(): number | null {
    return this.#start
  }
  set start(value: number | null) {
    this.#start = value
    this.onUpdate?.(this)
  }

  /** Where the part ends, exclusive. */
  get stop(): number | null {
    return this.#stop
  }
  set stop(value: number | null) {
    this.#stop = value
    this.onUpdate?.(this)
  }

  /** The length of the whole; null when it is not known. */
  get length(): number | null {
    return this.#length
  }
  set length(value: number | null) {
    this.#length = value
    this.onUpdate?.(this)
  }

  /** Whether there is no range. */
  get isEmpty(): boolean {
    return this.#units === null
  }

  /**
   * Sets all parts at once.
   *
   * @throws RangeError for a range that makes no sense
   */
  set(
    start: number | null,
    stop: number | null,
    length: number | null = null,
    units: string | null = 'bytes',
  ): void {
    check(start, stop, length)
    this.#units = units
    this.#start = start
    this.#stop = stop
    this.#length = length
    this.onUpdate?.(this)
  }

  /** Removes the range, and with it the header. */
  unset(): void {
    this.set(null, null, null, null)
  }

  /** Whether another one says the same. */
  equals(other: unknown): boolean {
    return other instanceof ContentRange && other.toHeader() === this.toHeader()
  }

  /**
   * As the header has it; nothing when there is no range.
   *
   * @throws TypeError when there is a start without an end
   */
  toHeader(): string {
    if (this.#units === null) return ''
    const length = this.#length ?? '*'
    if (this.#start === null) return `${this.#units} */${length}`
    if (this.#stop === null) throw new TypeError(`Expected an end of the range that starts at ${this.#start}`)
    return `${this.#units} ${this.#start}-${this.#stop - 1}/${length}`
  }

  toString(): string {
    return this.toHeader()
  }
}

function check(start: number | null, stop: number | null, length: number | null): void {
  if (isByteRangeValid(start, stop, length)) return
  throw new RangeError(
    `Expected a range from ${start} to ${stop} within a length of ${length}, it makes no sense`,
  )
}

/** ASCII digits, with a sign. */
function plainInteger(text: string): number | undefined {
  return /^\s*-?[0-9]+\s*$/.test(text) ? Number(text) : undefined
}
