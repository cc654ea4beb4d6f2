import { Accept } from './accept.ts'

/**
 * The Accept of a request: media types. `text/*` is about all texts, parameters have to be the same ones.
 * Python: `werkzeug.datastructures.MIMEAccept`.
 *
 * @example
 * const types = MIMEAccept.fromHeader('text/html, application/*;q=0.8, *\x2f*;q=0.1')
 * assert.equal(types.bestMatch(['image/png', 'application/json']), 'application/json')
 * assert.equal(types.quality('image/png'), 0.1)
 * assert.equal(types.acceptHtml, true)
 */
export class MIMEAccept extends Accept {
  protected override specificity(value: string): readonly boolean[] {
    return split(value).map((part) => part !== '*')
  }

  /** @throws SyntaxError when what the server has is no media type */
  protected override matches(value: string, item: string): boolean {
    if (!item.includes('/')) return false
    const offered = rangeOf(value)
    if (!offered.isValid) throw new SyntaxError(`Expected a media type, got ${JSON.stringify(value)}`)
    const wanted = rangeOf(item)
    if (!wanted.isValid) return false
    if ((wanted.type === '*' && wanted.subtype === '*') || (offered.type === '*' && offered.subtype === '*'))
      return true
    if (wanted.type !== offered.type) return false
    if (wanted.subtype === '*' || offered.subtype === '*') return true
    return wanted.subtype === offered.subtype && wanted.parameters === offered.parameters
  }

  /** Whether HTML or XHTML is taken. */
  get acceptHtml(): boolean {
    return this.has('text/html') || this.acceptXhtml
  }

  /** Whether XHTML or XML is taken. */
  get acceptXhtml(): boolean {
    return this.has('application/xhtml+xml') || this.has('application/xml')
  }

  /** Whether JSON is taken. */
  get acceptJson(): boolean {
    return this.has('application/json')
  }
}

/** The parts between slashes and semicolons. */
const split = (value: string): string[] => value.split(/\/|\s*;\s*/)

interface MediaRange {
  readonly type: string
  readonly subtype: string
  /** In one order. */
  readonly parameters: string
  /** Whether it has a slash, and no star before a name. */
  readonly isValid: boolean
}

let known = new Map<string, MediaRange>()

/** Media types come from programs and browsers, the same ones again and again. */
function rangeOf(value: string): MediaRange {
  const remembered = known.get(value)
  if (remembered) return remembered
  const [type = '', subtype = '', ...parameters] = split(value.toLowerCase())
  const isValid = value.includes('/') && (type !== '*' || subtype === '*')
  const range = { type, subtype, parameters: parameters.toSorted().join(';'), isValid }
  if (known.size >= 500) known = new Map()
  known.set(value, range)
  return range
}
