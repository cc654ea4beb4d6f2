/**
 * The recorded values (FORMAT.md, "Values"): from JSON to what the libraries take, and from what they give back to
 * JSON. Bindings say how the classes of a library look; everything else is here.
 */

/** Python's `timedelta`, as an argument. */
export class Timedelta {
  readonly seconds: number

  constructor(seconds: number) {
    this.seconds = seconds
  }
}

/** Python's `date`, as an argument: a day without a time. */
export class CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number

  constructor(iso: string) {
    const [year = 0, month = 0, day = 0] = iso.split('-').map(Number)
    this.year = year
    this.month = month
    this.day = day
  }
}

/** Python's `time.struct_time`, as an argument: nine numbers. */
export class TimeTuple extends Array<number> {}

/** Bytes behind something to read from. */
export class ByteStream {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** Text behind something to read from. */
export class TextStream {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** An iterable that can be run through once, and counts how often it was closed. */
export class OneShot<T> {
  readonly #values: T[]
  closed = 0

  constructor(values: T[]) {
    this.#values = values
  }

  *[Symbol.iterator](): Generator<T, void> {
    yield* this.#values.splice(0)
  }

  close(): void {
    this.closed++
  }
}

/** An error of the replayer, not of the library: nothing binds what a vector asks for. */
export class Unbound extends Error {
  override readonly name = 'Unbound'
}

/** A JSON object of a vector. */
export type Json = Record<string, unknown>

/** Bytes from base64. */
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/** Bytes as base64. */
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Whether a value is a JSON object (no array, not null). */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What builds a library's object from its JSON form, by class name; `$app`, `$html` and the like by their mark. */
export type Builders = Record<string, (spec: never) => unknown>

const FLOATS: Record<string, number> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
}

/** Python names groups `(?P<name>…)`, and `\Z` is the end. */
const pattern = (source: string): RegExp =>
  new RegExp(source.replaceAll('(?P<', '(?<').replaceAll('\\Z', '$'), 'y')

/** The JSON form of an argument -> the value to call with. */
export function decode(value: unknown, builders: Builders): unknown {
  if (Array.isArray(value)) return value.map((item) => decode(item, builders))
  if (!isJson(value)) return value
  for (const mark of Object.keys(value)) {
    if (!mark.startsWith('$')) break
    const content = value[mark]
    const build = builders[mark === '$obj' ? String(content) : mark] as
      | ((spec: unknown) => unknown)
      | undefined
    if (mark === '$obj') {
      if (!build) throw new Unbound(`No binding builds ${String(content)}`)
      return build(decodeFields(value, builders))
    }
    if (build) return build(content)
    switch (mark) {
      case '$bytes':
        return fromBase64(content as string)
      case '$stream':
        return new ByteStream(
          typeof content === 'string'
            ? fromBase64(content)
            : fromBase64((content as Json)['$bytes'] as string),
        )
      case '$textstream':
        return new TextStream(content as string)
      case '$tuple':
        return decode(content, builders)
      case '$set':
        return new Set(decode(content, builders) as unknown[])
      case '$dict':
        return new Map(
          (content as [unknown, unknown][]).map(([k, v]) => [decode(k, builders), decode(v, builders)]),
        )
      case '$bigint':
      case '$int':
        return BigInt(content as string)
      case '$float':
        return FLOATS[content as string]
      case '$datetime':
        return new Date(
          /Z|[+-]\d\d:?\d\d$/.test(content as string) ? (content as string) : `${String(content)}Z`,
        )
      case '$date':
        return new CalendarDate(content as string)
      case '$timedelta':
        return new Timedelta(content as number)
      case '$timetuple':
        return TimeTuple.from(content as number[])
      case '$regex':
        return pattern(content as string)
      case '$iter':
        return new OneShot(decode(content, builders) as unknown[])
      default:
        throw new Unbound(`No binding builds ${mark}`)
    }
  }
  return decodeFields(value, builders)
}

/** Like `decode`, for the fields of an object; the fields' names stay. */
function decodeFields(value: Json, builders: Builders): Json {
  const fields: Json = {}
  for (const [key, field] of Object.entries(value)) {
    Object.defineProperty(fields, key, {
      value: decode(field, builders),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return fields
}

/**
 * What a library's object looks like in JSON, or `undefined` when it is not the binding's; `encode` gives the JSON form
 * of a part. May be a promise.
 */
export type Describe = (value: object, encode: (part: unknown) => Promise<unknown>) => unknown

/** A value that a library gave -> its JSON form. Iterables become arrays. */
export async function encode(value: unknown, describe: Describe): Promise<unknown> {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $float: floatName(value) }
  if (typeof value === 'symbol') return { $symbol: value.description }
  if (typeof value !== 'object') return typeof value === 'function' ? { $function: value.name } : value
  const described = await describe(value, (part) => encode(part, describe))
  if (described !== undefined) return described
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) }
  if (value instanceof Date) return { $datetime: Number.isNaN(+value) ? 'invalid' : iso(value) }
  if (value instanceof Timedelta) return { $timedelta: value.seconds }
  if (value instanceof Error) return { $error: value.name, message: value.message }
  if (value instanceof Map) return { $dict: await encodeAll([...value], describe) }
  if (value instanceof Set)
    return {
      $set: (await encodeAll([...value], describe)).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    }
  if (Array.isArray(value)) return encodeAll(value, describe)
  if (Symbol.iterator in value) return encodeAll([...(value as Iterable<unknown>)], describe)
  if (Symbol.asyncIterator in value) {
    const items: unknown[] = []
    for await (const item of value as AsyncIterable<unknown>) items.push(item)
    return encodeAll(items, describe)
  }
  const fields: Json = {}
  for (const [key, field] of Object.entries(value)) {
    Object.defineProperty(fields, key, { value: await encode(field, describe), enumerable: true })
  }
  return fields
}

const iso = (date: Date): string => date.toISOString().replace(/\.000Z$/, 'Z')
const floatName = (value: number): string => (Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf')

async function encodeAll(values: readonly unknown[], describe: Describe): Promise<unknown[]> {
  const all: unknown[] = []
  for (const value of values) all.push(await encode(value, describe))
  return all
}
