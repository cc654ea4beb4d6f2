import { KeyError } from '../errors.ts'
import { parseListHeader } from '../http/list-header.ts'
import { quoteHeaderValue } from '../http/quote.ts'

/**
 * Names without regard to case, in order: Vary, Allow, Content-Language. It tells when it was changed, so that the header
 * follows. Python: `werkzeug.datastructures.HeaderSet`.
 *
 * @example
 * const vary = HeaderSet.fromHeader('Cookie, Accept-Encoding')
 * vary.add('cookie')
 * vary.remove('ACCEPT-ENCODING')
 * assert.equal(vary.has('COOKIE'), true)
 * assert.equal(vary.toHeader(), 'Cookie')
 */
export class HeaderSet implements Iterable<string> {
  /** Called with the set after each change; null for nobody. */
  onUpdate: ((changed: HeaderSet) => void) | null
  readonly #items: string[]
  readonly #known: Set<string>

  constructor(items?: Iterable<string> | null, onUpdate: ((changed: HeaderSet) => void) | null = null) {
    this.#items = [...(items ?? [])]
    this.#known = new Set(this.#items.map(lowered))
    this.onUpdate = onUpdate
  }

  /** Reads a list of names. Python: `werkzeug.http.parse_set_header`. */
  static fromHeader(
    value: string | null | undefined,
    onUpdate: ((changed: HeaderSet) => void) | null = null,
  ): HeaderSet {
    return new HeaderSet(value ? parseListHeader(value) : null, onUpdate)
  }

  /** How many different names there are. */
  get size(): number {
    return this.#known.size
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#known.size === 0
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.#items.values()
  }

  /** Whether a name is there. */
  has(name: string): boolean {
    return this.#known.has(name.toLowerCase())
  }

  /** Adds a name, unless it is there. */
  add(name: string): void {
    this.update([name])
  }

  /** Adds the names that are not there. */
  update(names: Iterable<string>): void {
    let isChanged = false
    for (const name of names) {
      if (this.has(name)) continue
      this.#items.push(name)
      this.#known.add(name.toLowerCase())
      isChanged = true
    }
    if (isChanged) this.onUpdate?.(this)
  }

  /**
   * Removes a name.
   *
   * @throws KeyError when it is not there
   */
  remove(name: string): void {
    if (!this.has(name)) throw new KeyError(name)
    this.#known.delete(name.toLowerCase())
    const at = this.find(name)
    if (at >= 0) this.#items.splice(at, 1)
    this.onUpdate?.(this)
  }

  /** Removes a name, if it is there. */
  discard(name: string): void {
    if (this.has(name)) this.remove(name)
  }

  /** Removes a name, and says whether it was there. */
  delete(name: string): boolean {
    const isThere = this.has(name)
    this.discard(name)
    return isThere
  }

  /** The index of a name; -1 when it is not there. */
  find(name: string): number {
    const lower = name.toLowerCase()
    return this.#items.findIndex((item) => item.toLowerCase() === lower)
  }

  /**
   * The index of a name.
   *
   * @throws RangeError when it is not there
   */
  index(name: string): number {
    const at = this.find(name)
    if (at < 0) throw new RangeError(`Expected a name of the set, got ${JSON.stringify(name)}`)
    return at
  }

  /**
   * The name at an index, from the end when it is negative: Python's `names[0]`.
   *
   * @throws RangeError when there is none
   */
  at(index: number): string {
    const name = this.#items.at(index)
    if (name === undefined)
      throw new RangeError(`Expected an index below ${this.#items.length}, got ${index}`)
    return name
  }

  /**
   * Puts another name at an index: Python's `names[0] = name`.
   *
   * @throws RangeError when there is none
   */
  setAt(index: number, name: string): void {
    this.#known.delete(this.at(index).toLowerCase())
    this.#items.splice(index, 1, name)
    this.#known.add(name.toLowerCase())
    this.onUpdate?.(this)
  }

  /**
   * Removes the name at an index: Python's `del names[0]`.
   *
   * @throws RangeError when there is none
   */
  deleteAt(index: number): void {
    this.#known.delete(this.at(index).toLowerCase())
    this.#items.splice(index, 1)
    this.onUpdate?.(this)
  }

  /** Removes all names. */
  clear(): void {
    this.#known.clear()
    this.#items.length = 0
    this.onUpdate?.(this)
  }

  /** The names as a set, in lower case unless their case is to be kept. */
  asSet({ preserveCasing = false }: { readonly preserveCasing?: boolean } = {}): Set<string> {
    return new Set(preserveCasing ? this.#items : this.#known)
  }

  /** Whether another one has the same names, whatever their case and order. */
  equals(other: unknown): boolean {
    return (
      other instanceof HeaderSet && other.size === this.size && [...other].every((name) => this.has(name))
    )
  }

  /** The names as the header has them. */
  toHeader(): string {
    return this.#items.map((item) => quoteHeaderValue(item)).join(', ')
  }

  toString(): string {
    return this.toHeader()
  }
}

const lowered = (name: string): string => name.toLowerCase()
