import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { CaseInfo } from '../src/case.ts'
import { bytesOf } from '../src/net/byte-sequence.ts'
import type { ByteSequence } from '../src/net/byte-sequence.ts'
import { htmlReport } from '../src/report/html.ts'
import { detailsOf } from '../src/report/html/details.ts'
import type { Details } from '../src/report/html/details.ts'
import { sectionsOf } from '../src/report/html/matrix.ts'
import { ruleLinks } from '../src/report/html/rule-link.ts'
import { shellSteps } from '../src/report/html/shell-command.ts'
import { abridge, describeSequence, piecesOf } from '../src/report/html/show-bytes.ts'
import type { Report, Result, Verdict } from '../src/result.ts'
import { buildPageAssets } from '../tools/page-assets.ts'
import { allCases, conformancePage, observedReports } from '../tools/site.ts'

const EVIL = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'&<!--`

/** Between the bytes of two cases. */
const END = '8<-- no case has this --8<'

function caseOf(id: string, more: Partial<CaseInfo> & Readonly<Record<string, unknown>> = {}): CaseInfo {
  const [, group = ''] = id.split('.')
  return { id, group, title: `about ${id}`, ref: 'RFC 9112 §7.1', level: 'must', ...more }
}
function resultOf(info: CaseInfo, verdict: Verdict, more: Partial<Result> = {}): Result {
  return {
    case: info,
    verdict,
    outcome: '200 open',
    expected: '2xx',
    notes: [],
    exchanges: [],
    ms: 1,
    ...more,
  }
}
function reportOf(name: string, results: readonly Result[], more: Partial<Report> = {}): Report {
  return {
    formatVersion: 1,
    suite: 'wire',
    target: { name },
    startedAt: '2026-01-01',
    ms: 1,
    results,
    ...more,
  }
}
const exchange = (received: string, sent: string = 'GET'): Result['exchanges'][number] => ({
  channel: 'client',
  sent,
  received,
  end: 'closed',
})

describe('sections', () => {
  const bad = caseOf('wire.te.bad')
  const good = caseOf('wire.te.good')

  test('lay targets side by side, by suite, group and case', () => {
    const other = caseOf('wire.line.first')
    const proxy = caseOf('proxy.hop.te')
    const sections = sectionsOf([
      reportOf('a', [resultOf(bad, 'pass'), resultOf(other, 'pass'), resultOf(good, 'pass')]),
      reportOf('b', [resultOf(proxy, 'fail')], { suite: 'proxy' }),
      reportOf('b', [resultOf(bad, 'fail')]),
    ])
    expect(sections.map(({ suite, columns }) => [suite, columns.map(({ name }) => name)])).toEqual([
      ['wire', ['a', 'b']],
      ['proxy', ['b']],
    ])
    // A group stays together although its cases came apart.
    expect(
      sections[0]!.rows.map((row) => [row.case.id, row.differs, row.results.map((one) => one?.verdict)]),
    ).toEqual([
      ['wire.te.bad', true, ['pass', 'fail']],
      ['wire.te.good', false, ['pass', undefined]],
      ['wire.line.first', false, ['pass', undefined]],
    ])
  })

  test('what the gateway saw counts more than what the wire saw, later more than earlier, and n/a least', () => {
    const verdictOf = (...reports: readonly Report[]): Verdict | undefined =>
      sectionsOf(reports)[0]!.rows[0]!.results[0]?.verdict
    const at = (verdict: Verdict, startedAt: string, suite: string = 'wire'): Report =>
      reportOf('a', [resultOf(bad, verdict)], { startedAt, suite })
    expect(verdictOf(at('fail', '2026', 'gateway'), at('pass', '2026-05-01'))).toBe('fail')
    expect(verdictOf(at('fail', '2026-05-02'), at('pass', '2026'))).toBe('fail')
    expect(verdictOf(at('pass', '2026'), at('n/a', '2026-05-02'))).toBe('pass')
    expect(verdictOf(at('n/a', '2026'), at('pass', '2025'))).toBe('pass')
  })

  test('a target that was measured twice and not alike says so', () => {
    const before = reportOf('a', [resultOf(bad, 'pass'), resultOf(good, 'n/a')], { startedAt: '2026' })
    const [section] = sectionsOf([before, reportOf('a', [resultOf(bad, 'fail'), resultOf(good, 'pass')])])
    expect(section!.rows.map((row) => row.results[0]!.notes)).toEqual([
      ['Another measurement had pass: 200 open'],
      [],
    ])
  })

  test('n/a makes no difference, tolerated does', () => {
    const differs = (a: Verdict, b: Verdict): boolean =>
      sectionsOf([reportOf('a', [resultOf(bad, a)]), reportOf('b', [resultOf(bad, b)])])[0]!.rows[0]!.differs
    expect(differs('pass', 'n/a')).toBe(false)
    expect(differs('pass', 'tolerated')).toBe(true)
  })

  test('cases given have the last word on texts and order', () => {
    const now = [caseOf('wire.te.good', { title: 'newer' }), bad]
    const [section] = sectionsOf([reportOf('a', [resultOf(bad, 'pass'), resultOf(good, 'pass')])], now)
    expect(section!.rows.map((row) => row.case.title)).toEqual(['newer', 'about wire.te.bad'])
  })
})

describe('details', () => {
  const detailsFor = (reports: readonly Report[]): Details => detailsOf(sectionsOf(reports))

  test('equal answers are told once; dates and ports are no difference', () => {
    const info = caseOf('wire.te.bad', { send: ['GET'] })
    const answers = [
      'HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2026 00:00:00 GMT\r\n\r\n"REMOTE_PORT": "51234"',
      'HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2026 00:00:00 GMT\r\n\r\n"REMOTE_PORT": "40000"',
      'HTTP/1.1 200 Fine\r\n\r\n',
    ]
    const { strings, cases } = detailsFor(
      answers.map((text, index) =>
        reportOf(`t${index}`, [resultOf(info, 'pass', { exchanges: [exchange(text)] })]),
      ),
    )
    const [first, second] = cases[0]!.answers
    expect(first!.targets.map((one) => strings[one])).toEqual(['t0', 't1'])
    expect(first!.alike).toBe(1)
    expect(second!.targets.map((one) => strings[one])).toEqual(['t2'])
    expect(second!.alike).toBeUndefined()
    // What was sent stands in the case.
    expect(first!.exchanges![0]![1]).toBeNull()
    expect(strings[first!.exchanges![0]![2]]).toBe(answers[0])
  })

  test('what was sent is told where it is not what the case says', () => {
    const info = caseOf('proxy.hop.te', { send: ['GET {backend}'] })
    const { strings, cases } = detailsFor([
      reportOf('a', [resultOf(info, 'pass', { exchanges: [exchange('', 'GET 8081')] })]),
    ])
    expect(strings[cases[0]!.answers[0]!.exchanges![0]![1]!]).toBe('GET 8081')
  })

  test('a case that has to see the application is asked by the gateway', () => {
    const app = { expect: { ok: ['2xx'], when2xx: { app: { path: '/' } } } }
    const { strings, cases } = detailsFor([
      reportOf('a', [
        resultOf(caseOf('wire.te.app', app), 'pass'),
        resultOf(caseOf('wire.te.needs', { needs: 'body-read' }), 'pass'),
        resultOf(caseOf('wire.te.plain'), 'pass'),
        resultOf(caseOf('proxy.te.plain'), 'pass'),
      ]),
    ])
    expect(cases.map(({ suite }) => strings[suite])).toEqual(['gateway', 'gateway', 'wire', 'proxy'])
  })

  test('different notes are different answers', () => {
    const info = caseOf('wire.te.bad')
    const { cases } = detailsFor([
      reportOf('a', [resultOf(info, 'fail', { notes: ['one'] })]),
      reportOf('b', [resultOf(info, 'fail', { notes: ['two'] })]),
    ])
    expect(cases[0]!.answers.length).toBe(2)
  })
})

describe('bytes', () => {
  test.each([
    ['a'.repeat(48), 'a'.repeat(48)],
    [`x${'a'.repeat(49)}`, 'xa⟨49 times⟩'],
    ['\0'.repeat(1000), '\0⟨1000 times⟩'],
  ])('runs are counted: %#', (bytes, shown) => expect(abridge(bytes)).toBe(shown))

  test('the middle of very many is left out', () => {
    const shown = abridge('ab'.repeat(5000), 400)
    expect(shown).toMatch(/^(?:ab){150}⟨9600 more⟩(?:ab){50}$/)
  })

  test('a megabyte takes no time', () => {
    const started = performance.now()
    for (const bytes of ['a', 'ab', `${'a'.repeat(47)}b`]) abridge(bytes.repeat(1_000_000 / bytes.length))
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('controls, high bytes and the backslash are escapes; nothing else is', () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte))
    const pieces = piecesOf(all)
    const shown = pieces.map(({ text }) => text).join('')
    expect(shown).toMatch(/^\\x00\\x01.*\\t\\n\n\\x0b\\x0c\\r.*\\x1f !"#.*\[\\\\\].*~\\x7f\\x80.*\\xff$/s)
    const texts = pieces.filter(({ kind }) => kind === 'text').map(({ text }) => text)
    expect(texts).toEqual(['\n', all.slice(0x20, 0x5c), all.slice(0x5d, 0x7f)])
  })

  test('what is done between bytes is a remark, and bytes cannot pose as one', () => {
    const text = describeSequence([
      'GET ⟨x⟩'.replace(/[⟨⟩]/g, '<'),
      { pause: 50 },
      { await: '100', max: 9 },
      { after: 1, max: 9 },
      { close: true },
    ])
    const remarks = piecesOf(text).filter(({ kind }) => kind === 'remark')
    expect(remarks.map((piece) => piece.text)).toEqual(['50 ms laterafter an answer 100after 1 answerclosed'])
    expect(piecesOf('⟨no end')).toEqual([
      { kind: 'remark', text: '⟨' },
      { kind: 'text', text: 'no end' },
    ])
  })

  // The lines are for shells that Windows does not have.
  // Skipped on Windows: the lines are for a POSIX shell.
  test.runIf(process.platform !== 'win32')('the shell lines of all cases write their bytes', async () => {
    const cases = (await allCases()).flatMap((info) => {
      const { send } = info as { readonly send?: ByteSequence }
      return send === undefined ? [] : [send]
    })
    expect(cases.length).toBeGreaterThan(900)
    const isSleep = (step: string): boolean => step.startsWith('sleep ')
    // One shell for all.
    const script = cases
      .map((send) => [...shellSteps(send).filter((step) => !isSleep(step)), `printf '${END}'`].join('\n'))
      .join('\n')
    const { stdout, stderr } = spawnSync('sh', ['-s'], {
      input: script,
      encoding: 'latin1',
      maxBuffer: 1e9,
    })
    expect(stderr).toBe('')
    const written = stdout.split(END)
    const wrong = cases.filter((send, index) => written[index] !== bytesOf(send))
    assert.deepEqual(wrong, [])
  })
})

test.each([
  ['RFC 9112', [['RFC 9112', 'https://www.rfc-editor.org/rfc/rfc9112']]],
  ['de facto', [['de facto', undefined]]],
  ['RFC 9110 §15.4.5', [['RFC 9110 §15.4.5', 'https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5']]],
  ['PEP 3333', [['PEP 3333', 'https://peps.python.org/pep-3333/']]],
  [
    'see CVE-2026-33732',
    [
      ['see ', undefined],
      ['CVE-2026-33732', 'https://www.cve.org/CVERecord?id=CVE-2026-33732'],
    ],
  ],
  ['CWE-209', [['CWE-209', 'https://cwe.mitre.org/data/definitions/209.html']]],
  ['javascript:RFC 1x', [['javascript:RFC 1x', undefined]]],
])('the address of %s', (ref, links) => {
  expect(ruleLinks(ref).map(({ text, href }) => [text, href])).toEqual(links)
})

describe('the page', () => {
  const hostile = caseOf(`wire.${EVIL}.${EVIL}`, {
    group: EVIL,
    title: EVIL,
    ref: EVIL,
    why: EVIL,
    level: EVIL as 'must',
    after: [EVIL],
    aliases: [EVIL],
    send: [EVIL],
  })
  const result = resultOf(hostile, EVIL as 'pass', {
    outcome: EVIL,
    expected: EVIL,
    notes: [EVIL],
    known: EVIL,
    exchanges: [{ channel: EVIL, sent: EVIL, received: EVIL, end: EVIL }],
  })

  test('nothing that came over the network becomes markup', () => {
    const page = htmlReport(
      [
        reportOf(EVIL, [result, { ...result, verdict: 'fail' }], {
          target: { name: EVIL, software: EVIL, at: EVIL, setup: EVIL },
          suite: EVIL,
          startedAt: EVIL,
        }),
      ],
      { title: EVIL, back: { href: EVIL, text: EVIL } },
    )
    expect(page.match(/<script\b/g)?.length).toBe(3)
    expect(page.match(/<\/script>/g)?.length).toBe(3)
    expect(page).not.toContain('<img')
    expect(page).not.toContain('<!--')
    // Quotes do not end an attribute.
    expect(page).not.toContain('onerror="')
  })

  test('loads nothing, and its policy names its own style and script', async () => {
    const page = await conformancePage()
    expect(page).not.toMatch(/\b(?:src|action|srcset)=|@import|url\(|<link|<iframe/i)
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain(`style-src ${hash(/<style>([^]*?)<\/style>/.exec(page)![1]!)}`)
    expect(policy).toContain(`script-src ${hash(/<script type="module">([^]*?)<\/script>/.exec(page)![1]!)}`)
  })

  test('has an anchor for each case, once, and as many details as rows', async () => {
    const page = await conformancePage()
    const reports = await observedReports()
    const ids = new Set(reports.flatMap(({ results }) => results.map((one) => one.case.id)))
    const anchors = [...page.matchAll(/<tr id="([^"]+)"/g)].map(([, id]) => id)
    expect(anchors.length).toBe(ids.size)
    expect(new Set(anchors)).toEqual(ids)
    const text = /id="details">([^]*?)<\/script>/.exec(page)![1]!
    const details = JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString()) as Details
    expect(details.cases.length).toBe(ids.size)
  })

  test('counts what the reports count, must and should apart', () => {
    const must = caseOf('wire.te.a')
    const should = caseOf('wire.te.b', { level: 'should' })
    const page = htmlReport([reportOf('one', [resultOf(must, 'fail'), resultOf(should, 'tolerated')])])
    const [, counts] = /<table class="counts">([^]*?)<\/table>/.exec(page)!
    expect(counts).toMatch(/colspan="1">must<[^]*colspan="1">should</)
    expect(counts).toMatch(/<td class="l f">1<\/td><td class="l t">1<\/td>/)
    expect(counts).not.toContain('%')
  })

  test('is made with less than a second of work, kept, and no more than a megabyte', async () => {
    const back = { href: '/', text: 'This one was not made before' }
    const before = process.cpuUsage()
    const page = await conformancePage(back)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000_000).toBeLessThan(1)
    expect(await conformancePage(back)).toBe(page)
    expect(Buffer.byteLength(page)).toBeLessThan(1_048_576)
  })

  test('carries the script and the style as their sources say', async () => {
    for (const { file, source } of await buildPageAssets()) {
      const message = `${file} is not made from its sources: run npx tsx test/conformance/tools/page-assets.ts`
      assert.equal(readFileSync(file, 'utf8'), source, message)
    }
  })
})

test('recorded results name cases that there are', async () => {
  const known = new Set((await allCases()).map(({ id }) => id))
  const reports = await observedReports()
  expect(reports.length).toBeGreaterThan(10)
  const unknown = reports.flatMap(({ target, results }) =>
    results.flatMap((one) => (known.has(one.case.id) ? [] : [`${target.name} ${one.case.id}`])),
  )
  assert.deepEqual(unknown, [])
})
