import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { applyBaseline, compareReports } from '../src/baseline.ts'
import type { CaseInfo } from '../src/case.ts'
import { junitReport } from '../src/report/junit.ts'
import { markdownReport } from '../src/report/markdown.ts'
import { tapReport } from '../src/report/tap.ts'
import { formatSummary } from '../src/report/text.ts'
import type { Judgement, Report, Result } from '../src/result.ts'
import { chooseCases } from '../src/choose-cases.ts'
import { run } from '../src/run.ts'
import type { RunOptions } from '../src/run.ts'
import { isBad, scoreOf } from '../src/score.ts'
import type { Suite } from '../src/suite.ts'
import type { Target } from '../src/target.ts'
import { conformanceTests } from '../src/testing.ts'
import type { ConformanceTests } from '../src/testing.ts'

const target: Target = { name: 'none', at: 'nowhere', stop: async () => {} }
const info = (name: string, more: Partial<CaseInfo> = {}): CaseInfo => {
  const group = name.split('.')[0]!
  return { id: `test.${name}`, group, title: `the case ${name}`, ref: 'RFC 9112 §1', level: 'must', ...more }
}
const judgement = (verdict: Judgement['verdict'], outcome: string = verdict): Judgement => {
  return { verdict, outcome, expected: 'pass', notes: [], exchanges: [] }
}

/** A suite whose verdicts are given, run by run. */
function suiteOf(
  cases: readonly CaseInfo[],
  verdicts: Readonly<Record<string, readonly Judgement['verdict'][]>>,
): Suite & {
  readonly ran: string[]
} {
  const ran: string[] = []
  return {
    name: 'test',
    title: 'a suite for tests',
    ran,
    cases: async () => cases,
    run: async ({ id }) => {
      const time = ran.filter((one) => one === id).length
      ran.push(id)
      const list = verdicts[id] ?? ['pass']
      return judgement(list[Math.min(time, list.length - 1)]!)
    },
  }
}

async function resultsOf(suite: Suite, options: RunOptions = {}): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { case: one, verdict } of run(suite, target, options)) found[one.id] = verdict
  return found
}

describe('verdicts', () => {
  const cases = [info('a.one'), info('a.two'), info('b.three')]

  test('are what the suite says', async () => {
    const suite = suiteOf(cases, { 'test.a.two': ['tolerated'], 'test.b.three': ['n/a'] })
    expect(await resultsOf(suite)).toEqual({
      'test.a.one': 'pass',
      'test.a.two': 'tolerated',
      'test.b.three': 'n/a',
    })
  })

  test('a failure is run again: what differs is flaky', async () => {
    const suite = suiteOf(cases, { 'test.a.one': ['fail', 'pass'], 'test.a.two': ['fail'] })
    expect(await resultsOf(suite)).toMatchObject({ 'test.a.one': 'flaky', 'test.a.two': 'fail' })
    expect(suite.ran.filter((id) => id === 'test.a.two')).toHaveLength(2)
    expect(suite.ran.filter((id) => id === 'test.b.three')).toHaveLength(1)
  })

  test('with repeat a pass is run again too', async () => {
    const suite = suiteOf(cases, { 'test.a.one': ['pass', 'pass', 'fail'] })
    expect(await resultsOf(suite, { repeat: 3 })).toMatchObject({
      'test.a.one': 'flaky',
      'test.a.two': 'pass',
    })
  })

  test('what is tolerated fails when it is to be strict', async () => {
    const suite = suiteOf(cases, { 'test.a.one': ['tolerated'] })
    expect(await resultsOf(suite, { strict: true })).toMatchObject({ 'test.a.one': 'fail' })
  })

  test('a case whose ground did not hold is not run', async () => {
    const chain = [
      info('a.top', { after: ['test.a.base'] }),
      info('a.base'),
      info('a.end', { after: ['test.a.top'] }),
    ]
    const suite = suiteOf(chain, { 'test.a.base': ['fail'] })
    expect(await resultsOf(suite)).toEqual({
      'test.a.base': 'fail',
      'test.a.top': 'not run',
      'test.a.end': 'not run',
    })
    expect(suite.ran).not.toContain('test.a.top')
  })

  test('cases that depend on one another in a circle are run all the same', async () => {
    const circle = [info('a.one', { after: ['test.a.two'] }), info('a.two', { after: ['test.a.one'] })]
    expect(await resultsOf(suiteOf(circle, {}), { parallel: 1 })).toEqual({
      'test.a.one': 'pass',
      'test.a.two': 'pass',
    })
  })

  test('what depends on a case that measures time comes after it', async () => {
    const cases = [
      info('a.top', { after: ['test.a.slow'] }),
      info('a.slow', { timing: true }),
      info('b.other'),
    ]
    const suite = suiteOf(cases, { 'test.a.slow': ['fail'] })
    expect(await resultsOf(suite)).toMatchObject({ 'test.a.slow': 'fail', 'test.a.top': 'not run' })
    expect(suite.ran[0]).toBe('test.b.other')
  })

  test('cases that measure time run alone, after the others', async () => {
    let running = 0
    let most = 0
    const timed = Array.from({ length: 6 }, (_, index) => info(`t.n${index}`, { timing: true }))
    const suite: Suite = {
      name: 'test',
      title: '',
      cases: async () => timed,
      run: async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 2))
        running--
        return judgement('pass')
      },
    }
    await resultsOf(suite, { parallel: 6 })
    expect(most).toBe(1)
  })

  test.each([
    ['one', 1],
    ['eight', 8],
  ])('a server that answers %s at a time is asked %i cases at a time', async (which, expected) => {
    const open = new Set<Socket>()
    const server = createServer((socket) => {
      socket.on('error', () => {}).once('close', () => open.delete(socket))
      // Who comes second is not answered while the first has not sent all.
      if (which === 'eight' || open.size === 0)
        socket.on('data', (data) => data.includes('\r\n\r\n') && socket.end('HTTP/1.1 200 OK\r\n\r\n'))
      open.add(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    let running = 0
    let most = 0
    const suite: Suite = {
      ...suiteOf(
        Array.from({ length: 10 }, (_, index) => info(`a.n${index}`)),
        {},
      ),
      run: async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 2))
        running--
        return judgement('pass')
      },
    }
    const served: Target = { ...target, address: { host: '127.0.0.1', port } }
    const results = []
    for await (const one of run(suite, served, { timeout: 100 })) results.push(one)
    server.close()
    expect([results.length, most]).toEqual([10, expected])
  })

  test('a signal ends the run, an error of the suite is one of the run', async () => {
    const stop = new AbortController()
    const suite: Suite = {
      ...suiteOf(cases, {}),
      run: async () => {
        stop.abort()
        return judgement('pass')
      },
    }
    expect(Object.keys(await resultsOf(suite, { signal: stop.signal, parallel: 1 }))).toHaveLength(1)
    const broken: Suite = {
      ...suiteOf(cases, {}),
      run: () => Promise.reject(new Error('the suite is broken')),
    }
    await expect(resultsOf(broken)).rejects.toThrow(/test\.\S+ cannot be run: the suite is broken/)
  })

  test.each([{ slow: 0 }, { timeout: -1 }, { parallel: 0 }, { maxBytes: NaN }])(
    '%o is out of range',
    async (options) => {
      await expect(resultsOf(suiteOf(cases, {}), options)).rejects.toThrow(RangeError)
    },
  )
})

describe('chooseCases', () => {
  const cases = [info('te.bad'), info('te.bad-vtab', { after: ['test.te.bad'] }), info('target.te')]
  test.each([
    ['test.te', ['test.te.bad', 'test.te.bad-vtab']],
    ['te.bad', ['test.te.bad']],
    ['test.te.bad-vtab', ['test.te.bad', 'test.te.bad-vtab']],
    ['target', ['test.target.te']],
    ['test', ['test.te.bad', 'test.te.bad-vtab', 'test.target.te']],
  ])('%s', (only, ids) => {
    expect(chooseCases(cases, 'test', [only]).map(({ id }) => id)).toEqual(ids)
  })

  test('a name that fits none is an error that knows what may have been meant', () => {
    expect(() => chooseCases(cases, 'test', ['te.bad-vtap'])).toThrow('got te.bad-vtap: perhaps te.bad-vtab')
    expect(() => chooseCases(cases, 'test', ['something-else'])).toThrow('--list shows them')
  })
})

const result = (name: string, verdict: Result['verdict'], more: Partial<Result> = {}): Result => {
  return {
    case: info(name),
    verdict,
    outcome: '200 <&"\0>',
    expected: '400',
    notes: ['a | b # c'],
    exchanges: [],
    ms: 5,
    ...more,
  }
}
const report = (...results: Result[]): Report => {
  return {
    formatVersion: 1,
    suite: 'test',
    target: { name: 'a <b>' },
    startedAt: '2026-11-24T00:00:00.000Z',
    ms: 1500,
    results,
  }
}

describe('baselines and older reports', () => {
  test('a known failure is lived with, an unexpected pass is not', () => {
    const baseline = { 'test.a.one': 'why' }
    const known = applyBaseline(result('a.one', 'fail'), baseline)
    expect([known.known, isBad(known, true)]).toEqual(['why', false])
    const passes = applyBaseline(result('a.one', 'pass'), baseline)
    expect([passes.verdict, isBad(passes, false)]).toEqual(['fail', true])
    const should = applyBaseline(
      { ...result('a.one', 'pass'), case: info('a.one', { level: 'should' }) },
      baseline,
    )
    expect(isBad(should, false)).toBe(true)
    expect(applyBaseline(result('a.two', 'fail'), baseline).known).toBeUndefined()
  })

  test('only what has become worse counts', () => {
    const old = report(result('a.one', 'fail'), result('a.two', 'pass'))
    const now = report(result('a.one', 'fail'), result('a.two', 'fail'), result('a.new', 'pass'))
    expect(compareReports(old, now).map(({ id, isWorse }) => [id, isWorse])).toEqual([
      ['test.a.two', true],
      ['test.a.new', false],
    ])
  })

  test('failures of what only should hold count when it is to be strict', () => {
    const should = { ...result('a.one', 'fail'), case: info('a.one', { level: 'should' }) }
    expect([isBad(should, false), isBad(should, true)]).toEqual([false, true])
  })
})

describe('reports', () => {
  const all = report(
    result('a.pass', 'pass'),
    result('a.tolerated', 'tolerated'),
    result('a.fail', 'fail'),
    result('a.known', 'fail', { known: 'why' }),
    result('a.na', 'n/a'),
    result('b.flaky', 'flaky'),
  )

  const should = report({ ...result('a.should', 'fail'), case: info('a.should', { level: 'should' }) })

  test('scores by level', () => {
    expect(scoreOf(all.results).must).toMatchObject({ pass: 1, tolerated: 1, fail: 2, flaky: 1, 'n/a': 1 })
    expect(formatSummary(all)).toContain('must   1 pass, 1 tolerated, 2 fail, 1 flaky, 1 n/a')
  })

  test('TAP', () => {
    const lines = tapReport([all, should]).split('\n')
    expect(lines.slice(0, 3)).toEqual(['TAP version 14', '1..7', 'ok 1 - test.a.pass: the case a.pass'])
    // What a harness counts: a failure without a directive.
    expect(lines.filter((line) => line.startsWith('not ok') && !/ # [A-Z]+ /.test(line))).toHaveLength(2)
    expect(lines.find((line) => line.includes('a.known'))).toMatch(/ # \w+ why$/)
    expect(lines.find((line) => line.includes('a.should'))).toMatch(/^not ok 7 - .* # \w+ only should$/)
    expect(lines.find((line) => line.includes('a.na'))).toMatch(/^ok 5 - .* # SKIP a \| b \\# c$/)
    const plain = /^(TAP version 14|1\.\.\d+|(not )?ok \d+ - .*| {2}(---|\.\.\.|\w+: ".*")|)$/
    expect(lines.filter((line) => !plain.test(line))).toEqual([])
  })

  test('JUnit, well-formed and without what XML does not know', () => {
    const xml = junitReport([all, should])
    expect(xml).toContain('<testsuite name="test.a (a &lt;b&gt;)" tests="5" failures="1" skipped="2"')
    expect(xml).toContain('tests="1" failures="0" skipped="1"')
    expect(xml).toContain('got 200 &lt;&amp;&quot;\\x00&gt;')
    expect(/[\0-\x08]/.test(xml)).toBe(false)
    expect(openElements(xml)).toEqual([])
  })

  test('Markdown, without markup of the other side', () => {
    const text = markdownReport([all])
    expect(text).toContain('| test | a \\<b\\> | must | 1 | 1 | 2 | 1 | 0 | 1 |')
    expect(text).toContain('200 \\<\\&"')
    const tables = text.split('\n').filter((line) => line.startsWith('|'))
    const cells = tables.map((line) => line.replaceAll('\\|', '').split('|').length)
    expect(new Set(cells)).toEqual(new Set([11, 9]))
  })

  test('a strict report counts what only should hold', () => {
    const strict: Report = { ...should, strict: true }
    expect(junitReport([strict])).toContain('failures="1" skipped="0"')
    expect(tapReport([strict])).not.toMatch(/^not ok.* # [A-Z]/m)
    expect(formatSummary(should)).toContain('1 of the failures are of should and may')
    expect(formatSummary(strict)).not.toContain('of the failures')
  })
})

/** Elements without end, and what is no markup at all. */
function openElements(xml: string): string[] {
  const open: string[] = []
  const rest = xml
    .replace(/^<\?xml [^?]*\?>/, '')
    .replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (_, end, name, __, alone) => {
      if (end !== '') return open.pop() === name ? '' : `</${name}>`
      if (alone === '') open.push(name as string)
      return ''
    })
  return /[<>]|&(?!(amp|lt|gt|quot);)/.test(rest) ? [...open, rest] : open
}

describe('cases become tests of the runner in use', () => {
  const adapter = { parseDate: () => 0 }
  const declared = async (
    more: Partial<ConformanceTests> = {},
  ): Promise<Map<string, () => Promise<void>>> => {
    const tests = new Map<string, () => Promise<void>>()
    const skipped = new Map<string, () => Promise<void>>()
    const test = Object.assign((name: string, body: () => Promise<void>) => tests.set(name, body), {
      skip: (name: string, body: () => Promise<void>) => skipped.set(name, body),
    })
    await conformanceTests({
      suite: 'toolkit',
      only: ['toolkit.date', 'toolkit.etag'],
      target: { ...target, adapter },
      test,
      ...more,
    })
    expect(skipped.size).toBeGreaterThan(5)
    expect([...skipped.keys()].every((name) => / \(n\/a: The adapter has no function/.test(name))).toBe(true)
    return tests
  }
  const rejected = async (tests: Map<string, () => Promise<void>>): Promise<string[]> => {
    const outcomes = await Promise.allSettled([...tests.values()].map((body) => body()))
    return [...tests.keys()].filter((_, index) => outcomes[index]!.status === 'rejected')
  }

  test('each with its result, in the order of the cases', async () => {
    let stopped = 0
    const opened = async (): Promise<Target> => ({ ...target, adapter, stop: async () => void stopped++ })
    const tests = await declared({ target: opened, strict: true })
    expect(tests.size).toBeGreaterThan(10)
    const failed = await rejected(tests)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.length).toBeLessThan(tests.size)
    expect(stopped).toBe(1)
  })

  test('a baseline lives with known failures', async () => {
    const [failed] = await rejected(await declared({ strict: true }))
    const baseline = { [failed!.split(':')[0]!]: 'known' }
    expect(await rejected(await declared({ baseline, strict: true }))).not.toContain(failed)
  })
})
