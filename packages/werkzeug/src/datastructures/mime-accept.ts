import { skipSpace, stripEnd } from '../http/strip.ts'
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
  protected override specificity(value: string): string {
    let steps = ''
    for (const part of split(value)) steps += part === '*' ? '0' : '1'
    return steps
  }

  /** @throws SyntaxError when what the server has is no media type */
  protected override matches(value: string, item: string): boolean {
    if (!item.includes('/')) return false
    if (value !== lastOffer.value) lastOffer = { value, range: rangeOf(value) }
    const offered = lastOffer.range
    if (!offered.isValid) throw new SyntaxError(`Expected a media type, got ${JSON.stringify(value)}`)
    const wanted = rangeOf(item)
    if (!wanted.isValid) return false
    if (wanted.type === '*' || offered.type === '*') return true
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

interface MediaRange {
  readonly type: string
  readonly subtype: string
  /** In one order. */
  readonly parameters: string
  /** Whether it has a slash, and no star before a name. */
  readonly isValid: boolean
}

/** What the items of a header are held against, one after the other. */
let lastOffer = { value: '*/*', range: rangeOf('*/*') }

function rangeOf(value: string): MediaRange {
  const [type = '', subtype = '', ...parameters] = split(value.toLowerCase())
  const isValid = value.includes('/') && (type !== '*' || subtype === '*')
  if (parameters.length === 0) return { type, subtype, parameters: '', isValid }
  const sorted = parameters.toSorted().map((parameter) => `;${parameter}`)
  return { type, subtype, parameters: sorted.join(''), isValid }
}

/** The parts between slashes and semicolons; space beside a semicolon belongs to none. */
function split(value: string): string[] {
  if (!value.includes(';')) return value.split('/')
  const sections = value.split(';')
  const last = sections.length - 1
  return sections.flatMap((section, at) => {
    const text = at < last ? stripEnd(section) : section
    return (at > 0 ? text.slice(skipSpace(text, 0)) : text).split('/')
  })
}
