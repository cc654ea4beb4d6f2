import { formatFailure } from './report/text.ts'
import type { Result } from './result.ts'
import { chooseCases, run } from './run.ts'
import type { RunOptions } from './run.ts'
import { isBad } from './score.ts'
import { loadSuite } from './suites/index.ts'
import type { Target } from './target.ts'

/** `test` of vitest, node:test and others that take a name and a function. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown

/** What {@link conformanceTests} makes tests of. */
export interface ConformanceTests extends RunOptions {
  /** `wire`, `gateway`, `service`... */
  readonly suite: string
  /** The server, or what starts it; it is started with the first test and has to be stopped by `after`. */
  readonly target: Target | (() => Promise<Target>)
  readonly test: TestFunction
  /** `afterAll` of vitest, `after` of node:test: stops the target. */
  readonly after?: (body: () => Promise<void>) => unknown
}

/**
 * Makes each case of a suite a test of its own, in the runner that is in use. Cases that do not apply pass; what is tolerated
 * passes unless `strict`; failures of rules that only should hold fail with `strict`.
 *
 * In a test file: `await conformanceTests({ suite: 'wire', target: () => openUrl(url), test, after: afterAll })`.
 *
 * @example
 * import { createServer } from 'node:http'
 * import { openUrl } from '@triptych/conformance'
 * const server = createServer((request, response) => response.end('hello'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const bodies = []
 * const target = () => openUrl(`http://127.0.0.1:${server.address().port}`)
 * const only = ['wire.method.options']
 * await conformanceTests({ suite: 'wire', target, only, test: (name, body) => bodies.push([name, body]) })
 * assert.match(bodies[0][0], /^wire\.method\.options: /)
 * await bodies[0][1]()
 * server.close()
 */
export async function conformanceTests({
  suite: name,
  target,
  test,
  after,
  ...options
}: ConformanceTests): Promise<void> {
  const suite = await loadSuite(name)
  const cases = chooseCases([...(await suite.cases()), ...(options.cases ?? [])], name, options.only)
  let opened: Promise<Target> | undefined
  let results: Promise<Map<string, Result>> | undefined
  const runAll = async (): Promise<Map<string, Result>> => {
    opened ??= typeof target === 'function' ? target() : Promise.resolve(target)
    const found = new Map<string, Result>()
    for await (const result of run(suite, await opened, options)) found.set(result.case.id, result)
    return found
  }
  after?.(async () => {
    await (await opened)?.stop()
  })
  for (const info of cases) {
    test(`${info.id}: ${info.title}`, async () => {
      results ??= runAll()
      const result = (await results).get(info.id)
      if (result !== undefined && isBad(result, options.strict === true))
        throw new Error(formatFailure(result, 'FAIL'))
    })
  }
}
