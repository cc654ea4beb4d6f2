import { FIELD, WS, is, skip } from './chars.ts'
import { parseHost } from './host.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { isToken } from './token.ts'

/** One gateway or proxy that a message came through. */
export interface ViaHop {
  /** The protocol it received the message by; `undefined` means HTTP. */
  readonly protocol: string | undefined
  readonly version: string
  /** Host and port, or a pseudonym. */
  readonly by: string
  /** Without its outer parentheses, otherwise as written. */
  readonly comment: string | undefined
}

/** The hops of a Via field, first one first. */
export interface Via {
  readonly hops: readonly ViaHop[]
  /** `hop` for each element that is none; it is left out. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a Via field, RFC 9110 section 7.6.3:
 *
 *     Via               = #( received-protocol RWS received-by [ RWS comment ] )
 *     received-protocol = [ protocol-name "/" ] protocol-version
 *     received-by       = pseudonym [ ":" port ]
 *     comment           = "(" *( ctext / quoted-pair / comment ) ")"            section 5.6.5
 *
 * The collected grammar calls received-by a token; hosts in brackets are read too, since hops do have IPv6 addresses.
 *
 * @example
 * assert.deepEqual(parseVia('1.1 a.example:80 (Apache, mine), HTTP/1.0 fred').hops, [
 *   { protocol: undefined, version: '1.1', by: 'a.example:80', comment: 'Apache, mine' },
 *   { protocol: 'HTTP', version: '1.0', by: 'fred', comment: undefined },
 * ])
 */
export function parseVia(text: string): Via {
  const hops: ViaHop[] = []
  let problems: Problem[] | undefined
  for (let at = 0; at < text.length;) {
    const start = skip(text, at, WS)
    const word = wordEnd(text, start)
    const byStart = skip(text, word, WS)
    const byEnd = wordEnd(text, byStart)
    const commentStart = skip(text, byEnd, WS)
    const comments = commentStart > byEnd && text[commentStart] === '('
    const commentEnd = comments ? closing(text, commentStart) : commentStart
    if (commentEnd < 0) {
      // Nobody can tell where the comment was meant to end: the rest is part of it.
      ;(problems ??= []).push({ code: 'hop', at: start })
      break
    }
    at = skip(text, commentEnd, WS)
    const ended = at >= text.length || text[at] === ','
    const hop =
      byStart > word && ended ? readHop(text.slice(start, word), text.slice(byStart, byEnd)) : undefined
    if (hop !== undefined) {
      const comment = commentEnd > commentStart ? text.slice(commentStart + 1, commentEnd - 1) : undefined
      hops.push({ ...hop, comment })
    } else if (at > start || !ended) {
      ;(problems ??= []).push({ code: 'hop', at: start })
      const comma = text.indexOf(',', at)
      at = comma < 0 ? text.length : comma
    }
    at++
  }
  return { hops, problems: problems ?? NO_PROBLEMS }
}

/** The index of the white space, comma or parenthesis that ends the word at `start`. */
function wordEnd(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (is(code, WS) || code === 0x2c || code === 0x28) break
  }
  return at
}

/** The index after the comment that opens at `start`, or -1 when it is not closed or holds a control character. */
function closing(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!is(code, FIELD)) return -1
    if (code === 0x28) depth++
    else if (code === 0x29 && --depth === 0) return at + 1
    else if (code === 0x5c && !is(text.charCodeAt(++at), FIELD)) return -1
  }
  return -1
}

function readHop(received: string, by: string): Omit<ViaHop, 'comment'> | undefined {
  const slash = received.indexOf('/')
  const protocol = slash < 0 ? undefined : received.slice(0, slash)
  const version = received.slice(slash + 1)
  if (!isToken(version) || (protocol !== undefined && !isToken(protocol))) return undefined
  return isToken(by) || parseHost(by) !== undefined ? { protocol, version, by } : undefined
}

/**
 * Writes a Via field, or the element that a proxy appends to one.
 *
 * @throws TypeError when a part does not fit the grammar
 * @example
 * const hop = { protocol: undefined, version: '1.1', by: 'triptych', comment: undefined }
 * assert.equal(formatVia([hop]), '1.1 triptych')
 */
export function formatVia(hops: readonly ViaHop[]): string {
  return hops.map(formatHop).join(', ')
}

function formatHop(hop: ViaHop): string {
  const { protocol, version, by, comment } = hop
  const received = protocol === undefined ? version : `${protocol}/${version}`
  const text = `${received} ${by}${comment === undefined ? '' : ` (${comment})`}`
  const written = parseVia(text)
  const back = written.hops[0]
  if (written.hops.length !== 1 || back?.by !== by || back.comment !== comment || back.version !== version) {
    throw new TypeError(`Expected the parts of a Via element, got ${JSON.stringify(hop)}`)
  }
  return text
}
