import { WS, skip } from './chars.ts'
import { delimiterIndex } from './list.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { readQuoted } from './quoted-string.ts'
import { tokenEnd } from './token.ts'

/** One parameter as it stood in the text. */
export interface Parameter {
  /** In lower case; as it was written it is `text.slice(at, at + name.length)`. */
  readonly name: string
  /**
   * Unescaped when it was quoted; empty when the parameter had no value (see {@link ParameterOptions.bare}).
   */
  readonly value: string
  /** Whether the value stood in quotes. */
  readonly quoted: boolean
  /** Offset of the name in the text. */
  readonly at: number
}

/** Parameters in the order of the text, duplicates included, and what was not understood. */
export interface Parameters {
  readonly parameters: readonly Parameter[]
  /**
   * `parameter` for a part that is none (left out), `duplicate` for a name that came before (kept in the
   * list; the first one counts), `too-many` where reading stopped at the limit.
   */
  readonly problems: readonly Problem[]
  /** Index of the comma that ended the list element, or the length of the text. */
  readonly end: number
}

/** What differs between the fields that have parameters. */
export interface ParameterOptions {
  /** Whether a comma outside quotes ends the parameters, as in a list field. Default: false. */
  readonly list?: boolean
  /** Whether a name without a value is a parameter too. Default: false. */
  readonly bare?: boolean
  /** Whether "bad whitespace" may stand around the `=`, RFC 9110 section 5.6.3. Default: false. */
  readonly bws?: boolean
}

/** A parameter, and the index after it and the whitespace that follows. */
export interface ReadParameter {
  readonly parameter: Parameter
  readonly end: number
}

/** So many parameters are read from one element; what comes after is left out with the problem `too-many`. */
export const MAX_PARAMETERS = 1000

const NO_PARAMETERS: readonly Parameter[] = Object.freeze([])
const DEFAULTS: ParameterOptions = Object.freeze({})

/**
 * Reads the parameters that follow a value, RFC 9110 section 5.6.6:
 *
 *     parameters      = *( OWS ";" OWS [ parameter ] )
 *     parameter       = parameter-name "=" parameter-value
 *     parameter-name  = token
 *     parameter-value = ( token / quoted-string )
 *
 * There is no whitespace around the `=`, "not even bad whitespace": such a part is left out and reported.
 *
 * @param start index after the value, where whitespace or the first semicolon stands
 * @example
 * const { parameters, problems } = readParameters('text/html; Charset="utf-8"; x; charset=a', 9)
 * assert.deepEqual(parameters[0], { name: 'charset', value: 'utf-8', quoted: true, at: 11 })
 * assert.deepEqual(problems.map(({ code, at }) => [code, at]), [['parameter', 28], ['duplicate', 31]])
 * assert.equal(parameter(parameters, 'charset'), 'utf-8')
 */
export function readParameters(
  text: string,
  start: number = 0,
  options: ParameterOptions = DEFAULTS,
): Parameters {
  let at = skip(text, start, WS)
  if (at === text.length) return { parameters: NO_PARAMETERS, problems: NO_PROBLEMS, end: at }
  const list = options.list === true
  const stop = list ? ';,' : ';'
  const parameters: Parameter[] = []
  let problems: Problem[] | undefined
  let names: Set<string> | undefined
  // What stands before the first semicolon is no parameter; from here on `at` is at a delimiter or the end.
  if (!isStop(text, at, list)) {
    const end = delimiterIndex(text, at, stop)
    problems = [{ code: 'parameter', at, end }]
    at = end
  }
  while (text.charCodeAt(at) === 0x3b) {
    at = skip(text, at + 1, WS)
    if (isStop(text, at, list)) continue
    if (parameters.length === MAX_PARAMETERS) {
      const end = list ? delimiterIndex(text, at, ',') : text.length
      ;(problems ??= []).push({ code: 'too-many', at, end })
      at = end
      break
    }
    const read = readParameter(text, at, options)
    if (read !== undefined && isStop(text, read.end, list)) {
      const { name } = read.parameter
      if (parameters.length > 0) {
        names ??= new Set([parameters[0]!.name])
        if (names.has(name)) (problems ??= []).push({ code: 'duplicate', at })
        else names.add(name)
      }
      parameters.push(read.parameter)
      at = read.end
    } else {
      const end = delimiterIndex(text, at, stop)
      ;(problems ??= []).push({ code: 'parameter', at, end })
      at = end
    }
  }
  return { parameters, problems: problems ?? NO_PROBLEMS, end: at }
}

function isStop(text: string, at: number, list: boolean): boolean {
  const code = text.charCodeAt(at)
  return code === 0x3b || at === text.length || (list && code === 0x2c)
}

/**
 * Reads the one parameter that begins at `at`.
 *
 * @returns `undefined` when there is none; what follows it is for the caller to judge
 * @example
 * assert.equal(readParameter('realm = "a, b"', 0, { bws: true })?.parameter.value, 'a, b')
 * assert.equal(readParameter('realm = "a, b"', 0), undefined)
 */
export function readParameter(
  text: string,
  at: number,
  { bare = false, bws = false }: ParameterOptions = DEFAULTS,
): ReadParameter | undefined {
  const nameEnd = tokenEnd(text, at)
  if (nameEnd === at) return undefined
  const name = text.slice(at, nameEnd).toLowerCase()
  const equals = bws ? skip(text, nameEnd, WS) : nameEnd
  if (text.charCodeAt(equals) !== 0x3d) {
    if (!bare) return undefined
    return { parameter: { name, value: '', quoted: false, at }, end: skip(text, nameEnd, WS) }
  }
  const start = bws ? skip(text, equals + 1, WS) : equals + 1
  if (text.charCodeAt(start) === 0x22) {
    const read = readQuoted(text, start)
    if (read === undefined) return undefined
    return { parameter: { name, value: read.value, quoted: true, at }, end: skip(text, read.end, WS) }
  }
  const end = tokenEnd(text, start)
  if (end === start) return undefined
  return { parameter: { name, value: text.slice(start, end), quoted: false, at }, end: skip(text, end, WS) }
}

/**
 * The value of the first parameter of that name, which is the one that counts.
 *
 * @param name in lower case
 * @example
 * assert.equal(parameter(readParameters('; a=1; A=2').parameters, 'a'), '1')
 */
export function parameter(parameters: readonly Parameter[], name: string): string | undefined {
  for (const item of parameters) if (item.name === name) return item.value
  return undefined
}

/**
 * Parameters by name; of equal names the first one counts.
 *
 * @example
 * assert.deepEqual([...parameterMap(readParameters('; a=1; b=2; a=3').parameters)], [['a', '1'], ['b', '2']])
 */
export function parameterMap(parameters: readonly Parameter[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const { name, value } of parameters) if (!map.has(name)) map.set(name, value)
  return map
}
