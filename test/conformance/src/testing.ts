import { applyBaseline } from './baseline.ts'
import type { Baseline } from './baseline.ts'
import { formatFailure } from './report/text.ts'
import type { Result } from './result.ts'
import { run } from './run.ts'
import type { RunOptions } from './run.ts'
import { isBad } from './score.ts'
import { loadSuite } from './suites/index.ts'
import type { Target } from './target.ts'

/** `test` of vitest, node:test and others that take a name and a function; `skip` is used where there is one. */
export interface TestFunction {
  (name: string, body: () => Promise<void>): unknown
  readonly skip?: (name: string, body: () => Promise<void>) => unknown
}

/** What {@link conformanceTests} makes tests of. */
export interface ConformanceTests extends RunOptions {
  /** `wire`, `gateway`, `service`... */
  readonly suite: string
  /** A server of yours, or what starts one: what was started here is also stopped. */
  readonly target: Target | (() => Promise<Target>)
  readonly test: TestFunction
  /** Known failures by id, each with its reason; an unexpected pass fails. */
  readonly baseline?: Baseline
}

/**
 * Makes each case of a suite a test of its own, in the runner that is in use. The suite is run at once, before the tests are
 * declared, so that no time limit of the runner is in its way; each test then tells its result. What does not apply is
 * skipped, with the reason in its name; what is tolerated, and failures of rules that only should hold, pass unless `strict`.
 *
 * In a test file: `await conformanceTests({ suite: 'wire', target: () => openUrl(url), test })`.
 *
 * @throws TargetError when the target cannot be asked; RangeError for an option out of range
 * @example
 * import { createServer } from 'node:http'
 * import { openUrl } from '@triptych/conformance'
 * const server = createServer((request, response) => response.end('hello'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const bodies = []
 * const target = () => openUrl(`http://127.0.0.1:${server.address().port}`)
 * const only = ['wire.method.options']
 * await conformanceTests({ suite: 'wire', target, only, test: (name, body) => bodies.push([name, body]) })
 * server.close()
 * assert.match(bodies[0][0], /^wire\.method\.options: /)
 * await bodies[0][1]()
 */
export async function conformanceTests({
  suite: name,
  target,
  test,
  baseline = {},
  ...options
}: ConformanceTests): Promise<void> {
  const suite = await loadSuite(name)
  const cases = [...(await suite.cases()), ...(options.cases ?? [])]
  const opened = typeof target === 'function' ? await target() : target
  const results = new Map<string, Result>()
  try {
    for await (const result of run(suite, opened, options)) {
      results.set(result.case.id, applyBaseline(result, baseline))
    }
  } finally {
    if (typeof target === 'function') await opened.stop()
  }
  for (const { id } of cases) {
    const result = results.get(id)
    if (result !== undefined) declare(result, test, options.strict === true)
  }
}

function declare(result: Result, test: TestFunction, strict: boolean): void {
  const { case: info, verdict, notes } = result
  const name = `${info.id}: ${info.title}`
  if (verdict === 'n/a' || verdict === 'not run') {
    const skip = test.skip ?? test
    skip(`${name} (${verdict}: ${notes[0] ?? 'no reason given'})`, async () => {})
    return
  }
  test(name, async () => {
    if (isBad(result, strict)) throw new Error(formatFailure(result, 'FAIL'))
  })
}
