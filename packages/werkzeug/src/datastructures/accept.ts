import { dumpOptionsHeader, parseOptionsHeader } from '../http/options-header.ts'
import { parseListHeader } from '../http/list-header.ts'

/** What a client takes, and how much it likes it, from 0 to 1. */
export type AcceptItem = readonly [value: string, quality: number]

/** The classes of headers that are lists of preferences. */
export type AcceptClass<T extends Accept> = new (values?: Iterable<AcceptItem> | null) => T

/**
 * Preferences of a client, the more specific first, then the better liked. Nothing at all and an empty header differ:
 * `provided` tells. Python: `werkzeug.datastructures.Accept`.
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

  constructor(values: Iterable<AcceptItem> | null = []) {
    if (values instanceof Accept) {
      this.provided = values.provided
      this.#items = values.#items
    } else {
      this.provided = values !== null
      this.#items = this.#sorted([...(values ?? [])])
    }
  }

  /** Reads the header; null is none, and items with a quality that is none are left out. */
  static fromHeader<T extends Accept>(this: AcceptClass<T>, value: string | null | undefined): T {
    return value ? new this(itemsOf(value)) : new this(null)
  }

  #sorted(items: readonly AcceptItem[]): AcceptItem[] {
    return items
      .map((item) => ({ item, specificity: this.specificity(item[0]) }))
      .toSorted((a, b) => compare(b.specificity, a.specificity) || b.item[1] - a.item[1])
      .map(({ item }) => item)
  }

  /** How specific an item is, in steps: a star is less than anything else. */
  protected specificity(value: string): readonly boolean[] {
    return [value !== '*']
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
    return this.#find(value)?.[1] ?? 0
  }

  /** Whether an item is about it, even one of quality 0. */
  has(value: string): boolean {
    return this.#find(value) !== undefined
  }

  /** The index of the first item that is about it, or of the item itself; -1 when there is none. */
  find(value: string | AcceptItem): number {
    if (typeof value === 'string') return this.#items.findIndex(([item]) => this.matches(value, item))
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
  bestMatch(matches: Iterable<string>): string | null
  bestMatch<D>(matches: Iterable<string>, options: { readonly default: D }): string | D
  bestMatch<D>(matches: Iterable<string>, options?: { readonly default: D }): string | D | null {
    let result: string | D | null = options ? options.default : null
    let bestQuality = 0
    let bestSpecificity: readonly boolean[] | undefined
    for (const offer of matches) {
      const item = this.#find(offer)
      if (!item || item[1] <= 0 || item[1] < bestQuality) continue
      const specificity = this.specificity(item[0])
      if (item[1] === bestQuality && bestSpecificity && compare(specificity, bestSpecificity) <= 0) continue
      result = offer
      bestQuality = item[1]
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
    return this.#items.map(([value, quality]) => (quality === 1 ? value : `${value};q=${quality}`)).join(',')
  }

  toString(): string {
    return this.toHeader()
  }

  #find(value: string): AcceptItem | undefined {
    for (const item of this.#items) if (this.matches(value, item[0])) return item
    return undefined
  }
}

/** Compares step by step; when one ends, the longer one is more. */
function compare(a: readonly boolean[], b: readonly boolean[]): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const difference = Number(a[at]) - Number(b[at])
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** What headers have said: browsers send the same ones again and again. */
let known = new Map<string, readonly AcceptItem[]>()

function itemsOf(header: string): readonly AcceptItem[] {
  const remembered = known.get(header)
  if (remembered) return remembered
  const items: AcceptItem[] = []
  for (const part of parseListHeader(header)) {
    const [name, options] = parseOptionsHeader(part)
    const text = options.get('q')?.trim()
    options.delete('q')
    // A parameter that is a star alone has no name (the original fails on it).
    options.delete('')
    if (text !== undefined && !/^-?[0-9]+(?:\.[0-9]+)?$/.test(text)) continue
    const quality = text === undefined ? 1 : Number(text)
    if (quality < 0 || quality > 1) continue
    items.push([options.size === 0 ? name : dumpOptionsHeader(name, options), quality])
  }
  if (known.size >= 200) known = new Map()
  known.set(header, items)
  return items
}
