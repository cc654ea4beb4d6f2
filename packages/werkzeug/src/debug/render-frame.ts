import { extname } from 'node:path'
import { escapeHtml } from '../escape-html.ts'

/** What is drawn of a frame. */
export interface FrameView {
  readonly id: number
  readonly name: string
  readonly filename: string
  readonly shortFilename: string
  readonly lineno: number
  readonly colno: number
  readonly isAsync: boolean
  readonly isLibrary: boolean
  readonly isAlive: boolean
  readonly info: string | null
  excerpt(): { readonly first: number; readonly lines: readonly string[] } | null
}

const MOST_COLUMNS = 500

/**
 * A frame as HTML: a line that opens to the source around it, and, where consoles are on, places for variables and a console.
 *
 * @example
 * const view = { id: 1, name: 'f', filename: '/a/<b>.ts', shortFilename: '<b>.ts', lineno: 2, colno: 1, info: null }
 * const html = renderFrame({ ...view, isAsync: false, isLibrary: false, isAlive: false, excerpt: () => null })
 * assert.match(html, /&lt;b&gt;\.ts/)
 */
export function renderFrame(
  frame: FrameView,
  { open = false, consoles = false }: { readonly open?: boolean; readonly consoles?: boolean } = {},
): string {
  const { id, name, shortFilename, filename, lineno, colno, isLibrary, isAsync, info } = frame
  const kind = isLibrary ? 'library' : 'own'
  const title = filename === shortFilename ? '' : ` title="${escapeHtml(filename)}"`
  const about = info === null ? '' : `<p class="info">${escapeHtml(info)}</p>`
  const called = name === '' ? '<em>anonymous</em>' : escapeHtml(name)
  return (
    `<details class="frame ${kind}" id="frame-${id}"${open ? ' open' : ''}><summary>` +
    `<code class="function">${isAsync ? '<span class="async">async</span> ' : ''}${called}</code> ` +
    `<span class="place"${title}><cite class="filename">${breakable(shortFilename)}</cite>` +
    `<span class="position">:${lineno}:${colno}</span></span>` +
    `</summary><div class="inside">${about}${sourceHtml(frame)}${toolsHtml(frame, consoles)}</div></details>`
  )
}

/** Long paths may break after a slash. */
const breakable = (path: string): string => path.split('/').map(escapeHtml).join('/<wbr>')

function sourceHtml(frame: FrameView): string {
  const excerpt = frame.excerpt()
  if (excerpt === null) return '<p class="note">The source is not there to be read.</p>'
  const lines = dedent(excerpt.lines.map((line) => line.slice(0, MOST_COLUMNS).replaceAll('\t', '  ')))
  const rows = lines.map((line, at) => {
    const number = excerpt.first + at
    const isCurrent = number === frame.lineno
    return (
      `<div class="line${isCurrent ? ' current" aria-current="true' : ''}">` +
      `<span class="number">${number}</span><code>${escapeHtml(line) || ' '}</code></div>`
    )
  })
  return `<div class="source" tabindex="0" role="group" aria-label="Source" data-language="${languageOf(frame.filename)}">${rows.join('')}</div>`
}

const languageOf = (filename: string): string => {
  const extension = extname(filename)
  if (extension === '.json') return 'json'
  return /^\.[cm]?tsx?$/.test(extension) ? 'typescript' : 'javascript'
}

/** Without the indentation that all lines have. */
function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const common = Math.min(...indents)
  return Number.isFinite(common) ? lines.map((line) => line.slice(common)) : lines
}

function toolsHtml(frame: FrameView, consoles: boolean): string {
  if (!consoles) return ''
  if (!frame.isAlive) {
    const why = frame.isAsync
      ? 'No console: the function waited with <code>await</code> here, and its frame is gone.'
      : 'No console: the frame was not there any more when the error was thrown, or belongs to Node.'
    return frame.isLibrary ? '' : `<p class="note">${why}</p>`
  }
  return (
    `<div class="tools" data-frame="${frame.id}" hidden>` +
    '<button type="button" class="show-variables" aria-expanded="false">Variables</button>' +
    '<button type="button" class="show-console" aria-expanded="false">Console</button></div>'
  )
}
