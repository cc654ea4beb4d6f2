import { decodeUtf8, encodeUtf8, isAscii, isUtf8 } from '@triptych/raw/http'
import { parseDictHeader } from '../http/dict-header.ts'
import { dumpHeader } from '../http/dump-header.ts'
import { strip } from '../http/strip.ts'

/** Parameters of credentials or of a challenge by name; null has no value. */
export type AuthParameters = Readonly<Record<string, string | null>> | ReadonlyMap<string, string | null>

/**
 * Takes a credentials or challenge field apart: its scheme in lower case, and parameters or a token.
 *
 * @example
 * assert.deepEqual(splitScheme('Bearer abc=='), { type: 'bearer', rest: 'abc==', hasParameters: false })
 */
export function splitScheme(value: string): { type: string; rest: string; hasParameters: boolean } {
  const space = value.indexOf(' ')
  const type = (space < 0 ? value : value.slice(0, space)).toLowerCase()
  const rest = space < 0 ? '' : strip(value.slice(space + 1))
  let end = rest.length
  while (end > 0 && rest[end - 1] === '=') end--
  return { type, rest, hasParameters: rest.lastIndexOf('=', end - 1) >= 0 && end > 0 }
}

/**
 * A scheme as it is written: each word with a capital.
 *
 * @example
 * assert.equal(titled('basic'), 'Basic')
 */
export function titled(scheme: string): string {
  return scheme.toLowerCase().replaceAll(/(?<![a-z])[a-z]/g, (start) => start.toUpperCase())
}

/**
 * Parameters as a map.
 *
 * @example
 * assert.equal(parametersOf({ realm: 'a' }).get('realm'), 'a')
 */
export function parametersOf(parameters: AuthParameters | null | undefined): Map<string, string | null> {
  if (!parameters) return new Map()
  return new Map(parameters instanceof Map ? parameters : Object.entries(parameters))
}

/**
 * Whether two sets of parameters are the same, whatever their order.
 *
 * @example
 * assert.equal(sameParameters(new Map([['a', '1']]), new Map([['a', '1']])), true)
 */
export function sameParameters(
  one: ReadonlyMap<string, string | null>,
  other: ReadonlyMap<string, string | null>,
): boolean {
  return (
    one.size === other.size && [...one].every(([key, value]) => other.has(key) && other.get(key) === value)
  )
}

/**
 * The Authorization of a request: a scheme, and parameters or a token. Those of `basic` are `username` and `password`.
 * Python: `werkzeug.datastructures.Authorization`, whose attributes are `get(name)` here.
 *
 * @example
 * const basic = Authorization.fromHeader('Basic YWRhOnNlY3JldA==')
 * assert.deepEqual([basic?.type, basic?.username, basic?.password], ['basic', 'ada', 'secret'])
 * assert.equal(Authorization.fromHeader('Bearer abc')?.token, 'abc')
 * assert.equal(Authorization.fromHeader('Digest realm="a b"')?.get('realm'), 'a b')
 */
export class Authorization {
  /** The scheme, in lower case when it was read. */
  readonly type: string
  readonly parameters: ReadonlyMap<string, string | null>
  /** Null when there are parameters. */
  readonly token: string | null

  constructor(type: string, parameters?: AuthParameters | null, token: string | null = null) {
    this.type = type
    this.parameters = parametersOf(parameters)
    this.token = token
  }

  /** Reads the header; null for none, and for basic credentials that are none. */
  static fromHeader(value: string | null | undefined): Authorization | null {
    if (!value) return null
    const { type, rest, hasParameters } = splitScheme(value)
    if (type === 'basic') {
      const text = decodeBase64(rest)
      if (text === undefined) return null
      const colon = text.indexOf(':')
      const username = colon < 0 ? text : text.slice(0, colon)
      return new Authorization(type, { username, password: colon < 0 ? '' : text.slice(colon + 1) })
    }
    return hasParameters
      ? new Authorization(type, parseDictHeader(rest))
      : new Authorization(type, null, rest)
  }

  /** The user's name, of basic and digest. */
  get username(): string | null {
    return this.get('username')
  }

  /** The password of basic. */
  get password(): string | null {
    return this.get('password')
  }

  /** A parameter; null when it is absent or has no value. */
  get(name: string): string | null {
    return this.parameters.get(name) ?? null
  }

  /** Whether a parameter is there. */
  has(name: string): boolean {
    return this.parameters.has(name)
  }

  /** Whether another one says the same. */
  equals(other: unknown): boolean {
    return (
      other instanceof Authorization &&
      other.type === this.type &&
      other.token === this.token &&
      sameParameters(other.parameters, this.parameters)
    )
  }

  /** As the header has it. */
  toHeader(): string {
    if (this.type === 'basic')
      return `Basic ${btoa(encodeUtf8(`${this.username ?? ''}:${this.password ?? ''}`))}`
    return `${titled(this.type)} ${this.token ?? dumpHeader(this.parameters)}`
  }

  toString(): string {
    return this.toHeader()
  }
}

/** Base64 as Python reads it: ASCII that is none of its is skipped, padding is needed. Then UTF-8. */
function decodeBase64(text: string): string | undefined {
  if (!isAscii(text)) return undefined
  const cleaned = text.replaceAll(/[^A-Za-z0-9+/=]/g, '')
  const digits = firstGroup(cleaned)
  if (digits === undefined) return undefined
  const bytes = atob(digits)
  return isUtf8(bytes) ? decodeUtf8(bytes) : undefined
}

/** What counts of base64: padding ends it where it completes a group, and is skipped elsewhere. */
function firstGroup(text: string): string | undefined {
  let digits = ''
  let pads = 0
  for (const character of text) {
    if (character !== '=') {
      digits += character
      pads = 0
      continue
    }
    pads++
    const left = digits.length % 4
    if (left >= 2 && left + pads >= 4) return digits
  }
  return digits.length % 4 === 0 ? digits : undefined
}
