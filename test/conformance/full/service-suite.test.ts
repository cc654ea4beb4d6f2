/**
 * The time services over our servers and in process: each level passes every case of the suite, and the three give the
 * same answers.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApplicationLike } from '@triptych/raw'
import { NodeServer, SocketServer } from '@triptych/raw/server'
import { ErrorLog } from '@triptych/raw/testing'
import { app as raw } from '../../../examples/time-service/raw.ts'
import { app as webob } from '../../../examples/time-service/webob.ts'
import { app as werkzeug } from '../../../examples/time-service/werkzeug.ts'
import type { Result } from '../src/result.ts'
import { run } from '../src/run.ts'
import { serviceSuite } from '../src/suites/service.ts'
import { compareLevels } from '../src/suites/service/compare-levels.ts'
import type { LevelAnswer } from '../src/suites/service/compare-levels.ts'
import { inProcessTarget } from '../src/target/in-process-target.ts'
import type { Target } from '../src/target.ts'

const LEVELS: readonly (readonly [name: string, app: ApplicationLike])[] = [
  ['raw', raw],
  ['webob', webob],
  ['werkzeug', werkzeug],
]
const cases = await serviceSuite.cases()
const PARALLEL = 32
/** Milliseconds after which a server that has said nothing waits for more. */
const TIMEOUT = 500

/** Where the suite allows more than one answer: what our two servers give. */
const CHOSEN: Readonly<Record<string, readonly [node: string, socket: string]>> = {
  'service.body.post-chunked-bad': ['501 closed', '400 closed'],
  'service.body.post-cl-huge': ['400 closed', '413 closed'],
  'service.field.many120': ['200 closed', '431 closed'],
  'service.line.get-http2-version': ['400 closed', '505 closed'],
  'service.line.get-http12-version': ['400 closed', '200 closed'],
  'service.line.h2-preface': ['400 closed', '505 closed'],
  'service.line.line-two-spaces': ['200 closed', '400 closed'],
  'service.line.line-leading-crlf2': ['200 closed', '400 closed'],
  'service.line.line-empty': ['wait', '400 closed'],
  'service.target.long8k': ['404 closed', '414 closed'],
  'service.target.long70k': ['431 closed', '414 closed'],
}

const errors = new ErrorLog()
const SERVERS = [
  ['node', (app: ApplicationLike) => new NodeServer(app, { graceTimeout: 100 })],
  ['socket', (app: ApplicationLike) => new SocketServer(app, { graceTimeout: 100, errors })],
] as const

async function resultsOf(target: Target): Promise<Result[]> {
  const results: Result[] = []
  for await (const result of run(serviceSuite, target, { parallel: PARALLEL, timeout: TIMEOUT }))
    results.push(result)
  return results
}

const notPassed = (results: readonly Result[], ...allowed: readonly Result['verdict'][]): string[] =>
  results
    .filter(({ verdict }) => verdict !== 'pass' && !allowed.includes(verdict))
    .map(({ case: { id }, verdict, notes }) => `${id}: ${verdict} ${notes.join('; ')}`)

test('the cases: ids that are the ones of FORMAT.md, titles that differ, 301 recorded requests and the table', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  for (const { id, group, title, ref, level, why, answers, send } of cases) {
    expect(id).toMatch(/^service\.[a-z]+\.[a-z0-9-]+$/)
    expect(id.split('.')[1]).toBe(group)
    expect(title).not.toBe('')
    expect(ref).not.toBe('')
    expect(['must', 'should', 'may']).toContain(level)
    expect(answers.length).toBeGreaterThan(0)
    expect(Array.isArray(send)).toBe(true)
    expect(group === 'table' || why, id).toBeTruthy()
  }
  expect(cases.filter(({ group }) => group !== 'table')).toHaveLength(301)
  expect(cases.filter(({ group }) => group === 'table').length).toBeGreaterThan(300)
  const open = cases.filter(({ answers }) => answers.length > 1).map(({ id }) => id)
  expect(open.toSorted()).toEqual(Object.keys(CHOSEN).toSorted())
})

describe.concurrent.each(SERVERS)('over the server %s', (kind, create) => {
  const targets: Target[] = []

  beforeAll(async () => {
    for (const [name, app] of LEVELS) {
      const server = create(app)
      const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
      const address = { host: url.hostname, port: Number(url.port) }
      targets.push({ name, at: url.href, address, stop: async () => server.stop() })
    }
  })
  afterAll(async () => void (await Promise.all(targets.map((target) => target.stop()))))

  // With the next test: each level passes.
  test('the first level passes each case', async () => {
    const results = await resultsOf(targets[0]!)
    expect(notPassed(results)).toEqual([])
    const chosen = Object.entries(CHOSEN).map(([id, [node, socket]]) => [id, kind === 'node' ? node : socket])
    const seen = results.filter(({ case: { id } }) => id in CHOSEN)
    const outcomes = seen.map(({ case: { id }, outcome }) => [id, outcome] as const)
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(chosen))
  })

  test('the three levels give the same answers', async () => {
    const answered: (readonly LevelAnswer[])[] = []
    const differences = await compareLevels(cases, targets, {
      parallel: PARALLEL,
      timeout: TIMEOUT,
      onCase: (_, answers) => answered.push(answers),
    })
    expect(differences).toEqual([])
    expect(answered).toHaveLength(cases.length)
    for (const answers of answered) expect(answers).toHaveLength(3)
  })
})

describe('in process', () => {
  const targets = LEVELS.map(([name, app]) => inProcessTarget(name, app))

  test.each(targets)('$name passes each case that an application sees', async (target) => {
    const results = await resultsOf(target)
    expect(notPassed(results, 'n/a')).toEqual([])
    const contract = results.filter(({ case: { level } }) => level === 'must')
    expect(contract.filter(({ verdict }) => verdict === 'n/a')).toEqual([])
  })

  test('the levels give the same answers', async () => {
    expect(await compareLevels(cases, targets)).toEqual([])
  })

  test('a level that differs is shown with what each answered', async () => {
    const other = inProcessTarget('other', () => [])
    const some = cases.filter(({ id }) => id === 'service.method.post')
    const [difference] = await compareLevels(some, [targets[0]!, other])
    expect(difference?.case.id).toBe('service.method.post')
    expect(difference?.answers.map(({ target }) => target)).toEqual(['raw', 'other'])
    expect(difference?.answers[0]?.answer).toMatch(/^HTTP\/1\.1 501 Not Implemented\ncontent-length: 19\n/)
    expect(difference?.answers[1]?.answer).toMatch(/^HTTP\/1\.1 500 /)
  })
})
