import { toHtml } from '../util.ts'

/**
 * HTML as plain text: `<br>` is a new line, line feeds are blanks, marks of comments and all tags go. Linear. Python:
 * `webob.exc.strip_tags`.
 *
 * @example
 * assert.equal(stripTags('a<br />b\n<i>c</i> <!-- d -->'), 'a\nb c  d ')
 */
export function stripTags(html: string): string {
  const text = html.replaceAll('\n', ' ').replaceAll('\r', '')
  const withBreaks = withoutTags(text, '<br', '\n')
  return withoutTags(withBreaks.replaceAll('<!--', '').replaceAll('-->', ''), '<', '')
}

/** Replaces what begins so, in any case of letters, and goes to the next `>`. */
function withoutTags(text: string, start: string, replacement: string): string {
  const lower = text.toLowerCase()
  let result = ''
  let from = 0
  for (let at = lower.indexOf(start); at >= 0; at = lower.indexOf(start, from)) {
    const end = text.indexOf('>', at + start.length)
    if (end < 0) break
    result += text.slice(from, at) + replacement
    from = end + 1
  }
  return result + text.slice(from)
}

/** What has a text of its own. */
interface Texty {
  toString(): string
}

/**
 * A value as text, as it is: null is nothing, and so is an object that knows only its HTML. Python:
 * `webob.exc.no_escape`.
 *
 * @example
 * assert.equal(noEscape(null), '')
 * assert.equal(noEscape('<b>'), '<b>')
 */
export function noEscape(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object' && toHtml in value)
    return value.toString === Object.prototype.toString ? '' : (value as Texty).toString()
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : (value as Texty).toString()
}
