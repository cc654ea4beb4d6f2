import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { CaseInfo } from '../case.ts'
import { VERDICTS } from '../result.ts'
import type { Report } from '../result.ts'
import { detailsOf } from './html/details.ts'
import { escapeHtml, scriptJson } from './html/escape.ts'
import { sectionsOf } from './html/matrix.ts'
import { PAGE_SCRIPT } from './html/page-script.ts'
import { PAGE_STYLE } from './html/page-style.ts'
import { sectionHtml } from './html/tables.ts'

/** How the page is made. */
export interface HtmlOptions {
  /** Default: Conformance. */
  readonly title?: string
  /** Where the page belongs to: a link above the title. */
  readonly back?: { readonly href: string; readonly text: string }
  /** The cases as they are now, in the order of the rows. Where a report is older, or carries less of them, these count. */
  readonly cases?: readonly CaseInfo[]
}

/**
 * One static page: for each suite a matrix of targets by cases, with filters, and for each case the rule, the bytes that
 * went over the wire, and how to send them again. It loads nothing; its style and script are named by their hashes. Without
 * the script it is a table.
 *
 * @example
 * const page = htmlReport([{ formatVersion: 1, suite: 'wire', target: { name: '<b>' }, startedAt: '', ms: 0, results: [] }])
 * assert.match(page, /^<!doctype html>/)
 * assert.ok(!page.includes('<b>'))
 */
export function htmlReport(reports: readonly Report[], options: HtmlOptions = {}): string {
  const { title = 'Conformance', back, cases } = options
  const sections = sectionsOf(reports, cases)
  const targets = new Set(sections.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const count = sections.reduce((sum, { rows }) => sum + rows.length, 0)
  const policy = `default-src 'none'; style-src '${hashOf(PAGE_STYLE)}'; script-src '${hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'`
  const link =
    back === undefined ? '' : `<p><a href="${escapeHtml(back.href)}">${escapeHtml(back.text)}</a></p>\n`
  const suites = sections
    .map(
      ({ suite, rows }) =>
        `<li><a href="#suite-${escapeHtml(suite)}">${escapeHtml(suite)}</a> ${rows.length}</li>`,
    )
    .join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
${link}<h1>${escapeHtml(title)}</h1>
<p>${count} cases, ${targets.size} targets. ${VERDICT_WORDS} Rules that must hold and wishes are counted apart.</p>
<nav aria-label="Suites"><ul>${suites}</ul></nav>
</header>
<main>
<form id="filters" hidden aria-label="Filters"></form>
${sections.map(sectionHtml).join('\n')}
</main>
<dialog id="case" aria-labelledby="case-title"></dialog>
<script type="application/octet-stream" id="details">${packed(detailsOf(sections))}</script>
<script type="application/json" id="verdicts">${scriptJson(VERDICTS)}</script>
<script type="module">${PAGE_SCRIPT}</script>
</body>
</html>
`
}

const VERDICT_WORDS =
  '<b class="p">pass</b>: as the rule says. <b class="t">tolerated</b>: left open, not what one would wish for. <b class="f">fail</b>: against the rule. <b class="t">flaky</b>: two runs differed. <b class="n">n/a</b>: the target cannot be asked. <b class="n">not run</b>: a case that it depends on did not pass.'

/** Deflate in base64: bytes resemble one another, and the page is small. */
function packed(value: unknown): string {
  return deflateRawSync(JSON.stringify(value), { level: 9 }).toString('base64')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
