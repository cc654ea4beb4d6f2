import { LEVELS } from '../../case.ts'
import { VERDICTS } from '../../result.ts'
import type { Result, Verdict } from '../../result.ts'
import { scoreOf } from '../../score.ts'
import { escapeHtml } from './escape.ts'
import type { Row, Section } from './matrix.ts'

const TITLES: ReadonlyMap<string, string> = new Map([
  ['service', 'The time service: method, host, path and framing, each with its answer'],
  ['lint', "The contract's validator around an application"],
  ['wire', 'Raw request bytes, one server'],
  ['gateway', 'The echo application behind the server'],
  ['echo', 'The echo application itself'],
  ['proxy', 'A scripted client and a scripted backend on both sides of a proxy'],
  ['process', 'The life cycle, by signals'],
  ['toolkit', 'Headers, cookies, forms and hostile input, any library'],
])

/** Classes are short, since a cell has nothing else. */
const CLASSES: ReadonlyMap<Verdict, string> = new Map<Verdict, string>([
  ['pass', 'p'],
  ['tolerated', 't'],
  ['fail', 'f'],
  ['flaky', 't'],
  ['not run', 'n'],
  ['n/a', 'n'],
])

/** A suite: how each target did, and the cases. */
export function sectionHtml(section: Section): string {
  const { suite, rows } = section
  const title = TITLES.get(suite)
  const name = escapeHtml(suite)
  return `<section class="suite" id="suite-${name}" data-suite="${name}" aria-labelledby="head-${name}">
<h2 id="head-${name}">${name}</h2>
<p class="about">${title === undefined ? '' : `${escapeHtml(title)}. `}${rows.length} cases.</p>
${countsTable(section)}
${matrixTable(section)}
</section>`
}

/** Counts by target, level and verdict; only what occurs has a column. */
export function countsTable({ suite, columns }: Section): string {
  const scores = columns.map(({ results }) => scoreOf([...results.values()]))
  const used = LEVELS.map((level) => ({
    level,
    verdicts: VERDICTS.filter((verdict) => scores.some((score) => score[level][verdict] > 0)),
  })).filter(({ verdicts }) => verdicts.length > 0)
  const levels = used.map(
    ({ level, verdicts }) => `<th scope="colgroup" colspan="${verdicts.length}">${level}</th>`,
  )
  const verdicts = used.flatMap(({ verdicts: list }) =>
    list.map((verdict, index) => `<th scope="col"${index === 0 ? ' class="l"' : ''}>${verdict}</th>`),
  )
  const body = columns.map(({ name, software, setup }, at) => {
    const cells = used.flatMap(({ level, verdicts: list }) =>
      list.map((verdict, index) => {
        const count = scores[at]![level][verdict]
        const names = [
          index === 0 ? 'l' : '',
          count === 0 ? 'n' : verdict === 'pass' ? '' : (CLASSES.get(verdict) ?? ''),
        ].filter((one) => one !== '')
        return `<td${names.length === 0 ? '' : ` class="${names.join(' ')}"`}>${count}</td>`
      }),
    )
    const more = setup === '' ? '' : `<small>${escapeHtml(setup)}</small>`
    return `<tr><th scope="row">${escapeHtml(name)}<small>${escapeHtml(software)}</small>${more}</th>${cells.join('')}</tr>`
  })
  const groups = used.map((one) => `<colgroup span="${one.verdicts.length}"></colgroup>`).join('')
  return `<div class="scroll" tabindex="0" role="region" aria-label="Counts of ${escapeHtml(suite)}"><table class="counts"><colgroup></colgroup>${groups}
<thead><tr><th scope="col" rowspan="2">target</th>${levels.join('')}</tr><tr>${verdicts.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table></div>`
}

/** What each target answered, case by case; a table body for each group. */
export function matrixTable({ suite, columns, rows }: Section): string {
  const heads = columns.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`).join('')
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const list = groups.get(row.case.group) ?? []
    groups.set(row.case.group, list)
    list.push(row)
  }
  const bodies = [...groups].map(([group, list]) => {
    const head = `<tr class="group"><th scope="rowgroup" colspan="${columns.length + 2}"><span>${escapeHtml(suite)}.${escapeHtml(group)}</span></th></tr>`
    return `<tbody data-group="${escapeHtml(group)}">${head}\n${list.map(matrixRow).join('\n')}</tbody>`
  })
  return `<div class="scroll tall" tabindex="0" role="region" aria-label="Cases of ${escapeHtml(suite)}"><table class="matrix">
<thead><tr><th scope="col">case</th><th scope="col">level</th>${heads}</tr></thead>
${bodies.join('\n')}</table></div>`
}

function matrixRow({ case: info, results, differs }: Row): string {
  const id = escapeHtml(info.id)
  const cells = results.map(cell).join('')
  const head = `<th scope="row"><a href="#${id}">${id}</a><i>${escapeHtml(info.title)}</i><i class="ref">${escapeHtml(info.ref)}</i>`
  return `<tr id="${id}"${differs ? ' class="d"' : ''}>${head}<td>${escapeHtml(info.level)}${cells}</tr>`
}

/** End tags of cells may be left out, and there are many cells. */
function cell(result: Result | undefined): string {
  if (result === undefined) return '<td>'
  const { verdict, outcome, known } = result
  const seen = verdict === 'n/a' || verdict === 'not run' ? '' : `<i>${escapeHtml(shorten(outcome))}</i>`
  const word = known === undefined ? escapeHtml(verdict) : `${escapeHtml(verdict)}, known`
  // Most pass: they need no class.
  return `<td${verdict === 'pass' ? '' : ` class=${CLASSES.get(verdict) ?? 'n'}`}>${word}${seen}`
}

/** The whole of it stands in the details. */
function shorten(outcome: string): string {
  return outcome.length <= 24 ? outcome : `${outcome.slice(0, 23)}…`
}
