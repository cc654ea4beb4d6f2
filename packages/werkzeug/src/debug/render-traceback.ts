import { escapeHtml } from '../escape-html.ts'
import { printable } from './printable.ts'
import { renderFrame } from './render-frame.ts'
import type { FrameView } from './render-frame.ts'

/** What is drawn of a traceback. */
export interface TracebackView {
  readonly allTracebacks: readonly (readonly [
    relation: string | null,
    part: {
      readonly type: string
      readonly message: string
      readonly excerpt: string
      readonly frames: readonly FrameView[]
    },
  ])[]
}

const MOST_TEXT = 20_000

/**
 * A message of a length that can be read.
 *
 * @example
 * assert.equal(shortened('abc'), 'abc')
 * assert.ok(shortened('a'.repeat(1e6)).length < 21_000)
 */
export function shortened(text: string): string {
  return text.length <= MOST_TEXT
    ? text
    : `${text.slice(0, MOST_TEXT)} … ${text.length - MOST_TEXT} more characters`
}

/**
 * A traceback as HTML. The first frame of the program itself is open, in each cause as well, what is a library's is folded together.
 *
 * @example
 * const html = renderTraceback({ allTracebacks: [[null, { type: 'Error', message: '<b>', excerpt: '', frames: [] }]] }, { title: true })
 * assert.match(html, /&lt;b&gt;/)
 */
export function renderTraceback(
  traceback: TracebackView,
  { title = false, consoles = false }: { readonly title?: boolean; readonly consoles?: boolean } = {},
): string {
  const parts = traceback.allTracebacks.map(([relation, part]) => {
    const head =
      relation === null && !title
        ? ''
        : `<h3 class="exception"><span class="type">${escapeHtml(part.type)}</span>${part.message === '' ? '' : ': '}` +
          `<span class="message">${escapeHtml(shortened(part.message))}</span></h3>`
    const divider = relation === null ? '' : `<div class="exc-divider">${escapeHtml(relation)}</div>`
    const excerpt =
      part.excerpt === '' ? '' : `<pre class="syntaxerror">${escapeHtml(shortened(part.excerpt))}</pre>`
    const own = part.frames.find((frame) => !frame.isLibrary) ?? part.frames[0]
    const opened = title || (relation !== null && relation !== 'Caused by') ? undefined : own
    return `<section class="part">${divider}${head}${excerpt}${title && part.frames.length === 0 ? '' : framesHtml(part.frames, opened, consoles)}</section>`
  })
  return `<div class="traceback">${parts.join('')}</div>`
}

function framesHtml(frames: readonly FrameView[], opened: FrameView | undefined, consoles: boolean): string {
  if (frames.length === 0) return '<p class="note">No frames: nothing is known of where it came from.</p>'
  const items: string[] = []
  for (let at = 0; at < frames.length;) {
    const frame = frames[at]!
    let end = at + 1
    if (frame.isLibrary && frame !== opened) while (frames[end]?.isLibrary && frames[end] !== opened) end++
    const group = frames.slice(at, end)
    const html = group
      .map((one) => `<li>${renderFrame(one, { open: one === opened, consoles })}</li>`)
      .join('')
    items.push(
      frame.isLibrary && frame !== opened
        ? `<li><details class="folded"><summary>${group.length} library frame${group.length === 1 ? '' : 's'}</summary><ol>${html}</ol></details></li>`
        : html,
    )
    at = end
  }
  return `<ol class="frames">${items.join('')}</ol>`
}

/**
 * A traceback as text for terminals and for pasting.
 *
 * @example
 * const part = { type: 'Error', message: 'a\x1bb', excerpt: '', frames: [] }
 * assert.equal(renderTracebackText({ allTracebacks: [[null, part]] }), 'Error: a\\x1bb\n')
 */
export function renderTracebackText(traceback: TracebackView): string {
  let text = ''
  for (const [relation, { type, message, excerpt, frames }] of traceback.allTracebacks) {
    if (relation !== null) text += `${relation}:\n`
    if (excerpt !== '') text += `${shortened(excerpt)}\n`
    text += `${message === '' ? type : `${type}: ${shortened(message)}`}\n`
    for (const frame of frames) text += frameText(frame)
  }
  return printable(text)
}

function frameText(frame: FrameView): string {
  const { name, isAsync, filename, shortFilename, lineno, colno, isLibrary } = frame
  const path = `${isLibrary ? filename : shortFilename}:${lineno}:${colno}`
  const at = `    at ${isAsync ? 'async ' : ''}${name === '' ? path : `${name} (${path})`}\n`
  if (isLibrary) return at
  const excerpt = frame.excerpt()
  const line = excerpt?.lines[lineno - excerpt.first]?.trim().slice(0, 200)
  return line === undefined || line === '' ? at : `${at}        ${line}\n`
}
