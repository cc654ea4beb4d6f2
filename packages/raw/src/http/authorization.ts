import { TOKEN68, WS, skip, trimOws } from './chars.ts'
import { delimiterIndex } from './list.ts'
import { readParameter } from './parameters.ts'
import type { Parameter, ParameterOptions } from './parameters.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { quote } from './quoted-string.ts'
import { checkToken, tokenEnd } from './token.ts'

/**
 * Credentials of a client or a challenge of a server; both have one grammar, RFC 9110 sections 11.2 to 11.4:
 *
 *     credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
 *     challenge   = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
 *     auth-param  = token BWS "=" BWS ( token / quoted-string )
 *     token68     = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
 */
export interface Credentials {
  /** In lower case; schemes are case-insensitive. */
  readonly scheme: string
  /** What follows a scheme such as Basic, Bearer or Negotiate; `undefined` when there is none. */
  readonly token68: string | undefined
  /** In the order of the text, duplicates included; the first of equal names counts. */
  readonly parameters: readonly Parameter[]
  /** All that follows the scheme, as it was written: some clients send tokens that no grammar knows. */
  readonly rest: string
  /** `auth-param` for an element that is none (left out), `duplicate` for a name that came before. */
  readonly problems: readonly Problem[]
}

const BWS: ParameterOptions = Object.freeze({ bws: true })
const NO_PARAMETERS: readonly Parameter[] = Object.freeze([])

/**
 * Reads Authorization or Proxy-Authorization. What looks like both, as `abc=`, is a token68.
 *
 * @returns `undefined` when there is no scheme
 * @example
 * assert.equal(parseCredentials('Bearer abc.def')?.token68, 'abc.def')
 * const digest = parseCredentials('Digest username="M", realm="a,b", nc=00000001')
 * assert.deepEqual(digest?.parameters.map(({ value }) => value), ['M', 'a,b', '00000001'])
 */
export function parseCredentials(text: string): Credentials | undefined {
  const start = skip(text, 0, WS)
  const schemeEnd = tokenEnd(text, start)
  let at = skip(text, schemeEnd, WS)
  if (schemeEnd === start || (at === schemeEnd && at < text.length)) return undefined
  const scheme = text.slice(start, schemeEnd).toLowerCase()
  const rest = trimOws(text.slice(at))
  if (rest === '' || token68End(rest, 0) === rest.length) {
    const token68 = rest === '' ? undefined : rest
    return { scheme, token68, parameters: NO_PARAMETERS, rest, problems: NO_PROBLEMS }
  }
  const parameters: Parameter[] = []
  const names = new Set<string>()
  let problems: Problem[] | undefined
  while (at < text.length) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skip(text, at + 1, WS)
      continue
    }
    const read = readParameter(text, at, BWS)
    if (read !== undefined && isElementEnd(text, read.end)) {
      if (names.has(read.parameter.name)) (problems ??= []).push({ code: 'duplicate', at })
      names.add(read.parameter.name)
      parameters.push(read.parameter)
      at = read.end
    } else {
      const end = delimiterIndex(text, at, ',')
      ;(problems ??= []).push({ code: 'auth-param', at, end })
      at = end
    }
  }
  return { scheme, token68: undefined, parameters, rest, problems: problems ?? NO_PROBLEMS }
}

/** The index after the token68 at `start`; equal to `start` when there is none. */
function token68End(text: string, start: number): number {
  let at = skip(text, start, TOKEN68)
  if (at > start) while (text.charCodeAt(at) === 0x3d) at++
  return at
}

function isElementEnd(text: string, at: number): boolean {
  return at === text.length || text.charCodeAt(at) === 0x2c
}

/** The value of WWW-Authenticate or Proxy-Authenticate. */
export interface Challenges {
  readonly challenges: readonly Credentials[]
  /** `challenge` for an element that is neither a challenge nor a parameter of one (left out). */
  readonly problems: readonly Problem[]
}

interface Open {
  readonly scheme: string
  readonly token68: string | undefined
  readonly parameters: Parameter[]
  /** Of the parameters; most challenges have one or none, and need no set. */
  names: Set<string> | undefined
  readonly problems: Problem[]
  /** Where that which follows the scheme begins and, so far, ends. */
  readonly start: number
  end: number
}

/**
 * Reads WWW-Authenticate or Proxy-Authenticate, RFC 9110 section 11.6.1: `#challenge`. Commas separate the
 * challenges and the parameters of each, so that an element with `=` after its first token belongs to the
 * challenge before it.
 *
 * @example
 * const { challenges } = parseChallenges('Digest realm="a", nonce="n", Negotiate, Basic realm="b"')
 * assert.deepEqual(challenges.map(({ scheme, rest }) => [scheme, rest]), [
 *   ['digest', 'realm="a", nonce="n"'],
 *   ['negotiate', ''],
 *   ['basic', 'realm="b"'],
 * ])
 */
export function parseChallenges(text: string): Challenges {
  const open: Open[] = []
  const problems: Problem[] = []
  let current: Open | undefined
  for (let at = skip(text, 0, WS); at < text.length;) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skip(text, at + 1, WS)
      continue
    }
    const read = readParameter(text, at, BWS)
    if (read !== undefined && isElementEnd(text, read.end)) {
      if (current === undefined || current.token68 !== undefined) problems.push(leftOut(at, read.end))
      else addParameter(current, read.parameter, read.end)
      at = read.end
      continue
    }
    const next = startChallenge(text, at)
    if (next === undefined) {
      const end = delimiterIndex(text, at, ',')
      problems.push(leftOut(at, end))
      at = end
      // What follows may belong to what was not understood, and not to the challenge before it.
      current = undefined
    } else {
      open.push(next)
      current = next
      at = skip(text, next.end, WS)
    }
  }
  const challenges = open.map(({ scheme, token68, parameters, problems, start, end }) => {
    const rest = trimOws(text.slice(start, end))
    return { scheme, token68, parameters, rest, problems: problems.length > 0 ? problems : NO_PROBLEMS }
  })
  return { challenges, problems: problems.length > 0 ? problems : NO_PROBLEMS }
}

function leftOut(at: number, end: number): Problem {
  return { code: 'challenge', at, end }
}

function addParameter(challenge: Open, parameter: Parameter, end: number): void {
  const { parameters, problems } = challenge
  if (parameters.length > 0) {
    challenge.names ??= new Set([parameters[0]!.name])
    if (challenge.names.has(parameter.name)) problems.push({ code: 'duplicate', at: parameter.at })
    challenge.names.add(parameter.name)
  }
  parameters.push(parameter)
  challenge.end = end
}

/** A scheme, alone or with its token68 or its first parameter. */
function startChallenge(text: string, at: number): Open | undefined {
  const schemeEnd = tokenEnd(text, at)
  if (schemeEnd === at) return undefined
  const start = skip(text, schemeEnd, WS)
  const challenge: Open = {
    scheme: text.slice(at, schemeEnd).toLowerCase(),
    token68: undefined,
    parameters: [],
    names: undefined,
    problems: [],
    start,
    end: start,
  }
  if (isElementEnd(text, start)) return challenge
  if (start === schemeEnd) return undefined
  const end = token68End(text, start)
  if (end > start && isElementEnd(text, skip(text, end, WS))) {
    return { ...challenge, token68: text.slice(start, end), end }
  }
  const read = readParameter(text, start, BWS)
  if (read === undefined || !isElementEnd(text, read.end)) return undefined
  addParameter(challenge, read.parameter, read.end)
  return challenge
}

/** Credentials or a challenge to write: a token68, or parameters, or the scheme alone. */
export interface AuthValue {
  /** Written as it is: `Basic`. */
  readonly scheme: string
  readonly token68?: string | undefined
  readonly parameters?: Iterable<readonly [name: string, value: string]> | undefined
}

/**
 * RFC 7616 sections 3.3 and 3.4 say of each parameter of Digest whether it is quoted; others may be, so they
 * are.
 */
const DIGEST_CREDENTIALS_BARE: ReadonlySet<string> = new Set([
  'algorithm',
  'qop',
  'nc',
  'userhash',
  'username*',
])
const DIGEST_CHALLENGE_BARE: ReadonlySet<string> = new Set(['algorithm', 'stale', 'charset', 'userhash'])
const NO_NAMES: ReadonlySet<string> = new Set()

/**
 * Writes Authorization or Proxy-Authorization.
 *
 * @throws TypeError for a scheme, token68, name or value that cannot be written, and for both token68 and
 * parameters
 * @example
 * assert.equal(formatCredentials({ scheme: 'Bearer', token68: 'abc' }), 'Bearer abc')
 * assert.equal(
 *   formatCredentials({ scheme: 'Digest', parameters: [['username', 'M'], ['nc', '00000001']] }),
 *   'Digest username="M", nc=00000001',
 * )
 */
export function formatCredentials(value: AuthValue): string {
  return formatAuth(value, DIGEST_CREDENTIALS_BARE)
}

/**
 * Writes WWW-Authenticate or Proxy-Authenticate. Parameters are quoted, as `realm` must be (RFC 9110 section
 * 11.5).
 *
 * @throws TypeError as {@link formatCredentials} does
 * @example
 * const basic: AuthValue = { scheme: 'Basic', parameters: [['realm', 'a'], ['charset', 'UTF-8']] }
 * assert.equal(formatChallenges([{ scheme: 'Negotiate' }, basic]), 'Negotiate, Basic realm="a", charset="UTF-8"')
 */
export function formatChallenges(values: readonly AuthValue[]): string {
  return values.map((value) => formatAuth(value, DIGEST_CHALLENGE_BARE)).join(', ')
}

function formatAuth({ scheme, token68, parameters }: AuthValue, digestBare: ReadonlySet<string>): string {
  checkToken(scheme)
  const bare = scheme.toLowerCase() === 'digest' ? digestBare : NO_NAMES
  const written = Array.from(parameters ?? [], ([name, value]) => {
    checkToken(name)
    return `${name}=${bare.has(name.toLowerCase()) ? checkToken(value) : quote(value)}`
  })
  if (token68 === undefined) return written.length === 0 ? scheme : `${scheme} ${written.join(', ')}`
  if (written.length > 0 || token68 === '' || token68End(token68, 0) !== token68.length) {
    throw new TypeError(`Expected either a token68 or parameters, got ${JSON.stringify(token68)}`)
  }
  return `${scheme} ${token68}`
}
