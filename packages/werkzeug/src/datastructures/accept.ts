import { dumpOptionsHeader, parseOptionsHeader } from '../http/options-header.ts'
import { parseListHeader } from '../http/list-header.ts'
import { strip } from '../http/strip.ts'

/** What a client takes, and how much it likes it, from 0 to 1. */
export type AcceptItem = readonly [value: string, quality: number]

/** The classes of headers that are lists of preferences. */
export type AcceptClass<T extends Accept> = new (values?: Iterable<AcceptItem> | null) => T

/** How many headers of a class, and how many offers to a header, are remembered. */
const REMEMBERED = 100
/** Longer headers are no browser's, and would take much memory. */
const LONGEST_REMEMBERED = 256

/** The objects that headers were read into, by their class: clients send the same headers again and again. */
const known = new WeakMap<AcceptClass<Accept>, Map<string, Accept>>()

/**
 * Preferences of a client, the more specific first, then the better liked. Nothing at all and an empty header differ:
 * `provided` tells. Cannot be changed. Python: `werkzeug.datastructures.Accept`.
 *
 * @example
 * const encodings = Accept.fromHeader('gzip;q=0.5, br, *;q=0')
 * assert.deepEqual([...encodings], [['br', 1], ['gzip', 0.5], ['*', 0]])
 * assert.equal(encodings.bestMatch(['gzip', 'br']), 'br')
 * assert.equal(encodings.quality('zstd'), 0)
 * assert.equal(encodings.bestMatch(['zstd'], { default: 'identity' }), 'identity')
 */
export class Accept implements Iterable<AcceptItem> {
  /** Whether there was a header. */
  readonly provided: boolean
  readonly #items: readonly AcceptItem[]
  /** How specific each item is. */
  readonly #specificities: readonly string[]
  /** The index of the first item that is about something. */
  #found: Map<string, number> | undefined

  constructor(values: Iterable<AcceptItem> | null = []) {
    this.provided = values instanceof Accept ? values.provided : values !== null
    const ranked = Array.from(values ?? [], ([value, quality]) => ({
      // Requests share what a header says.
      item: Object.freeze([value, quality] as const),
      specificity: this.specificity(value),
    }))
    if (!(values instanceof Accept)) {
      ranked.sort((a, b) => compare(b.specificity, a.specificity) || b.item[1] - a.item[1])
    }
    this.#items = ranked.map(({ item }) => item)
    this.#specificities = ranked.map(({ specificity }) => specificity)
  }

  /**
   * Reads the header; null is none, and items with a quality that is none are left out. Equal headers may be given the same
   * object.
   */
  static fromHeader<T extends Accept>(this: AcceptClass<T>, value: string | null | undefined): T {
    if (!value) return new this(null)
    if (value.length > LONGEST_REMEMBERED) return new this(itemsOf(value))
    let remembered = known.get(this)
    const same = remembered?.get(value)
    if (same) return same as T
    // A map that was cleared would keep its size; a new one begins small.
    if (!remembered || remembered.size >= REMEMBERED) known.set(this, (remembered = new Map()))
    const accept = new this(itemsOf(value))
    remembered.set(value, accept)
    return accept
  }

  /** How specific an item is, step by step: `1` for a name, `0` for a star. */
  protected specificity(value: string): string {
    return value === '*' ? '0' : '1'
  }

  /** Whether what a server has is what a client's item is about. */
  protected matches(value: string, item: string): boolean {
    return item === '*' || item.toLowerCase() === value.toLowerCase()
  }

  /** How many items there are. */
  get size(): number {
    return this.#items.length
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  [Symbol.iterator](): IterableIterator<AcceptItem> {
    return this.#items.values()
  }

  /**
   * The item at an index, from the end when it is negative: Python's `accept[0]`.
   *
   * @throws RangeError when there is none
   */
  at(index: number): AcceptItem {
    const item = this.#items.at(index)
    if (!item) throw new RangeError(`Expected an index below ${this.size}, got ${index}`)
    return item
  }

  /** The quality of something; 0 when no item is about it. */
  quality(value: string): number {
    return this.#items[this.#indexOf(value)]?.[1] ?? 0
  }

  /** Whether an item is about it, even one of quality 0. */
  has(value: string): boolean {
    return this.#indexOf(value) >= 0
  }

  /** The index of the first item that is about it, or of the item itself; -1 when there is none. */
  find(value: string | AcceptItem): number {
    if (typeof value === 'string') return this.#indexOf(value)
    return this.#items.findIndex(([item, quality]) => item === value[0] && quality === value[1])
  }

  /**
   * The index of the first item that is about it, or of the item itself.
   *
   * @throws RangeError when there is none
   */
  index(value: string | AcceptItem): number {
    const at = this.find(value)
    if (at < 0) throw new RangeError(`Expected something that is accepted, got ${JSON.stringify(value)}`)
    return at
  }

  /** What the items are about. */
  values(): IterableIterator<string> {
    return this.#items.map(([value]) => value).values()
  }

  /** The first item; null when there is none. */
  get best(): string | null {
    return this.#items[0]?.[0] ?? null
  }

  /**
   * What of a server's choice the client likes best; of equals the more specific item decides, then the server's order. The
   * default, or null, when it takes none.
   */
  bestMatch<const T extends string>(matches: Iterable<T>): T | null
  bestMatch<const T extends string, D>(matches: Iterable<T>, options: { readonly default: D }): T | D
  bestMatch<const T extends string, D>(
    matches: Iterable<T>,
    options?: { readonly default: D },
  ): T | D | null {
    let result: T | D | null = options ? options.default : null
    let bestQuality = 0
    let bestSpecificity = ''
    for (const offer of matches) {
      const at = this.#indexOf(offer)
      if (at < 0) continue
      const quality = this.#items[at]![1]
      if (quality <= 0 || quality < bestQuality) continue
      const specificity = this.#specificities[at]!
      if (quality === bestQuality && specificity <= bestSpecificity) continue
      result = offer
      bestQuality = quality
      bestSpecificity = specificity
    }
    return result
  }

  /** Whether another one has the same items in the same order. */
  equals(other: unknown): boolean {
    if (!(other instanceof Accept) || other.size !== this.size) return false
    return this.#items.every(([value, quality], at) => {
      const [otherValue, otherQuality] = other.at(at)
      return value === otherValue && quality === otherQuality
    })
  }

  /** As the header has it, in the order of preference. */
  toHeader(): string {
    return this.#items
      .map(([value, quality]) => (quality === 1 ? value : `${value};q=${decimal(quality)}`))
      .join(',')
  }

  toString(): string {
    return this.toHeader()
  }

  #indexOf(value: string): number {
    const found = this.#found?.get(value)
    if (found !== undefined) return found
    const at = this.#items.findIndex(([item]) => this.matches(value, item))
    if (!this.#found || this.#found.size >= REMEMBERED) this.#found = new Map()
    this.#found.set(value, at)
    return at
  }
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** Without an exponent, which a header has no place for. */
function decimal(quality: number): string {
  const text = String(quality)
  return text.includes('e') ? quality.toFixed(20) : text
}

function itemsOf(header: string): AcceptItem[] {
  const items: AcceptItem[] = []
  for (const part of parseListHeader(header)) {
    const [name, options] = parseOptionsHeader(part)
    const text = options.get('q')
    options.delete('q')
    // A parameter that is a star alone has no name (the original fails on it).
    options.delete('')
    const quality = text === undefined ? 1 : qualityOf(strip(text))
    if (!(quality >= 0 && quality <= 1)) continue
    items.push([options.size === 0 ? name : dumpOptionsHeader(name, options), quality])
  }
  return items
}

const qualityOf = (text: string): number => (/^-?[0-9]+(?:\.[0-9]+)?$/.test(text) ? Number(text) : NaN)
