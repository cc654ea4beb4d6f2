const CR = 0x0d
const LF = 0x0a
const DASH = 0x2d

/** So many blanks may follow a boundary on its line; RFC 2046 calls them transport padding and sets no limit. */
const MAX_PADDING = 128

/**
 * In a file without dashes the platform's own search is faster than one that can move on by only so many bytes. It costs
 * more when they are not this far from one another.
 */
const SHORT = 12
const RARE = 512

/** What a line that begins like a delimiter turned out to be. */
export type DelimiterKind =
  /** A part follows. */
  | 'part'
  /** The last one. */
  | 'close'
  /** It only looks like one. */
  | 'none'
  /** More bytes are needed to tell. */
  | 'unknown'

/**
 * Finds the lines between the parts of a multipart body, RFC 2046 section 5.1.1:
 *
 *     dash-boundary   = "--" boundary
 *     delimiter       = CRLF dash-boundary transport-padding CRLF
 *     close-delimiter = CRLF dash-boundary "--"
 *
 * The search is Horspool's: the byte under the end of the dash-boundary says how far it can be moved on, so that most
 * bytes are never looked at. It stays linear on hostile bodies: bytes are compared only behind a line end, and forward;
 * as many as agree hold no further line end, and are thus never compared again.
 *
 * @example
 * const delimiter = new Delimiter('b', false)
 * const bytes = new TextEncoder().encode('data\r\n--b\r\n')
 * assert.equal(delimiter.find(bytes, 0), 6)
 * assert.equal(delimiter.kind(bytes, 6), 'part')
 * assert.equal(delimiter.after, 11)
 */
export class Delimiter {
  /** Index after the delimiter that {@link kind} has just been asked about. */
  after = 0
  /** Whether its line ended in a carriage return whose line feed may still come. */
  afterCr = false
  readonly #dashed: Uint8Array
  /** How far the search may go on from a byte under the end of the dash-boundary; 0 where it may be the end. */
  readonly #shifts: Uint8Array
  /** The same without a line end before the dash-boundary. */
  readonly #looseShifts: Uint8Array
  readonly #bare: boolean

  /**
   * @param boundary at most 200 ASCII characters
   * @param bare whether CR alone and LF alone are line ends too
   */
  constructor(boundary: string, bare: boolean) {
    const dashed = new TextEncoder().encode(`--${boundary}`)
    // A line end takes part in the search: it is one byte more to move on by.
    const shifts = new Uint8Array(256).fill(dashed.length + 1)
    const looseShifts = new Uint8Array(256).fill(dashed.length)
    shifts[LF] = dashed.length
    shifts[CR] = dashed.length
    for (let at = 0; at < dashed.length; at++)
      shifts[dashed[at]!] = looseShifts[dashed[at]!] = dashed.length - 1 - at
    this.#dashed = dashed
    this.#shifts = shifts
    this.#looseShifts = looseShifts
    this.#bare = bare
  }

  /**
   * The index of the next dash-boundary behind a line end.
   *
   * @param from where the line end may begin
   * @param anchored whether there must be a line end; without it the search is no longer linear
   * @returns -1 when there is none; {@link tail} then says what may be the beginning of one
   */
  find(bytes: Uint8Array, from: number, anchored: boolean = true): number {
    const last = this.#dashed.length - 1
    let first = anchored ? from + 1 : from
    if (anchored && last < SHORT) {
      for (let common = 0; common < 4;) {
        const start = bytes.indexOf(DASH, first)
        if (start < 0) return -1
        if (this.breakLength(bytes, from, start) > 0 && this.#agrees(bytes, start) > last) return start
        if (start - first < RARE) common++
        first = start + 1
      }
    }
    const shifts = anchored ? this.#shifts : this.#looseShifts
    const { length } = bytes
    for (let at = first + last; at < length;) {
      const shift = shifts[bytes[at]!]!
      if (shift > 0) at += shift
      else {
        const start = at - last
        if ((!anchored || this.breakLength(bytes, from, start) > 0) && this.#agrees(bytes, start) > last)
          return start
        at++
      }
    }
    return -1
  }

  /** How many bytes before `end`, but not before `from`, are a line end: 0, 1 or 2. */
  breakLength(bytes: Uint8Array, from: number, end: number): number {
    const byte = end > from ? bytes[end - 1] : undefined
    if (byte === LF && end - 2 >= from && bytes[end - 2] === CR) return 2
    return this.#bare && (byte === LF || byte === CR) ? 1 : 0
  }

  /**
   * Whether a delimiter without its first line end begins at an index.
   *
   * @returns the kind; {@link after} and {@link afterCr} go with `part` and `close`
   */
  kind(bytes: Uint8Array, start: number): DelimiterKind {
    const agreed = this.#agrees(bytes, start)
    if (agreed < this.#dashed.length) return start + agreed === bytes.length ? 'unknown' : 'none'
    const { length } = bytes
    let at = start + agreed
    this.afterCr = false
    if (bytes[at] === DASH) {
      this.after = at + 2
      return at + 1 === length ? 'unknown' : bytes[at + 1] === DASH ? 'close' : 'none'
    }
    const limit = Math.min(length, at + MAX_PADDING)
    while (at < limit && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++
    if (at === length) return 'unknown'
    const byte = bytes[at]
    if (byte === CR && at + 1 === length && !this.#bare) return 'unknown'
    const isCrLf = byte === CR && bytes[at + 1] === LF
    this.after = isCrLf ? at + 2 : at + 1
    this.afterCr = byte === CR && at + 1 === length
    return isCrLf || (this.#bare && (byte === CR || byte === LF)) ? 'part' : 'none'
  }

  /**
   * The index from which on the bytes may be the beginning of a delimiter, its first line end included.
   *
   * @param anchored as for {@link find}
   * @returns the number of bytes when there is none
   */
  tail(bytes: Uint8Array, from: number, anchored: boolean = true): number {
    const { length } = bytes
    for (let at = Math.max(from, length - this.#dashed.length - 1); at < length; at++) {
      if (!anchored && at + this.#agrees(bytes, at) === length) return at
      const byte = bytes[at]
      if (byte !== CR && !(this.#bare && byte === LF)) continue
      const hasLf = byte === CR && bytes[at + 1] === LF
      if (byte === CR && !hasLf && !this.#bare && at + 1 < length) continue
      const start = hasLf ? at + 2 : at + 1
      if (start + this.#agrees(bytes, start) === length) return at
    }
    return length
  }

  /** How many bytes from an index on agree with the dash-boundary. */
  #agrees(bytes: Uint8Array, start: number): number {
    const dashed = this.#dashed
    const limit = Math.min(dashed.length, bytes.length - start)
    let count = 0
    while (count < limit && bytes[start + count] === dashed[count]) count++
    return count
  }
}
