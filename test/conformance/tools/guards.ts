/**
 * Marks the cases of `wire` and `gateway` that neither a mutant nor a recorded server fails or is only tolerated in:
 * they guard what everybody does right. `node --conditions=@triptych/source --import tsx test/conformance/tools/guards.ts`.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { HTTP_MUTANTS, startMutant } from '../mutants/http-mutants.ts'
import type { CaseInfo } from '../src/case.ts'
import type { CaseFile } from '../src/load-cases.ts'
import { run } from '../src/run.ts'
import { gatewaySuite } from '../src/suites/gateway.ts'
import { openUrl } from '../src/target/open-url.ts'
import { observedReports } from './site.ts'

const seen = new Set<string>()
const note = (info: CaseInfo, verdict: string): void => {
  if (verdict !== 'pass' && verdict !== 'n/a' && verdict !== 'not run') seen.add(info.id)
}

for (const { results } of await observedReports())
  for (const { case: info, verdict } of results) note(info, verdict)
for (const mutant of HTTP_MUTANTS) {
  const running = await startMutant(mutant)
  const target = await openUrl(running.url)
  for await (const { case: info, verdict } of run(gatewaySuite, target, { only: [mutant.group], repeat: 1 }))
    note(info, verdict)
  await running.stop()
  console.log(`${mutant.group}: ${mutant.name}`)
}

let guards = 0
for (const suite of ['wire', 'gateway']) {
  const folder = new URL(`../cases/${suite}/`, import.meta.url)
  for (const name of readdirSync(folder)) {
    const file = new URL(name, folder)
    const content = JSON.parse(readFileSync(file, 'utf8')) as CaseFile
    const cases = content.cases.map((info) => {
      const entries = Object.entries(info).filter(([key]) => key !== 'guard')
      return Object.fromEntries(seen.has(info.id) ? entries : [...entries, ['guard', true]])
    })
    guards += cases.filter((info) => 'guard' in info).length
    writeFileSync(file, `${JSON.stringify({ ...content, cases }, undefined, 2)}\n`)
  }
}
console.log(`${guards} guards: now oxfmt test/conformance/cases`)
