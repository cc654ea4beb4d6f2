import type { HeaderPair } from './gateway.ts'
import { checkField } from './http/field.ts'
import { quote } from './http/quoted-string.ts'
import { checkToken } from './http/token.ts'

/**
 * A case-insensitive view of a list of header pairs, `wsgiref.headers.Headers`. It works on the list it is given,
 * so that the list can go to `startResponse`; order, case and repeated fields are kept. Every door refuses names
 * that are no tokens and values with control characters.
 *
 * @example
 * const headers = new Headers([['Content-Type', 'text/plain']])
 * headers.addHeader('Content-Disposition', 'attachment', { filename: 'a b.txt' })
 * assert.equal(headers.get('content-type'), 'text/plain')
 * assert.equal(headers.get('Content-Disposition'), 'attachment; filename="a b.txt"')
 * assert.throws(() => headers.set('X-Trace', 'a\r\nb'), TypeError)
 */
export class Headers implements Iterable<HeaderPair> {
  private readonly list: HeaderPair[]

  /** @throws FieldError for a pair that may not be sent */
  constructor(list: HeaderPair[] = []) {
    if (!Array.isArray(list)) throw new TypeError(`Expected a list of header pairs, got ${typeof list}`)
    for (const [name, value] of list) checkField(name, value)
    this.list = list
  }

  /** The number of fields, repeated ones counted each time. */
  get size(): number {
    return this.list.length
  }

  has(name: string): boolean {
    return this.indexOf(name) >= 0
  }

  /** The first value of the field, or `undefined`. */
  get(name: string): string | undefined {
    return this.list[this.indexOf(name)]?.[1]
  }

  /** Every value of the field in order, `get_all`. */
  getAll(name: string): string[] {
    const lower = name.toLowerCase()
    return this.list.filter((pair) => sameName(pair[0], lower)).map((pair) => pair[1])
  }

  /** Removes all fields of that name and appends this one, as `headers[name] = value` does in Python. */
  set(name: string, value: string): void {
    checkField(name, value)
    this.delete(name)
    this.list.push([name, value])
  }

  /** The value of the field, which is appended first when it is missing. */
  setDefault(name: string, value: string): string {
    const present = this.get(name)
    if (present !== undefined) return present
    checkField(name, value)
    this.list.push([name, value])
    return value
  }

  /** Removes every field of that name; says whether there was one. */
  delete(name: string): boolean {
    const before = this.list.length
    for (let at = this.indexOf(name); at >= 0; at = this.indexOf(name, at)) this.list.splice(at, 1)
    return this.list.length < before
  }

  /**
   * Appends a field, which may repeat one that is there. Parameters follow the value as `; name="value"`, quoted;
   * `null` writes the bare name; an underscore in a parameter's name becomes a dash, as in Python.
   *
   * @throws FieldError for a field, TypeError for a parameter that may not be sent
   */
  addHeader(name: string, value: string | null, parameters: Record<string, string | null> = {}): void {
    if (value !== null) checkField(name, value)
    const parts = value === null ? [] : [value]
    for (const [key, parameter] of Object.entries(parameters)) {
      const token = checkToken(key.replaceAll('_', '-'))
      parts.push(parameter === null ? token : `${token}=${quote(parameter)}`)
    }
    const text = parts.join('; ')
    checkField(name, text)
    this.list.push([name, text])
  }

  names(): string[] {
    return this.list.map((pair) => pair[0])
  }

  values(): string[] {
    return this.list.map((pair) => pair[1])
  }

  /** The pairs in order; copies, so that a change goes through the checks. */
  *[Symbol.iterator](): Generator<HeaderPair, void, undefined> {
    for (const [name, value] of this.list) yield [name, value]
  }

  /** The header section as it goes on the wire, with the empty line that ends it. */
  toString(): string {
    return [...this.list.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  }

  private indexOf(name: string, from: number = 0): number {
    const lower = name.toLowerCase()
    for (let at = from; at < this.list.length; at++) if (sameName(this.list[at]![0], lower)) return at
    return -1
  }
}

/** Compares lengths first: most names differ there, and lower-casing is what costs. */
function sameName(name: string, lower: string): boolean {
  return name.length === lower.length && name.toLowerCase() === lower
}
