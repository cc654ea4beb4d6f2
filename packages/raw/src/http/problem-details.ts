import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'

/** The media type of problem details in JSON. */
export const PROBLEM_JSON = 'application/problem+json'

/** Why a request failed, for programs, RFC 9457 section 3.1. Other members are extensions. */
export interface ProblemDetails {
  /** URI reference that names the kind of problem. */
  readonly type: string
  /** The HTTP status, 100 to 599. */
  readonly status?: number
  /** What kind it is, for people; the same for each occurrence. */
  readonly title?: string
  /** What happened this time, for people. */
  readonly detail?: string
  /** URI reference that names this occurrence. */
  readonly instance?: string
  /** Members that the type defines. */
  readonly [extension: string]: unknown
}

/** Problem details to be written: the type may be left out, which means `about:blank`. */
export type ProblemDetailsInit = Partial<ProblemDetails>

/** What was understood of a document. */
export interface ParsedProblemDetails {
  /** Without prototype, so that `__proto__` is a member like any other. `undefined` when the text is no JSON object. */
  readonly details: ProblemDetails | undefined
  /** `json` (no JSON object) and `member` (a member of another type than the standard's, which counts as absent). */
  readonly problems: readonly Problem[]
}

const TEXT_MEMBERS = ['type', 'title', 'detail', 'instance'] as const

/**
 * Writes problem details as JSON, to be sent as {@link PROBLEM_JSON}. Standard members come first, extensions after
 * them as they were given; what is `undefined` is left out.
 *
 * @throws TypeError for a standard member that is no text, or an extension that JSON cannot hold
 * @throws RangeError for a status that is no whole number from 100 to 599
 * @example
 * assert.equal(formatProblemDetails({ status: 404, title: 'Not Found' }), '{"status":404,"title":"Not Found"}')
 * assert.throws(() => formatProblemDetails({ status: 600 }), RangeError)
 */
export function formatProblemDetails(details: ProblemDetailsInit): string {
  const { type, status, title, detail, instance, ...extensions } = details
  for (const name of TEXT_MEMBERS) {
    const value: unknown = details[name]
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`Expected text as ${name} of problem details, got ${typeof value}`)
    }
  }
  if (status !== undefined && !isStatus(status)) {
    throw new RangeError(`Expected a status from 100 to 599 in problem details, got ${String(status)}`)
  }
  return JSON.stringify({ type, status, title, detail, instance, ...extensions })
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599
}

/**
 * Reads problem details. A standard member of the wrong type is ignored, as RFC 9457 section 3.1 demands; a missing
 * type is `about:blank` (section 4.2.1).
 *
 * @example
 * const { details } = parseProblemDetails('{"title": "Out of credit", "status": "403", "balance": 30}')
 * assert.equal(details?.type, 'about:blank')
 * assert.equal(details?.status, undefined)
 * assert.equal(details?.['balance'], 30)
 */
export function parseProblemDetails(text: string): ParsedProblemDetails {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    document = undefined
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { details: undefined, problems: [{ code: 'json', at: 0 }] }
  }
  const problems: Problem[] = []
  const details = Object.assign(Object.create(null), { type: 'about:blank' }) as Record<string, unknown>
  for (const [name, value] of Object.entries(document)) {
    const standard = name === 'status' || (TEXT_MEMBERS as readonly string[]).includes(name)
    if (!standard || (name === 'status' ? isStatus(value) : typeof value === 'string')) details[name] = value
    else problems.push({ code: 'member', at: 0 })
  }
  return {
    details: details as ProblemDetails & typeof details,
    problems: problems.length > 0 ? problems : NO_PROBLEMS,
  }
}
