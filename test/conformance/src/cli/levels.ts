import { chooseCases } from '../choose-cases.ts'
import { serviceSuite } from '../suites/service.ts'
import { compareLevels } from '../suites/service/compare-levels.ts'
import type { LevelDifference } from '../suites/service/compare-levels.ts'
import type { ServiceCase } from '../suites/service/service-case.ts'
import { openApp } from '../target/app-target.ts'
import { openInProcess } from '../target/in-process-target.ts'
import { openUrl } from '../target/open-url.ts'
import type { Target } from '../target.ts'
import type { Options } from './options.ts'

/**
 * `conform levels`: asks the same service, written more than once, the same things and shows where the answers differ.
 *
 * @returns the exit code: 0 for no difference
 */
export async function levels(options: Options): Promise<number> {
  const { only, parallel, timeout, slow } = options
  const cases = chooseCases(await serviceSuite.cases(), 'service', only) as readonly ServiceCase[]
  const targets: Target[] = []
  let compared = 0
  try {
    for (const operand of options.operands) targets.push(await open(operand, options))
    const differences = await compareLevels(cases, targets, {
      ...(parallel !== undefined && { parallel }),
      ...(timeout !== undefined && { timeout }),
      ...(slow !== undefined && { slow }),
      onCase: (_, answers) => {
        if (answers.some(({ answer }) => answer !== undefined)) compared++
      },
    })
    for (const difference of differences) console.log(format(difference))
    const names = targets.map(({ name }) => name).join(', ')
    const skipped = cases.length - compared
    const rest = skipped > 0 ? `, ${skipped} are seen by no application` : ''
    console.log(`${names}: ${count(differences.length, 'difference')} in ${count(compared, 'case')}${rest}`)
    return differences.length > 0 ? 1 : 0
  } finally {
    await Promise.all(targets.map((target) => target.stop()))
  }
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

function open(operand: string, { inProcess, server, allowRemote }: Options): Promise<Target> {
  if (/^https?:/.test(operand)) return openUrl(operand, { name: operand, allowRemote })
  return inProcess ? openInProcess(operand) : openApp(operand, { server })
}

function format({ case: { id, title }, answers }: LevelDifference): string {
  const texts = answers.map(({ target, answer }) => {
    const lines = (answer ?? 'no answer').trimEnd().split('\n')
    return `  ${target}\n${lines.map((line) => `    ${line}\n`).join('')}`
  })
  return `DIFFERS ${id}: ${title}\n${texts.join('')}`
}
