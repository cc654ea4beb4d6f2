import type { Environ } from '@triptych/raw'
import { checkField } from '@triptych/raw/http'
import { KeyError } from '../errors.ts'
import type { HeaderName } from './header-name.ts'

/** The environ keys that are not `HTTP_` and the name of the field, and those that would look the same. */
export const key2header: ReadonlyMap<string, string> = new Map([
  ['CONTENT_TYPE', 'Content-Type'],
  ['CONTENT_LENGTH', 'Content-Length'],
  ['HTTP_CONTENT_TYPE', 'Content_Type'],
  ['HTTP_CONTENT_LENGTH', 'Content_Length'],
])

/** The names of those fields in upper case, and their environ keys. */
export const header2key: ReadonlyMap<string, string> = new Map(
  [...key2header].map(([key, name]) => [name.toUpperCase(), key]),
)

/** Programs ask for the same few names; the bound is for those that ask for names from the network. */
const keys = new Map<string, string>()
const MAX_KEYS = 500

const keyOf = (name: string): string => keys.get(name) ?? newKey(name)

function newKey(name: string): string {
  const upper = name.toUpperCase()
  const key = header2key.get(upper) ?? `HTTP_${upper.replaceAll('-', '_')}`
  if (keys.size < MAX_KEYS && name.length < 64) keys.set(name, key)
  return key
}

/** Python's `str.title()`: each letter behind a character that is no letter is in upper case. */
const title = (text: string): string =>
  text.toLowerCase().replaceAll(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))

/** The field that an environ key stands for, or `undefined`. */
const nameOf = (key: string): string | undefined =>
  key2header.get(key) ??
  (key.length > 5 && key.startsWith('HTTP_') ? title(key.slice(5).replaceAll('_', '-')) : undefined)

/**
 * The header fields of a request: a live view of the `HTTP_*` keys of its environ, CONTENT_TYPE and CONTENT_LENGTH. What
 * is written must be a field. Python: `webob.headers.EnvironHeaders`.
 *
 * @throws FieldError (`ERR_INVALID_FIELD`) from every method that writes
 * @example
 * const environ = { HTTP_HOST: 'example.com', CONTENT_TYPE: 'text/plain' }
 * const headers = new EnvironHeaders(environ)
 * headers.set('X-Trace', 'abc')
 * assert.equal(environ.HTTP_X_TRACE, 'abc')
 * assert.deepEqual([...headers.keys()], ['Host', 'Content-Type', 'X-Trace'])
 */
export class EnvironHeaders implements Iterable<[name: string, value: string]> {
  readonly environ: Environ

  constructor(environ: Environ | Readonly<Record<string, unknown>>) {
    this.environ = environ as Environ
  }

  get size(): number {
    let size = 0
    for (const key of Object.keys(this.environ)) if (nameOf(key) !== undefined) size++
    return size
  }

  has<Name extends string>(name: HeaderName<Name>): boolean {
    return Object.hasOwn(this.environ, keyOf(name))
  }

  get<Name extends string>(name: HeaderName<Name>): string | undefined
  get<Name extends string, D>(name: HeaderName<Name>, fallback: D): string | D
  get(name: string, fallback?: unknown): unknown {
    const key = keyOf(name)
    return Object.hasOwn(this.environ, key) ? this.environ[key] : fallback
  }

  set<Name extends string>(name: HeaderName<Name>, value: string): void {
    checkField(name, value)
    this.environ[keyOf(name)] = value
  }

  delete<Name extends string>(name: HeaderName<Name>): boolean {
    const key = keyOf(name)
    return Object.hasOwn(this.environ, key) && delete this.environ[key]
  }

  /** The value of a field; when there is none, the default is set and given. */
  setdefault<Name extends string>(name: HeaderName<Name>, value: string): string {
    const present = this.get(name as string)
    if (present !== undefined) return present
    this.set(name, value)
    return value
  }

  /** Takes a field out; without a default a missing one throws KeyError. */
  pop<Name extends string>(name: HeaderName<Name>): string
  pop<Name extends string, D>(name: HeaderName<Name>, fallback: D): string | D
  pop(name: string, ...rest: [fallback?: unknown]): unknown {
    const value = this.get(name)
    if (this.delete(name)) return value
    if (rest.length === 0) throw new KeyError(name)
    return rest[0]
  }

  /** Takes the first field out; throws KeyError when there is none. */
  popitem(): [name: string, value: string] {
    for (const pair of this) {
      this.delete(pair[0])
      return pair
    }
    throw new KeyError('', 'Expected a field to take out, there is none')
  }

  /** Sets all fields of another mapping, or none when one of them is refused. */
  update(other: Iterable<readonly [string, string]> | Readonly<Record<string, string>>): void {
    const pairs = Symbol.iterator in other ? [...other] : Object.entries(other)
    for (const [name, value] of pairs) checkField(name, value)
    for (const [name, value] of pairs) this.environ[keyOf(name)] = value
  }

  clear(): void {
    for (const key of Object.keys(this.environ)) if (nameOf(key) !== undefined) delete this.environ[key]
  }

  *keys(): IterableIterator<string> {
    for (const key of Object.keys(this.environ)) {
      const name = nameOf(key)
      if (name !== undefined) yield name
    }
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (const key of Object.keys(this.environ)) {
      const name = nameOf(key)
      if (name !== undefined) yield [name, this.environ[key] as string]
    }
  }

  [Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    return this.entries()
  }
}
