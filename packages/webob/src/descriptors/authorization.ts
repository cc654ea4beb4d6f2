/** The schemes whose parameters are read one by one. Python: `webob.descriptors.known_auth_schemes`; case counts. */
export const knownAuthSchemes: ReadonlySet<string> = new Set([
  'Basic',
  'Digest',
  'WSSE',
  'HMACDigest',
  'GoogleLogin',
  'Cookie',
  'OpenID',
])

/** Authorization or WWW-Authenticate: the scheme, and its parameters where they are known, else the text. */
export interface Authorization {
  readonly authtype: string
  /** Without a prototype when it is not a text: the names come from the network. */
  readonly params: string | Readonly<Record<string, string>>
}

const isLower = (code: number): boolean => code >= 0x61 && code <= 0x7a
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** Where the blanks end. */
function blanksEnd(text: string, at: number): number {
  let end = at
  while (isBlank(text.charCodeAt(end))) end++
  return end
}

/** Without quotation marks at both ends. */
function unquoted(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text[start] === '"') start++
  while (end > start && text[end - 1] === '"') end--
  return text.slice(start, end)
}

/** The next quotation mark that ends a value: blanks and a comma or the end follow it. Only ever moves forward. */
class Closing {
  readonly #text: string
  #at = -1
  #newline = -1

  constructor(text: string) {
    this.#text = text
  }

  /** The first one behind an opening mark on the same line, or -1. */
  after(open: number): number {
    if (this.#at <= open) this.#at = this.#next(open + 1)
    if (this.#newline <= open) {
      const newline = this.#text.indexOf('\n', open + 1)
      this.#newline = newline < 0 ? Infinity : newline
    }
    return this.#at < this.#newline && this.#at < Infinity ? this.#at : -1
  }

  #next(from: number): number {
    for (let at = this.#text.indexOf('"', from); at >= 0; at = this.#text.indexOf('"', at + 1)) {
      const end = blanksEnd(this.#text, at + 1)
      if (end === this.#text.length || this.#text[end] === ',') return at
    }
    return Infinity
  }
}

/**
 * The parameters of a scheme, `name="value", name=value`. Names are lower-case letters; what cannot be read is passed over.
 * Linear in the length. Python: `webob.descriptors.parse_auth_params`.
 *
 * @example
 * assert.deepEqual({ ...parseAuthParams('realm="a, b", qop=auth') }, { realm: 'a, b', qop: 'auth' })
 */
export function parseAuthParams(text: string): Record<string, string> {
  const params = Object.create(null) as Record<string, string>
  const closing = new Closing(text)
  let from = 0
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', Math.max(from, equals + 1))) {
    let nameEnd = equals
    while (nameEnd > from && isBlank(text.charCodeAt(nameEnd - 1))) nameEnd--
    let name = nameEnd
    while (name > from && isLower(text.charCodeAt(name - 1))) name--
    if (name === nameEnd) continue
    const start = blanksEnd(text, equals + 1)
    const close = text[start] === '"' ? closing.after(start) : -1
    const comma = close >= 0 ? blanksEnd(text, close + 1) : text.indexOf(',', start)
    const stop = comma < 0 ? text.length : comma
    let end = stop
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--
    params[text.slice(name, nameEnd)] = unquoted(text.slice(start, end))
    from = stop + 1
    while (text[from] === ' ') from++
  }
  return params
}

/**
 * Reads Authorization or WWW-Authenticate: a known scheme's parameters one by one, except a Basic without quotes; of
 * other schemes the text. Python: `webob.descriptors.parse_auth`.
 *
 * @example
 * assert.deepEqual(parseAuth('Basic dTpw'), { authtype: 'Basic', params: 'dTpw' })
 * assert.equal(parseAuth('Digest realm="x"').params.realm, 'x')
 */
export function parseAuth(value: string): Authorization
export function parseAuth(value: string | null | undefined): Authorization | null
export function parseAuth(value: string | null | undefined): Authorization | null {
  if (value === null || value === undefined) return null
  const blank = value.indexOf(' ')
  const authtype = blank < 0 ? value : value.slice(0, blank)
  const text = blank < 0 ? '' : value.slice(blank + 1)
  const isText = !knownAuthSchemes.has(authtype) || (authtype === 'Basic' && !text.includes('"'))
  return { authtype, params: isText ? text : parseAuthParams(text) }
}

/** What can be set: a field's text, a pair of scheme and parameters, or what {@link parseAuth} gives. */
export type AuthorizationLike =
  | string
  | Authorization
  | readonly [authtype: string, params: string | Readonly<Record<string, string>>]

/**
 * Writes Authorization or WWW-Authenticate; text is taken as it is. Python: `webob.descriptors.serialize_auth`.
 *
 * @example
 * assert.equal(serializeAuth(['Digest', { realm: 'x', qop: 'auth' }]), 'Digest realm="x", qop="auth"')
 */
export function serializeAuth(value: AuthorizationLike): string
export function serializeAuth(value: AuthorizationLike | null): string | null
export function serializeAuth(value: AuthorizationLike | null): string | null {
  if (typeof value === 'string' || value === null) return value
  const [authtype, params] = 'authtype' in value ? [value.authtype, value.params] : value
  if (typeof params !== 'string' && (typeof params !== 'object' || params === null)) {
    throw new TypeError(`Expected parameters as text or by name, got ${String(params)}`)
  }
  const text =
    typeof params === 'string'
      ? params
      : Object.entries(params)
          .map(([name, parameter]) => `${name}="${parameter}"`)
          .join(', ')
  return `${authtype} ${text}`
}
