import { LEVELS } from '../case.ts'
import { VERDICTS } from '../result.ts'
import type { Report } from '../result.ts'
import { scoreOf } from '../score.ts'

/**
 * Results as Markdown, for a comment below a pull request: counts by level, then the failures.
 *
 * @example
 * assert.match(markdownReport([]), /^## Conformance\n/)
 */
export function markdownReport(reports: readonly Report[]): string {
  const rows = reports.flatMap((report) => {
    const score = scoreOf(report.results)
    return LEVELS.filter((level) => VERDICTS.some((verdict) => score[level][verdict] > 0)).map((level) => {
      const counts = VERDICTS.map((verdict) => String(score[level][verdict]))
      return `| ${[cell(report.suite), cell(report.target.name), level, ...counts].join(' | ')} |`
    })
  })
  const head = ['suite', 'target', 'level', ...VERDICTS]
  const failures = reports.flatMap((report) =>
    report.results
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'flaky')
      .map((result) => {
        const { case: info, outcome, expected, known } = result
        const cells = [code(info.id), info.title, info.level, expected, outcome, known ?? '', info.ref]
        return `| ${cells.map((text, index) => (index === 0 ? text : cell(text))).join(' | ')} |`
      }),
  )
  const table = [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows]
  const details =
    failures.length === 0
      ? ['No failures.']
      : [
          '| case | what | level | expected | got | known | rule |',
          '|---|---|---|---|---|---|---|',
          ...failures,
        ]
  return ['## Conformance', '', ...table, '', ...details, ''].join('\n')
}

function code(text: string): string {
  return `\`${text.replace(/[`|\0-\x1f]/g, ' ')}\``
}

/** What came over the network must not become markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#|~!&@]/g, '\\$&').replace(/[\0-\x1f\x7f]/g, ' ')
}
