/**
 * Programs in Python, equal in behaviour to the listings that the time services are made after, under the standard
 * library's server and gunicorn: they pass the contract but for what is known, and answer what was recorded.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { play } from '../src/net/probe.ts'
import type { Reply } from '../src/net/reply.ts'
import { serviceSuite } from '../src/suites/service.ts'
import { judgeAnswers } from '../src/suites/service/judge-answers.ts'
import type { ServiceCase } from '../src/suites/service/service-case.ts'
import type { Target } from '../src/target.ts'
import { spawnArguments } from '../src/target/spawn-target.ts'
import { KNOWN_DIVERGENCES } from '../python/known-divergences.ts'
import type { Expected, PythonServer } from '../python/known-divergences.ts'
import { LEVEL_NAMES, readEnvironDivergences } from '../tools/divergence-catalogue.ts'
import type { LevelName } from '../tools/divergence-catalogue.ts'
import { gunicornOf, isInstalled, startDaemon } from './daemons/index.ts'

const FOLDER = fileURLToPath(new URL('../python/', import.meta.url))
const NO_CACHE = { PYTHONDONTWRITEBYTECODE: '1' }
const VERSIONS = 'import webob, werkzeug; assert werkzeug.__version__.startswith("2.")'

/** A Python that has both libraries; Debian's need not be the first one. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', VERSIONS], { stdio: 'ignore' }).status === 0,
)
const hasGunicorn = python !== undefined && isInstalled(gunicornOf(FOLDER, 'raw_time:app'))

function start(server: PythonServer, program: LevelName): Promise<Target> {
  const module = `${program}_time`
  if (server === 'gunicorn') return startDaemon(gunicornOf(FOLDER, `${module}:app`))
  const command = [python!, `${FOLDER}serve.py`, module, '{port}']
  return spawnArguments(command, { name: server, cwd: FOLDER, env: NO_CACHE })
}

/** Calls something with each item, a few at a time. */
async function each<Item>(items: readonly Item[], action: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await action(next)
  }
  await Promise.all(Array.from({ length: 4 }, work))
}

const cases = await serviceSuite.cases()
const contract = cases.filter(({ level }) => level === 'must')
const byId = new Map(cases.map((one) => [one.id, one]))

/** What a program answers by the rules, and which of them apply. */
function expectedOf(testCase: ServiceCase, server: PythonServer, program: LevelName): [Expected, string[]] {
  const { answers, connection } = testCase
  let expected: Expected = { answers: answers[0]!, connection, junk: '' }
  const applied: string[] = []
  for (const rule of KNOWN_DIVERGENCES) {
    if (!rule.programs.includes(program) || !rule.servers.includes(server)) continue
    const changed = rule.change(expected, testCase, byId)
    if (changed === undefined) continue
    expected = changed
    applied.push(rule.name)
  }
  return [expected, applied]
}

interface Recorded {
  readonly requests: Readonly<Record<string, string>>
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly pool: readonly (readonly [
    version: string,
    status: number | null,
    reason: string,
    headers: readonly (readonly [string, string])[],
    body: string,
  ])[]
}
const recorded = JSON.parse(
  readFileSync(new URL('../../../examples/lab/data/recorded.json', import.meta.url), 'utf8'),
) as Recorded
const RECORDED_AS = { wsgiref: 'wsgiref', gunicorn: 'gunicorn-gthread' } as const

/** The fields that are not of the moment, each on its line. */
function textOf({
  status,
  reason,
  headers,
  body,
}: Pick<Reply, 'status' | 'reason' | 'headers' | 'body'>): string {
  const fields = headers
    .filter(([name]) => !['date', 'server'].includes(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  const text = body.replace(/[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/, '{{ctime}}')
  return [`${status} ${reason}`, ...fields, '', text].join('\n')
}

for (const server of ['wsgiref', 'gunicorn'] as const) {
  const missing = server === 'wsgiref' ? python === undefined : !hasGunicorn
  const needs = `python3-webob, python3-werkzeug 2${server === 'gunicorn' ? ', gunicorn' : ''}`

  // What is needed stands in the title.
  // Skipped where Python's packages are not installed; the title says which.
  describe.skipIf(missing).each(LEVEL_NAMES)(
    `${server} with the program on %s (needs ${needs})`,
    (program) => {
      let target: Target
      beforeAll(async () => void (target = await start(server, program)))
      afterAll(async () => target?.stop())

      test('passes the contract but for what is known, and that is exactly so', async () => {
        const problems: string[] = []
        const used = new Set<string>()
        await each(contract, async (testCase) => {
          const { id, send, methods, answers, connection } = testCase
          const probe = await play(target.address!, send, { methods })
          const [expected, applied] = expectedOf(testCase, server, program)
          for (const name of applied) used.add(name)
          const right = judgeAnswers(answers, connection, probe)
          if ((right.verdict === 'fail') !== applied.length > 0) {
            problems.push(
              `${id} by the contract (${applied.join()}): ${right.verdict} ${right.notes.join('; ')}`,
            )
          }
          const junk =
            probe.junk === expected.junk ? '' : `not ${JSON.stringify(expected.junk)}: ${probe.junk}`
          const known = judgeAnswers([expected.answers], expected.connection, { ...probe, junk })
          if (known.verdict === 'fail') problems.push(`${id} by ${applied.join()}: ${known.notes.join('; ')}`)
        })
        expect(problems).toEqual([])
        const rules = KNOWN_DIVERGENCES.filter(
          ({ programs, servers }) => programs.includes(program) && servers.includes(server),
        )
        expect([...used].toSorted()).toEqual(rules.map(({ name }) => name).toSorted())
      })

      test('answers the 301 requests as it was recorded', async () => {
        const problems: string[] = []
        let compared = 0
        await each(Object.entries(recorded.requests), async ([id, bytes]) => {
          const index = recorded.answers[id]?.[`${RECORDED_AS[server]}/${program}`]
          const [, status, reason, headers, body] = recorded.pool[index ?? -1] ?? ['', null, '', [], '']
          // Without an answer, or one without a head: the client had to end its side first.
          if (status === null) return
          let probe = await play(target.address!, [bytes], { quiet: 100, timeout: 500 })
          // Who recorded them ended the client's side of what stayed without an answer.
          if (probe.received === '') probe = await play(target.address!, [bytes, { fin: true }])
          const { replies, end, junk } = probe
          const [reply] = replies
          if (reply === undefined) problems.push(`${id}: ${end}`)
          else if (status === 100) {
            if (reply.interim[0] !== 100) problems.push(`${id}: no 100`)
          }
          // An answer to bytes that the server has not read may be cut by the reset that follows.
          else if (end !== 'reset' || !reply.cut) {
            // What stands behind an answer to HEAD was recorded as its content.
            const now = textOf({ ...reply, body: reply.body + junk })
            const then = textOf({ status, reason, headers, body })
            // The next answer came when the client had ended its side.
            const isSame = bytes.startsWith('HEAD ') ? then.startsWith(now) : then === now
            if (!isSame) problems.push(`${id}: ${now} instead of ${then}`)
          }
          compared++
        })
        expect(problems).toEqual([])
        expect(compared).toBeGreaterThan(270)
      })
    },
  )
}

test.skipIf(python === undefined)(
  'the statuses of the programs in the catalogue of environs (needs python3-webob, python3-werkzeug 2)',
  () => {
    const rows = readEnvironDivergences().rows.flatMap(({ id, environs }) =>
      environs.map(({ set, python: statuses }) => ({ id, set, statuses })),
    )
    const input = rows.map(({ set }) => JSON.stringify(set)).join('\n')
    const options = { cwd: FOLDER, encoding: 'utf8', input, env: { ...process.env, ...NO_CACHE } } as const
    const { stdout } = spawnSync(python!, [`${FOLDER}ask.py`], options)
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<LevelName, [status: number, error: string | null]>)
    expect(answers).toHaveLength(rows.length)
    expect(
      answers.map((answer, at) => [
        rows[at]!.id,
        rows[at]!.set,
        LEVEL_NAMES.map((level) => answer[level][0]),
      ]),
    ).toEqual(rows.map(({ id, set, statuses }) => [id, set, statuses]))
  },
)
