import type { Environ, HeaderPair } from '@triptych/raw/gateway'
import { refuseChange } from './immutable.ts'
import { ReadonlyHeaders } from './readonly-headers.ts'

/**
 * The header fields of a request, a live view of an environ that cannot be written. Content-Type and Content-Length come
 * from the keys of CGI and are hidden when they are empty. Names are written in title case, since an environ has none.
 * Python: `werkzeug.datastructures.EnvironHeaders`.
 *
 * @example
 * const headers = new EnvironHeaders({ HTTP_X_TRACE: 'abc', CONTENT_TYPE: 'text/plain', CONTENT_LENGTH: '' })
 * assert.equal(headers.get('x-trace'), 'abc')
 * assert.deepEqual([...headers], [['X-Trace', 'abc'], ['Content-Type', 'text/plain']])
 * assert.throws(() => headers.set('X-Trace', 'def'), TypeError)
 */
export class EnvironHeaders extends ReadonlyHeaders {
  readonly environ: Readonly<Partial<Environ>>

  constructor(environ: Readonly<Partial<Environ>>) {
    super()
    this.environ = environ
  }

  override get size(): number {
    let size = 0
    for (const _ of this) size++
    return size
  }

  protected override firstOf(name: string): string | undefined {
    const key = keyOf(name)
    const value = this.environ[key]
    return typeof value === 'string' ? value : undefined
  }

  /** An environ has one value for a name: what a client sent as several fields is joined there. */
  protected override allOf(name: string): string[] {
    const key = keyOf(name)
    const value = this.firstOf(name)
    return value === undefined || (value === '' && !key.startsWith('HTTP_')) ? [] : [value]
  }

  override *[Symbol.iterator](): IterableIterator<HeaderPair> {
    for (const [key, value] of Object.entries(this.environ)) {
      if (typeof value !== 'string') continue
      if (key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH') {
        if (value !== '') yield [nameOf(key), value]
      } else if (key.startsWith('HTTP_') && key !== 'HTTP_CONTENT_TYPE' && key !== 'HTTP_CONTENT_LENGTH') {
        yield [nameOf(key.slice(5)), value]
      }
    }
  }

  /** Whether another one is of the same environ. */
  equals(other: unknown): boolean {
    return other instanceof EnvironHeaders && other.environ === this.environ
  }

  /** @throws TypeError always: it is a view of an environ */
  set(_name: string, _value: unknown): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  add(_name: string, _value: unknown): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  delete(_name: string): never {
    return refuseChange(this)
  }

  /** @throws TypeError always: a view cannot be copied; `new Headers(headers)` makes fields of one's own */
  copy(): never {
    throw new TypeError(
      'Expected headers of their own to copy, got a view of an environ: use new Headers(headers)',
    )
  }
}

/** Keys of fields that were asked for: few names come again and again. */
let keys = new Map<string, string>()

function keyOf(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const upper = name.toUpperCase().replaceAll('-', '_')
  const key = upper === 'CONTENT_TYPE' || upper === 'CONTENT_LENGTH' ? upper : `HTTP_${upper}`
  if (keys.size >= 500) keys = new Map()
  keys.set(name, key)
  return key
}

const nameOf = (key: string): string =>
  key
    .toLowerCase()
    .replaceAll('_', '-')
    .replaceAll(/(?:^|[^a-z])[a-z]/g, (start) => start.toUpperCase())
