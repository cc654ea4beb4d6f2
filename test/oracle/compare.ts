/**
 * Whether two answers in JSON are the same: tuples are arrays, the order of a dict's keys does not count, `1.0` is
 * `1`, and an error is compared by its class through one table.
 */
import { isJson, type Json } from './values.ts'

/** Which of our errors stand for an error class of Python. Any other name must be the class's own name. */
const CLASSES: Record<string, readonly string[]> = {
  ValueError: ['SyntaxError', 'RangeError', 'TypeError', 'RequestError'],
  UnicodeDecodeError: ['SyntaxError', 'RangeError', 'TypeError'],
  UnicodeEncodeError: ['SyntaxError', 'RangeError', 'TypeError'],
  JSONDecodeError: ['SyntaxError', 'RequestError'],
  TypeError: ['TypeError'],
  AttributeError: ['TypeError'],
  KeyError: ['KeyError', 'BadRequestKeyError'],
  LookupError: ['KeyError', 'RangeError', 'TypeError'],
  IndexError: ['KeyError', 'RangeError', 'TypeError'],
  AssertionError: ['Error'],
  DeprecationWarning: ['Error'],
  NotImplementedError: ['Error'],
  OSError: ['Error'],
  FileNotFoundError: ['FileAccessError'],
  RuntimeError: ['Error'],
  UnicodeError: ['SyntaxError', 'RangeError', 'TypeError'],
}

/** The names of an error's classes, from its own to `Error`, and its `name`. */
export function classNames(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  const names = [error.name]
  for (let proto: object | null = Object.getPrototypeOf(error); proto; proto = Object.getPrototypeOf(proto)) {
    names.push(proto.constructor.name)
  }
  return [...new Set(names)]
}

/** Whether an error that we threw is the one that was recorded. A fault of the language itself is never the one. */
function sameError(expected: Json, actual: Json): boolean {
  const names = actual['$thrown'] as string[] | undefined
  if (!names) return false
  if (expected['implicit'] === true) return true
  const status = Number.parseInt(`${expected['status'] as string | number | undefined}`, 10)
  if (status > 0 && status !== actual['status']) return false
  const recorded = String(expected['$raises'] ?? expected['raises'])
  return (CLASSES[recorded] ?? [recorded]).some((name) => names.includes(name))
}

const entriesOf = (value: unknown): [unknown, unknown][] | undefined => {
  if (!isJson(value)) return undefined
  if (Array.isArray(value['$dict'])) return value['$dict'] as [unknown, unknown][]
  return Object.keys(value).some((key) => key.startsWith('$')) ? undefined : Object.entries(value)
}

const plain = (value: unknown): unknown =>
  isJson(value) && Array.isArray(value['$tuple']) ? value['$tuple'] : value

/** gzip data names the compressor's effort and system, which differ between platforms (RFC 1952 section 2.3): not compared. */
function withoutSystem(base64: unknown): unknown {
  if (typeof base64 !== 'string' || !base64.startsWith('H4sI')) return base64
  const data = Buffer.from(base64, 'base64')
  return data.fill(0, 8, 10).toString('base64')
}

/** Whether `actual` is the answer `expected`; both in JSON. */
export function same(expectedValue: unknown, actualValue: unknown): boolean {
  const expected = plain(expectedValue)
  const actual = plain(actualValue)
  if (Object.is(expected, actual) || expected === actual) return true
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((item, at) => same(item, actual[at]))
    )
  }
  if (!isJson(expected) || !isJson(actual)) return false
  if ('raises' in expected || '$raises' in expected) return sameError(expected, actual)
  if ('$bytes' in expected && '$bytes' in actual) {
    return withoutSystem(expected['$bytes']) === withoutSystem(actual['$bytes'])
  }
  const wanted = entriesOf(expected)
  const got = entriesOf(actual)
  if (wanted && got) {
    if (wanted.length !== got.length) return false
    const left = new Map(got.map(([key, value]) => [JSON.stringify(plain(key)), value]))
    return wanted.every(([key, value]) => {
      const name = JSON.stringify(plain(key))
      return left.has(name) && same(value, left.get(name))
    })
  }
  const keys = Object.keys(expected).filter((key) => key !== 'naive')
  return (
    keys.length === Object.keys(actual).filter((key) => key !== 'naive').length &&
    keys.every((key) => Object.hasOwn(actual, key) && same(expected[key], actual[key]))
  )
}
