/**
 * Measures what can be measured here and keeps it in `observed/`, which the matrix shows:
 * `node --conditions=@triptych/source --import tsx test/conformance/tools/observed.ts [NAME...]`.
 */
import { scoreOf } from '../src/score.ts'
import { COLUMNS, measure } from './columns.ts'
import { keepReport } from './observed-files.ts'

const names = process.argv.slice(2)
for (const column of COLUMNS) {
  const { name, suite } = column
  if (names.length > 0 && !names.includes(name)) continue
  const missing = column.missing()
  if (missing !== undefined) {
    console.log(`${name} ${suite}: left as it is, ${missing}`)
    continue
  }
  const report = await measure(column)
  await keepReport(report)
  const { must, should } = scoreOf(report.results)
  const count = ({ pass, fail, flaky }: typeof must): string =>
    `${pass} pass, ${fail} fail${flaky > 0 ? `, ${flaky} flaky` : ''}`
  console.log(`${name} ${suite}: must ${count(must)}; should ${count(should)}`)
}
