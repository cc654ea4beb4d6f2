import { WS, skip } from './chars.ts'
import { delimiterIndex } from './list.ts'
import { readParameters } from './parameters.ts'
import type { Parameter, ParameterOptions } from './parameters.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { parseQvalue } from './qvalue.ts'

/** One element of a field of the Accept family. */
export interface Weighted {
  /** As it was written, without parameters. */
  readonly value: string
  /** From 0 (not acceptable) to 1; 1 when the element has no weight. */
  readonly q: number
  /** Where the element stands in the text: `text.slice(at, end)`. */
  readonly at: number
  readonly end: number
}

/** The elements in the order of the text. */
export interface WeightedList<Element extends Weighted = Weighted> {
  readonly elements: readonly Element[]
  /**
   * `value`, `parameter` or `qvalue` for an element that is left out because that part of it is malformed;
   * the element is `text.slice(at, end)` of the problem.
   */
  readonly problems: readonly Problem[]
}

/** An element with everything that may stand in one, before a field says what of it is allowed. */
export interface RawElement extends Weighted {
  /** What stands before the weight. */
  readonly parameters: readonly Parameter[]
  /** What stands after the weight. */
  readonly extension: readonly Parameter[]
}

const LIST: ParameterOptions = Object.freeze({ list: true, bare: true })
const NONE: readonly Parameter[] = Object.freeze([])

/**
 * Reads a list of weighted elements, RFC 9110 sections 5.6.1 and 12.4.2:
 *
 *     #( value parameters [ weight ] )
 *     weight = OWS ";" OWS "q=" qvalue
 *
 * An element that is malformed anywhere is no element: dropping only a bad weight would turn "rather not"
 * into "gladly".
 *
 * @param valueEnd gives the index after the value that begins at an index, or -1 when there is none
 * @param element makes the field's element, or gives `undefined` when its parameters are not allowed
 * @example
 * import { tokenEnd } from '@triptych/raw/http'
 * const { elements, problems } = parseWeightedList('gzip;q=0.5, br;q=x, *', tokenEnd, (raw) => raw)
 * assert.deepEqual(elements.map(({ value, q }) => [value, q]), [['gzip', 0.5], ['*', 1]])
 * assert.deepEqual(problems, [{ code: 'qvalue', at: 12, end: 18 }])
 */
export function parseWeightedList<Element extends Weighted>(
  text: string,
  valueEnd: (text: string, at: number) => number,
  element: (raw: RawElement) => Element | undefined,
): WeightedList<Element> {
  const elements: Element[] = []
  let problems: Problem[] | undefined
  let at = skip(text, 0, WS)
  while (at < text.length) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skip(text, at + 1, WS)
      continue
    }
    const after = valueEnd(text, at)
    if (after <= at) {
      const end = delimiterIndex(text, at, ',')
      ;(problems ??= []).push({ code: 'value', at, end })
      at = end
      continue
    }
    const value = text.slice(at, after)
    const next = text.charCodeAt(after)
    // Most elements are a bare value.
    const read = next === 0x2c || after === text.length ? undefined : readParameters(text, after, LIST)
    const end = read === undefined ? after : read.end
    const raw =
      read === undefined
        ? { value, q: 1, at, end, parameters: NONE, extension: NONE }
        : weigh(text, value, at, read)
    const made = typeof raw === 'string' ? undefined : element(raw)
    if (made === undefined)
      (problems ??= []).push({ code: typeof raw === 'string' ? raw : 'parameter', at, end })
    else elements.push(made)
    at = end
  }
  return { elements, problems: problems ?? NO_PROBLEMS }
}

function weigh(
  text: string,
  value: string,
  at: number,
  { parameters, problems, end }: ReturnType<typeof readParameters>,
): RawElement | 'parameter' | 'qvalue' {
  const index = parameters.findIndex(({ name }) => name === 'q')
  const before = index < 0 ? parameters : parameters.slice(0, index)
  if (index >= 0) {
    const weight = parameters[index]!
    const q = weight.quoted ? undefined : parseQvalue(weight.value)
    if (q === undefined) return 'qvalue'
    if (isMalformed(text, before, problems)) return 'parameter'
    return { value, q, at, end, parameters: before, extension: parameters.slice(index + 1) }
  }
  if (isMalformed(text, before, problems)) return 'parameter'
  return { value, q: 1, at, end, parameters: before, extension: NONE }
}

/** Only what follows the weight may go without a value (`accept-ext` of RFC 7231 section 5.3.2). */
function isMalformed(text: string, before: readonly Parameter[], problems: readonly Problem[]): boolean {
  if (problems.some(({ code }) => code !== 'duplicate')) return true
  return before.some(({ name, at }) => text.charCodeAt(at + name.length) !== 0x3d)
}
