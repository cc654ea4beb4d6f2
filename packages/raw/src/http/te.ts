import { WS, skip } from './chars.ts'
import { readParameters } from './parameters.ts'
import type { Parameter } from './parameters.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { parseQvalue } from './qvalue.ts'
import { tokenEnd } from './token.ts'

/** A transfer coding that the sender can take. */
export interface TeCoding {
  /** In lower case. */
  readonly coding: string
  /** 0 to 1; 0 refuses the coding. */
  readonly q: number
  /** The coding's own parameters. */
  readonly parameters: readonly Parameter[]
}

/** What a TE field says. */
export interface Te {
  /** In the order of the text; `chunked` is always acceptable and need not be there. */
  readonly codings: readonly TeCoding[]
  /** Whether the sender will not drop trailer fields. */
  readonly trailers: boolean
  /** `coding` for an element that is none, `q` for a weight that is none (the element is left out). */
  readonly problems: readonly Problem[]
}

/**
 * Reads a TE field, RFC 9110 section 10.1.4:
 *
 *     TE                 = #t-codings
 *     t-codings          = "trailers" / ( transfer-coding [ weight ] )
 *     transfer-coding    = token *( OWS ";" OWS transfer-parameter )
 *
 * @example
 * const te = parseTe('trailers, gzip;q=0.5')
 * assert.equal(te.trailers, true)
 * assert.deepEqual(te.codings, [{ coding: 'gzip', q: 0.5, parameters: [] }])
 */
export function parseTe(text: string): Te {
  const codings: TeCoding[] = []
  const problems: Problem[] = []
  let trailers = false
  for (let at = 0; at < text.length; at++) {
    const start = skip(text, at, WS)
    const nameEnd = tokenEnd(text, start)
    const read = readParameters(text, nameEnd, { list: true })
    at = read.end
    if (at === start) continue
    const coding = text.slice(start, nameEnd).toLowerCase()
    const weight = read.parameters.find(({ name }) => name === 'q')
    const q = weight === undefined ? 1 : parseQvalue(weight.value)
    if (coding === '' || read.problems.length > 0) problems.push({ code: 'coding', at: start, end: at })
    else if (q === undefined) problems.push({ code: 'q', at: start, end: at })
    else if (coding === 'trailers' && read.parameters.length === 0) trailers = true
    else codings.push({ coding, q, parameters: read.parameters.filter((item) => item !== weight) })
  }
  return { codings, trailers, problems: problems.length === 0 ? NO_PROBLEMS : problems }
}
