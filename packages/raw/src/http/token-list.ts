import { trimOws } from './chars.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { isToken } from './token.ts'

/** A list of tokens as it was understood, and what was not understood in it. */
export interface TokenList {
  /** The tokens in order, in lower case. */
  readonly tokens: readonly string[]
  /** `token` for each element that is none. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a field whose value is a list of case-insensitive tokens: Connection, Trailer, Vary and others.
 *
 *     #token => [ token ] *( OWS "," OWS [ token ] )                 RFC 9110 sections 5.6.1 and 5.6.2
 *
 * No token holds a quote, so that every comma separates: a quote must not hide what stands behind it.
 *
 * @example
 * assert.deepEqual(parseTokenList('Keep-Alive, ,X-Hop').tokens, ['keep-alive', 'x-hop'])
 * assert.deepEqual(parseTokenList('close, b@d').problems, [{ code: 'token', at: 6 }])
 */
export function parseTokenList(text: string): TokenList {
  const tokens: string[] = []
  let problems: Problem[] | undefined
  for (let start = 0; start < text.length;) {
    const comma = text.indexOf(',', start)
    const end = comma < 0 ? text.length : comma
    const element = trimOws(text.slice(start, end))
    if (isToken(element)) tokens.push(element.toLowerCase())
    else if (element !== '') (problems ??= []).push({ code: 'token', at: start })
    start = end + 1
  }
  return { tokens, problems: problems ?? NO_PROBLEMS }
}
