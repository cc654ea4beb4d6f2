import type { BaseConverter } from './base-converter.ts'
import { escapeRegex, patternOf } from './text-pattern.ts'
import type { TextPattern } from './text-pattern.ts'

/** A piece of a part: fixed text, or a converter. */
export type Piece = string | BaseConverter<unknown>

/** Whether a piece is fixed text. */
const isText = (piece: Piece): piece is string => typeof piece === 'string'

/** Decides whether a text is what a part of a rule says. */
export interface PartTest {
  /** Whether the whole text matches; the texts for the converters are put behind those in `values`. */
  match(text: string, values: string[]): boolean
}

/**
 * The regular expression that pieces stand for, a group named `_0`, `_1` and so on for each converter.
 *
 * @example
 * import { BaseConverter, Map } from '@triptych/werkzeug/routing'
 * assert.equal(regexOf(['a.', new BaseConverter(new Map())]), 'a\\.(?<_0>[^/]+)')
 */
export function regexOf(pieces: readonly Piece[]): string {
  let groups = 0
  return pieces
    .map((piece) => (typeof piece === 'string' ? escapeRegex(piece) : `(?<_${groups++}>${piece.regex})`))
    .join('')
}

/**
 * The test for a part of these pieces. One converter with texts around it costs a look at each end; several are matched in
 * linear time, when all of them have a form that is known; anything else is a regular expression.
 *
 * @throws SyntaxError for a converter whose regular expression is none
 * @example
 * import { IntegerConverter, Map, UnicodeConverter } from '@triptych/werkzeug/routing'
 * const test = partTest(['a-', new IntegerConverter(new Map()), '-', new UnicodeConverter(new Map())])
 * const values = []
 * assert(test.match('a-12-b-c', values))
 * assert.deepEqual(values, ['12', 'b-c'])
 */
export function partTest(pieces: readonly Piece[]): PartTest {
  const converters = pieces.filter((piece) => typeof piece !== 'string')
  const patterns = converters.map(({ regex }) => patternOf(regex))
  if (!patterns.every((pattern) => pattern !== undefined))
    return new RegexTest(regexOf(pieces), converters.length)
  const [pattern] = patterns
  if (patterns.length === 1 && pattern) {
    const at = pieces.findIndex((piece) => !isText(piece))
    const text = (some: readonly Piece[]): string => some.filter(isText).join('')
    return new SingleTest(text(pieces.slice(0, at)), pattern, text(pieces.slice(at + 1)))
  }
  let next = 0
  return new SequenceTest(pieces.map((piece) => (typeof piece === 'string' ? piece : patterns[next++]!)))
}

/** One converter with text before and after it. */
class SingleTest implements PartTest {
  private readonly prefix: string
  private readonly pattern: TextPattern
  private readonly suffix: string

  constructor(prefix: string, pattern: TextPattern, suffix: string) {
    this.prefix = prefix
    this.pattern = pattern
    this.suffix = suffix
  }

  match(text: string, values: string[]): boolean {
    const { prefix, suffix } = this
    let value = text
    if (prefix !== '' || suffix !== '') {
      if (text.length < prefix.length + suffix.length) return false
      if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false
      value = text.slice(prefix.length, text.length - suffix.length)
    }
    if (!this.pattern.accepts(value)) return false
    values.push(value)
    return true
  }
}

/**
 * Several converters, as a regular expression would match them (the first takes its way, as far as the rest allows), but
 * without going back: from the last piece to the first, a table tells for each place where the piece that begins there
 * ends, if all behind it match. Its time is the length of the text times the number of pieces.
 */
class SequenceTest implements PartTest {
  private readonly pieces: readonly (string | TextPattern)[]

  constructor(pieces: readonly (string | TextPattern)[]) {
    this.pieces = pieces
  }

  match(text: string, values: string[]): boolean {
    const tables = this.tablesFor(text)
    let at = 0
    if (tables[0]![0]! < 0) return false
    for (const [place, piece] of this.pieces.entries()) {
      const end = tables[place]![at]!
      if (typeof piece !== 'string') values.push(text.slice(at, end))
      at = end
    }
    return true
  }

  /** For each piece, by where it begins, where it ends; -1 where it can't be. */
  private tablesFor(text: string): Int32Array[] {
    const length = text.length
    const tables: Int32Array[] = []
    let behind = new Int32Array(length + 1).fill(-1)
    behind[length] = length
    for (let place = this.pieces.length - 1; place >= 0; place--) {
      const piece = this.pieces[place]!
      const table = new Int32Array(length + 1).fill(-1)
      if (typeof piece === 'string') fillText(table, text, piece, behind)
      else fillPattern(table, text, piece, behind)
      tables[place] = behind = table
    }
    return tables
  }
}

function fillText(table: Int32Array, text: string, piece: string, behind: Int32Array): void {
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    const end = at + piece.length
    if (behind[end]! >= 0) table[at] = end
  }
}

function fillPattern(table: Int32Array, text: string, piece: TextPattern, behind: Int32Array): void {
  const length = text.length
  const ends = piece.endsIn(text)
  // The nearest places where what is behind can begin: at or before a place, at or after it.
  const before = new Int32Array(length + 1)
  const after = new Int32Array(length + 1)
  for (let at = 0; at <= length; at++) before[at] = behind[at]! >= 0 ? at : at > 0 ? before[at - 1]! : -1
  for (let at = length; at >= 0; at--)
    after[at] = behind[at]! >= 0 ? at : at < length ? after[at + 1]! : length + 1
  for (let at = 0; at <= length; at++) {
    for (const [first, last] of ends(at)) {
      const end = first <= last ? after[first]! : before[first]!
      if (first <= last ? end > last : end < last) continue
      table[at] = end
      break
    }
  }
}

/** Whatever else: its time is that of the expression of the converter's author. */
class RegexTest implements PartTest {
  private readonly regex: RegExp
  private readonly groups: number

  constructor(source: string, groups: number) {
    this.regex = new RegExp(`^(?:${source})$`, 'u')
    this.groups = groups
  }

  match(text: string, values: string[]): boolean {
    const found = this.regex.exec(text)
    if (!found) return false
    for (let group = 0; group < this.groups; group++) values.push(found.groups?.[`_${group}`] ?? '')
    return true
  }
}
