/**
 * Texts that regular expressions of converters describe, matched by hand: a whole text in linear time, and all the places
 * where a piece could end, for parts of several pieces. Expressions of a form not known here are left to RegExp.
 */

/**
 * Ends that a piece may have, from the one it likes best to the one it likes least: downwards for what takes as much as it
 * can, upwards for what takes as little.
 */
export type Ends = readonly [first: number, last: number]

/** What a converter takes. */
export interface TextPattern {
  /** Whether it takes the whole text. */
  accepts(text: string): boolean
  /** For a text, a function from the place where a piece begins to where it may end; best ends first. */
  endsIn(text: string): (at: number) => readonly Ends[]
}

const NO_ENDS: readonly Ends[] = []

/** The whole grammar of `[^/]+` and `[^/]{min,max}`: characters of one segment, which are code points. */
class Segment implements TextPattern {
  private readonly min: number
  private readonly max: number

  constructor(min: number, max: number) {
    this.min = min
    this.max = max
  }

  accepts(text: string): boolean {
    if (text.includes('/')) return false
    if (this.max === Infinity && this.min <= 1) return text.length >= this.min
    if (text.length < this.min) return false
    if (text.length <= this.max && !SURROGATE.test(text)) return true
    let count = 0
    for (let at = 0; at < text.length; at = after(text, at)) if (++count > this.max) return false
    return count >= this.min
  }

  endsIn(text: string): (at: number) => readonly Ends[] {
    const stops = runsOf(text, (code) => code !== 0x2f)
    const wide = SURROGATE.test(text)
    return (at) => {
      const stop = stops[at]!
      let first = at
      let last = at
      if (!wide || (this.max === Infinity && this.min <= 1)) {
        first = Math.min(stop, at + this.max)
        last = at + this.min
      } else {
        for (let count = 0; count < this.max && first < stop; count++) first = after(text, first)
        for (let count = 0; count < this.min && last <= stop; count++) last = after(text, last)
      }
      return first < last ? NO_ENDS : [[first, last]]
    }
  }
}

const SURROGATE: RegExp = /[\ud800-\udfff]/

/** The place after the code point at `at`. */
function after(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
}

/** For each place, the end of the run of such characters that begins there. */
function runsOf(text: string, isOfRun: (code: number) => boolean): Int32Array {
  const ends = new Int32Array(text.length + 2)
  ends[text.length] = text.length
  ends[text.length + 1] = text.length
  for (let at = text.length - 1; at >= 0; at--) {
    ends[at] = isOfRun(text.charCodeAt(at)) ? ends[at + 1]! : at
  }
  return ends
}

/** `[^/].*?`: no slash first, no line feed later, as few characters as possible. */
const PATH: TextPattern = {
  accepts: (text) => text.length > 0 && text.charCodeAt(0) !== 0x2f && !text.includes('\n', 1),
  endsIn(text) {
    const stops = runsOf(text, (code) => code !== 0x0a)
    return (at) => (at >= text.length || text.charCodeAt(at) === 0x2f ? NO_ENDS : [[at + 1, stops[at + 1]!]])
  },
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** `\d+` and `\d+\.\d+`, with `-?` before them or not. */
class Digits implements TextPattern {
  private readonly signed: boolean
  private readonly fraction: boolean

  constructor(signed: boolean, fraction: boolean) {
    this.signed = signed
    this.fraction = fraction
  }

  accepts(text: string): boolean {
    const start = this.signed && text.charCodeAt(0) === 0x2d ? 1 : 0
    let at = start
    while (at < text.length && isDigit(text.charCodeAt(at))) at++
    if (at === start) return false
    if (!this.fraction) return at === text.length
    if (text.charCodeAt(at) !== 0x2e) return false
    const point = at++
    while (at < text.length && isDigit(text.charCodeAt(at))) at++
    return at === text.length && at > point + 1
  }

  endsIn(text: string): (at: number) => readonly Ends[] {
    const stops = runsOf(text, isDigit)
    return (at) => {
      const start = this.signed && text.charCodeAt(at) === 0x2d ? at + 1 : at
      const stop = stops[start]!
      if (stop <= start) return NO_ENDS
      if (!this.fraction) return [[stop, start + 1]]
      if (text.charCodeAt(stop) !== 0x2e || stops[stop + 1]! <= stop + 1) return NO_ENDS
      return [[stops[stop + 1]!, stop + 2]]
    }
  }
}

const UUID_TEXT: RegExp = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const UUID_LENGTH = 36
const UUID: TextPattern = {
  accepts: (text) => text.length === UUID_LENGTH && UUID_TEXT.test(text),
  endsIn: (text) => (at) => {
    const end = at + UUID_LENGTH
    return UUID_TEXT.test(text.slice(at, end)) ? [[end, end]] : NO_ENDS
  },
}

/** `(?:a|b)`, texts only. */
class Choice implements TextPattern {
  private readonly items: ReadonlySet<string>

  constructor(items: readonly string[]) {
    this.items = new Set(items)
  }

  accepts(text: string): boolean {
    return this.items.has(text)
  }

  endsIn(text: string): (at: number) => readonly Ends[] {
    return (at) => {
      const ends: Ends[] = []
      for (const item of this.items) {
        if (text.startsWith(item, at)) ends.push([at + item.length, at + item.length])
      }
      return ends
    }
  }
}

const KNOWN: Readonly<Record<string, TextPattern>> = {
  '[^/]+': new Segment(1, Infinity),
  '[^/].*?': PATH,
  '\\d+': new Digits(false, false),
  '-?\\d+': new Digits(true, false),
  '\\d+\\.\\d+': new Digits(false, true),
  '-?\\d+\\.\\d+': new Digits(true, true),
  '[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}': UUID,
}

/**
 * The pattern for the source of a regular expression, if its form is one that is known.
 *
 * @example
 * assert.equal(patternOf('\\d+')?.accepts('42'), true)
 * assert.equal(patternOf('[^/]{2,3}')?.accepts('abcd'), false)
 * assert.equal(patternOf('(?:a|b)')?.accepts('b'), true)
 * assert.equal(patternOf('[a-z]+'), undefined)
 */
export function patternOf(source: string): TextPattern | undefined {
  if (Object.hasOwn(KNOWN, source)) return KNOWN[source]
  const lengths = /^\[\^\/\]\{(\d+)(,(\d*))?\}$/.exec(source)
  if (lengths) {
    const [, min, comma, max] = lengths
    return new Segment(Number(min), comma === undefined ? Number(min) : max ? Number(max) : Infinity)
  }
  if (!/^\(\?:(?:[^\\^$.*+?()[\]{}]|\\[\\^$.*+?()[\]{}|/])*\)$/.test(source)) return undefined
  const items = source.slice(3, -1).match(/(?:[^\\|]|\\.)+|(?<=^|\|)(?=\||$)/gs) ?? ['']
  return new Choice(items.map((item) => item.replaceAll(/\\(.)/g, '$1')))
}

/**
 * Writes a text so that a regular expression takes it as it is.
 *
 * @example
 * assert(new RegExp(`^${escapeRegex('a.b|c')}$`, 'u').test('a.b|c'))
 */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
