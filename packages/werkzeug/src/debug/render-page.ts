import { escapeHtml } from '../escape-html.ts'
import { renderTraceback, renderTracebackText, shortened } from './render-traceback.ts'
import type { TracebackView } from './render-traceback.ts'

/** What every page of the debugger is told. */
export interface PageOptions {
  /** The text that commands must carry. */
  readonly secret: string
  /** For scripts and styles. */
  readonly nonce: string
  /** Whether consoles are on. */
  readonly evalex: boolean
  /** Whether the PIN was entered. */
  readonly evalexTrusted: boolean
  /** Distinguishes the resources of one version from those of another. */
  readonly version: string
}

/** What the page of an error is told. */
export interface DebuggerPageOptions extends PageOptions {
  /** `GET /path`. */
  readonly request?: string
  /** Why there are no consoles though they were asked for. */
  readonly unavailable?: string | null
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23c5362c'/%3E%3Cpath d='M8 4v5' stroke='%23fff' stroke-width='2' stroke-linecap='round'/%3E%3Ccircle cx='8' cy='11.7' r='1.2' fill='%23fff'/%3E%3C/svg%3E"

/** What the consoles cannot do; the page must not promise more. */
const LIMITS = `<details><summary>What these consoles can and cannot do</summary><ul>
<li>Code runs in the frame's real scope, in the process of the server, with all its rights; an endless loop hangs it.
<li>Variables hold what they held when the error was thrown; objects may have changed since. A variable that no code uses was never kept.
<li>After an <code>await</code> only the frames up to it exist: functions that waited are shown without a console.
<li>What was made by Node itself, such as a failed read of a file, has no frame of the program in it.
<li>While the debugger is on, each <code>throw</code> pauses the process for a moment, also those that are caught, and <code>await</code> is slower. Never measure speed with it, never run it in production.
</ul></details>`

/**
 * The page of an error, whole: name and message first, then the frames. Python: `render_debugger_html`.
 *
 * @example
 * const traceback = { allTracebacks: [[null, { type: 'Error', message: '<script>', excerpt: '', frames: [] }]] }
 * const options = { secret: 's', nonce: 'n', evalex: false, evalexTrusted: false, version: '1' }
 * const page = renderDebuggerPage(traceback, options)
 * assert.ok(page.includes('&lt;script&gt;') && !page.includes('<script>'))
 */
export function renderDebuggerPage(traceback: TracebackView, options: DebuggerPageOptions): string {
  const { type, message } = traceback.allTracebacks[0]![1]
  const { evalex, request = '', unavailable = null } = options
  const title = message === '' ? type : `${type}: ${message.slice(0, 200)}`
  const isLong = message.length > 240 || message.includes('\n')
  const state = evalex
    ? LIMITS
    : `<p>${unavailable === null ? 'Consoles are off.' : `There are no consoles: ${escapeHtml(unavailable)}.`}</p>`
  return page(
    title,
    options,
    `<header><p class="eyebrow"><code>${escapeHtml(request)}</code><span>Triptych debugger</span></p>` +
      `<h1><span class="type">${escapeHtml(type)}</span> <span class="message${isLong ? ' long' : ''}"${isLong ? ' tabindex="0"' : ''}>${escapeHtml(shortened(message))}</span></h1>` +
      '<div class="toolbar"><button type="button" id="copy" hidden>Copy as text</button></div></header>' +
      renderTraceback(traceback, { consoles: evalex }) +
      `<div class="below"><details><summary>As text</summary><pre id="plain" tabindex="0">${escapeHtml(renderTracebackText(traceback))}</pre></details>${state}</div>`,
  )
}

/**
 * The page of the console that belongs to no error. Python: `werkzeug.debug.tbtools.render_console_html`.
 *
 * @example
 * const options = { secret: 's', nonce: 'n', evalex: true, evalexTrusted: true, version: '1' }
 * assert.match(renderConsoleHtml(options), /id="console"/)
 */
export function renderConsoleHtml(options: PageOptions): string {
  return page(
    'Console',
    options,
    '<header><p class="eyebrow"><span>Runs in the process of the server</span><span>Triptych debugger</span></p>' +
      '<h1><span class="message">Console</span></h1></header>' +
      '<div id="console"><p class="note">The console needs JavaScript.</p></div>' +
      '<div class="below"><p>Names: <code>app</code> is the application, <code>require</code> loads modules from the working directory, <code>_</code> is the last value, <code>dump(value)</code> shows all of a value. What is declared stays.</p></div>',
  )
}

function page(title: string, options: PageOptions, body: string): string {
  const { nonce, evalex, evalexTrusted, secret, version } = options
  const at = (file: string): string =>
    escapeHtml(`?__debugger__=yes&cmd=resource&f=${file}&v=${encodeURIComponent(version)}`)
  const attribute = `nonce="${escapeHtml(nonce)}"`
  const script = (file: string): string => `<script defer ${attribute} src="${at(file)}"></script>\n`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="${ICON}">
<link rel="stylesheet" ${attribute} href="${at('style.css')}">
${script('highlight.js')}${script('debugger.js')}</head>
<body>
<main>${body}</main>
${evalex ? PIN_DIALOG : ''}<script type="application/json" id="debugger-config">${json({ secret: evalex ? secret : '', evalex, trusted: evalexTrusted })}</script>
</body>
</html>
`
}

const PIN_DIALOG = `<dialog id="pin" aria-labelledby="pin-title"><form method="dialog">
<h2 id="pin-title">The console is locked</h2>
<p>The PIN stands in the terminal in which the server was started.</p>
<label>PIN <input name="pin" autocomplete="off" spellcheck="false" inputmode="numeric" placeholder="000-000-000" required></label>
<p role="alert"></p>
<div class="buttons"><button type="button" class="cancel">Cancel</button><button type="submit">Unlock</button></div>
</form></dialog>
`

/** JSON that may stand in a script element: nothing in it can end that. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
