import { createHash } from 'node:crypto'
import type { Report } from '../result.ts'
import { escapeHtml } from './html/escape.ts'
import { matrixOf } from './html/matrix.ts'
import { caseDetails, legend, matrixTable, summaryTable } from './html/parts.ts'
import { SCRIPT } from './html/script.ts'
import { STYLE } from './html/style.ts'

/** How the page is made. */
export interface HtmlOptions {
  readonly title?: string
  /** Where the page stands: shown above, with a link. */
  readonly back?: { readonly href: string; readonly text: string }
}

/**
 * One static page: a matrix of targets by cases with filters, and below it each case with the bytes that went over the
 * wire. It loads nothing, its own style and script are named by their hashes, and without the script it is a plain table.
 *
 * @example
 * const page = htmlReport([{ formatVersion: 1, suite: 'wire', target: { name: '<b>' }, startedAt: '', ms: 0, results: [] }])
 * assert.match(page, /^<!doctype html>/)
 * assert.ok(!page.includes('<b>'))
 */
export function htmlReport(reports: readonly Report[], options: HtmlOptions = {}): string {
  const { title = 'Conformance', back } = options
  const matrix = matrixOf(reports)
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`
  const link =
    back === undefined ? '' : `<p><a href="${escapeHtml(back.href)}">${escapeHtml(back.text)}</a></p>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${link}<h1>${escapeHtml(title)}</h1>
<p>${matrix.rows.length} cases, ${matrix.columns.length} targets. A letter says what came of a case: ${legend()}.</p></header>
<main>
<section aria-labelledby="counts"><h2 id="counts">Counts</h2>
<p>Rules that must hold and wishes are counted apart; what does not apply to a target counts for nothing.</p>
${summaryTable(matrix)}</section>
<section aria-labelledby="matrix"><h2 id="matrix">Matrix</h2>
<form id="filters" hidden aria-label="Filters"></form>
<p id="shown" role="status"></p>
${matrixTable(matrix)}</section>
<section aria-labelledby="cases"><h2 id="cases">Cases</h2>
${caseDetails(matrix)}</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
