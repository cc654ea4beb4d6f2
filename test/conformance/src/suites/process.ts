import { loadCases } from '../load-cases.ts'
import type { Judgement } from '../result.ts'
import type { RunContext, Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import { abilitiesOf } from './process/process-description.ts'
import type { ProcessCase, Step } from './process/process-case.ts'
import { ProcessRun, Unmet } from './process/process-run.ts'

/** The life of a server: start, signals, workers, end. Each case starts one of its own. */
export const processSuite: Suite<ProcessCase> = {
  name: 'process',
  title: 'start, signals, workers and end of a server',
  cases: async () => (await loadCases<ProcessCase>('process')).map((one) => ({ ...one, timing: true })),
  async prepare({ target }) {
    if (process.platform === 'win32') {
      throw new TargetError(
        'Expected a system with POSIX signals, got Windows: run the suite process elsewhere',
      )
    }
    if (target.process === undefined) {
      throw new TargetError(
        'Expected a command to start the server anew for each case: give --spawn COMMAND with {port} and {folder}, or a description FILE.json (FORMAT.md)',
      )
    }
    return async () => {}
  },
  run: runProcessCase,
}

async function runProcessCase(testCase: ProcessCase, { target, slow }: RunContext): Promise<Judgement> {
  const { steps, start = {}, needs = [] } = testCase
  const description = target.process!
  const abilities = abilitiesOf(description)
  const missing = needs.filter((ability) => !abilities.has(ability))
  const expected = describeExpectation(steps)
  if (missing.length > 0) {
    const notes = [`The description of ${target.name} does not have: ${missing.join(', ')}`]
    return { verdict: 'n/a', outcome: 'not asked', expected, notes, exchanges: [] }
  }
  const run = await ProcessRun.start(description, start, slow)
  const { server } = run
  const judge = (verdict: Judgement['verdict'], outcome: string, notes: readonly string[]): Judgement => {
    const ended = server.ended === undefined ? 'running' : `ended: ${server.ended}`
    const log = { channel: 'output', sent: '', received: server.log, end: ended }
    return { verdict, outcome, expected, notes, exchanges: [log] }
  }
  let at = 0
  const warnings: string[] = []
  try {
    if (start.ready !== false) await run.accepting()
    for (const step of steps) {
      at += 1
      const warning = await takeStep(run, step)
      if (warning !== undefined) warnings.push(warning)
    }
    return warnings.length > 0
      ? judge('tolerated', warnings.join('; '), warnings)
      : judge('pass', `${steps.length} steps as expected`, [])
  } catch (error) {
    if (!(error instanceof Unmet)) throw error
    const where = at === 0 ? 'at the start' : `at step ${at} of ${steps.length}`
    const note =
      at === 0 ? error.message : `${error.message}, at step ${at}: ${JSON.stringify(steps[at - 1])}`
    return judge(testCase.level === 'may' ? 'tolerated' : 'fail', `unmet ${where}`, [note])
  } finally {
    await run.end()
  }
}

/** Takes one step; gives what was seen where it is only tolerated. */
async function takeStep(run: ProcessRun, step: Step): Promise<string | undefined> {
  if ('signal' in step) run.signal(`SIG${step.signal}`, step.to ?? 'master')
  else if ('request' in step) await run.request(step.request, step.answer, step.within)
  else if ('begin' in step) await run.begin(step)
  else if ('answerOf' in step) await run.answerOf(step.answerOf, step.answer, step.within)
  else if ('exit' in step) return judgeExit(await run.exit(step.within), step.exit)
  else if ('workers' in step) await run.workers(step)
  else if ('write' in step) await run.write(step.write)
  else if ('load' in step) run.load(step.load)
  else if ('unload' in step) await run.unload(step.unload.atLeast)
  else if ('requests' in step) await run.requests(step)
  else if ('connect' in step) await run.connect()
  else if ('refused' in step) await run.refused(step.within)
  else if ('nothingLeft' in step) await run.nothingLeft(step.within)
  else if ('readyLine' in step) await run.readyLine(step.within)
  else if ('runs' in step) run.runs()
  else await run.pause(step.pause)
  return undefined
}

function judgeExit(
  ended: string,
  { ok, warn = [] }: { ok: readonly string[]; warn?: readonly string[] },
): string | undefined {
  const is = (token: string): boolean => token === ended || (token === 'nonzero' && /^[1-9]/.test(ended))
  if (ok.some(is)) return undefined
  if (warn.some(is)) return `ended with ${ended} instead of ${ok.join(' or ')}`
  throw new Unmet(`Expected the end ${ok.join(' or ')}, got ${ended}`)
}

function describeExpectation(steps: readonly Step[]): string {
  return steps.map((step) => JSON.stringify(step)).join(' ')
}
