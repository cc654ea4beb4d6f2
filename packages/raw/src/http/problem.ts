/**
 * Something a parser noticed in text from the network. Parsers never throw on such text: they return what
 * they understood together with their problems, and the caller's policy (strict, lenient) decides.
 */
export interface Problem {
  /** Stable name of the rule that was broken, in kebab-case. */
  readonly code: string
  /** Offset in the parsed text, in characters. */
  readonly at: number
  /** Where the part ends that was left out for this reason; absent when nothing was left out. */
  readonly end?: number
}

/** The one shared empty list: a clean parse costs no allocation. */
export const NO_PROBLEMS: readonly Problem[] = Object.freeze([])
