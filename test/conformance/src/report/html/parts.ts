import { LEVELS } from '../../case.ts'
import { VERDICTS } from '../../result.ts'
import type { Result, Verdict } from '../../result.ts'
import { scoreOf } from '../../score.ts'
import { escapeHtml, shellBytes, showBytes } from './escape.ts'
import type { Matrix, Row } from './matrix.ts'

/** Letters, so that nothing hangs on colour alone. */
const LETTERS: Readonly<Record<Verdict, string>> = {
  pass: 'P',
  tolerated: 'T',
  fail: 'F',
  flaky: '?',
  'not run': '·',
  'n/a': '–',
}

/** So many bytes of an exchange are shown. */
const MOST_SHOWN = 1200

/** What the letters mean. */
export function legend(): string {
  return VERDICTS.map(
    (verdict) => `<b class="${className(verdict)}">${LETTERS[verdict]}</b> ${verdict}`,
  ).join(', ')
}

/** Counts by target, level and verdict. */
export function summaryTable({ columns }: Matrix): string {
  const rows = columns.flatMap(({ name, software, results }) => {
    const score = scoreOf([...results.values()])
    const levels = LEVELS.filter((level) => VERDICTS.some((verdict) => score[level][verdict] > 0))
    return levels.map((level, index) => {
      const head =
        index === 0
          ? `<th scope="rowgroup" rowspan="${levels.length}">${escapeHtml(name)}<small>${escapeHtml(software)}</small></th>`
          : ''
      const cells = VERDICTS.map((verdict) => `<td>${score[level][verdict] || ''}</td>`).join('')
      return `<tr>${head}<th scope="row">${level}</th>${cells}</tr>`
    })
  })
  const heads = VERDICTS.map((verdict) => `<th scope="col">${verdict}</th>`).join('')
  return `<div class="scroll" tabindex="0" role="region" aria-label="Counts"><table class="counts"><thead><tr><th scope="col">target</th><th scope="col">level</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** A letter for each case and target. */
export function matrixTable({ columns, rows }: Matrix): string {
  const heads = columns
    .map(
      ({ name, software }) =>
        `<th scope="col" title="${escapeHtml(software)}"><span>${escapeHtml(name)}</span></th>`,
    )
    .join('')
  const body = rows.map(matrixRow).join('')
  return `<div class="scroll" tabindex="0" role="region" aria-label="Matrix"><table id="m"><thead><tr><th scope="col">case</th><th scope="col">level</th>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
}

function matrixRow({ suite, case: info, results, differs }: Row): string {
  const cells = results.map((result) => {
    if (result === undefined) return '<td></td>'
    const { verdict, outcome } = result
    return `<td class="${className(verdict)}" title="${escapeHtml(`${verdict}: ${outcome}`)}">${LETTERS[verdict]}</td>`
  })
  const data = `data-s="${suite}" data-g="${escapeHtml(info.group)}" data-l="${info.level}"${differs ? ' data-d' : ''}`
  return `<tr ${data}><th scope="row"><a href="#${escapeHtml(info.id)}">${escapeHtml(info.id)}</a></th><td>${info.level}</td>${cells.join('')}</tr>`
}

/** Each case: the rule, what each target answered, the bytes, and how to send them again. */
export function caseDetails({ columns, rows }: Matrix): string {
  return rows
    .map(({ case: info, results }) => {
      const answers = results.map((result, index) =>
        result === undefined ? '' : answer(columns[index]!.name, result),
      )
      const sent = results.find((result) => result !== undefined && result.exchanges.length > 0)?.exchanges[0]
        ?.sent
      const [first] = results.filter((result) => result !== undefined)
      const why = info.why === undefined ? '' : `<p>${escapeHtml(info.why)}</p>`
      return `<details id="${escapeHtml(info.id)}"><summary>${escapeHtml(info.id)}: ${escapeHtml(info.title)}</summary>${why}<p>${escapeHtml(info.ref)}, ${info.level}. Expected: ${escapeHtml(first?.expected ?? '')}</p>${sent === undefined ? '' : reproduce(info.id, sent)}<dl>${answers.join('')}</dl></details>`
    })
    .join('\n')
}

function answer(name: string, result: Result): string {
  const { verdict, outcome, notes, exchanges } = result
  const lines = notes.map((note) => `<br>${escapeHtml(note)}`).join('')
  const received = exchanges[0]?.received
  const bytes =
    received === undefined || received === '' || verdict === 'pass'
      ? ''
      : `<pre>${escapeHtml(shorten(showBytes(received)))}</pre>`
  return `<dt>${escapeHtml(name)}</dt><dd><b class="${className(verdict)}">${verdict}</b> ${escapeHtml(outcome)}${lines}${bytes}</dd>`
}

function reproduce(id: string, sent: string): string {
  const isWhole = sent.length <= MOST_SHOWN && !sent.includes('[... ')
  const command = isWhole ? `printf ${shellBytes(sent)} | nc 127.0.0.1 8080\n` : ''
  const suite = id.slice(0, id.indexOf('.'))
  return `<pre class="sent">${escapeHtml(shorten(showBytes(sent)))}</pre><pre class="shell">${escapeHtml(`${command}npx conform ${suite} http://127.0.0.1:8080 --only ${id} --verbose`)}</pre>`
}

function shorten(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}\n[${text.length - MOST_SHOWN} more]`
}

function className(verdict: Verdict): string {
  return `v-${verdict.replace(/\W/g, '')}`
}
