/**
 * The conformance matrix as a reader meets it, in Chromium, from a file. CHROMIUM names another browser than Debian's;
 * SCREENSHOTS a folder that takes pictures of the page.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CaseInfo } from '../conformance/src/case.ts'
import { htmlReport } from '../conformance/src/report/html.ts'
import type { Report, Result, Verdict } from '../conformance/src/result.ts'
import { conformancePage } from '../conformance/tools/site.ts'
import { ROOT } from '../../tools/sources.ts'

/** Installed in this folder, `npm ci --prefix test/browser`: it is too heavy for the root. */
const driver = await import('playwright-core').catch(() => undefined)
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const folder = `${ROOT}/.tmp/report-${process.pid}`

const EVIL = `</script><script>document.title='evil'</script><img src=x onerror="document.title='evil'">'&`

function resultOf(id: string, verdict: Verdict, more: Partial<CaseInfo> & object = {}): Result {
  const [, group = ''] = id.split('.')
  return {
    case: { id, group, title: `about ${id}`, ref: 'RFC 9112 §7.1', level: 'must', ...more },
    verdict,
    outcome: '200 open',
    expected: '2xx',
    notes: verdict === 'fail' ? [EVIL] : [],
    exchanges: [
      { channel: 'client', sent: 'GET /\0', received: `HTTP/1.1 200 OK\r\n\r\n\x1b${EVIL}`, end: 'closed' },
    ],
    ms: 1,
  }
}
function reportOf(name: string, results: readonly Result[]): Report {
  return { formatVersion: 1, suite: 'wire', target: { name }, startedAt: '2026-01-01', ms: 1, results }
}

/** A small page on which each filter shows another part. */
const SMALL = htmlReport([
  reportOf('one', [
    resultOf('wire.te.a', 'pass', { why: EVIL, send: ['GET /\0\r\n', { pause: 100 }, EVIL] }),
    resultOf('wire.te.b', 'pass', { level: 'should', title: EVIL }),
    resultOf('wire.line.c', 'fail'),
    resultOf('wire.line.unasked', 'pass'),
    resultOf('proxy.hop.d', 'tolerated', { level: 'may' }),
  ]),
  reportOf(EVIL, [
    resultOf('wire.te.a', 'pass'),
    resultOf('wire.te.b', 'fail'),
    resultOf('wire.line.c', 'n/a'),
  ]),
])

// A browser is no dependency of the project.
const missing =
  driver === undefined
    ? ' (skipped: playwright-core is missing, run `npm ci --prefix test/browser`)'
    : existsSync(CHROMIUM)
      ? ''
      : ` (skipped: there is no browser at ${CHROMIUM})`

// Skipped where playwright-core or the browser is missing; the title says which.
describe.skipIf(missing !== '')(`the conformance matrix in a browser${missing}`, () => {
  let browser: Browser
  let page: Page
  let problems: string[]
  const urlOf = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'small.html'), SMALL)
    writeFileSync(join(folder, 'whole.html'), await conformancePage({ href: '/', text: 'Back to the lab' }))
    browser = await driver!.chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    })
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    problems = []
    page = await browser.newPage()
    page.setDefaultTimeout(10_000)
    watch(page)
  })
  afterEach(async () => {
    await page.context().close()
    assert.deepEqual(problems, [])
  })

  /** Errors, violations of the policy (which the console tells), and anything that is loaded. */
  function watch(one: Page): void {
    one.on('pageerror', (error) => problems.push(error.message))
    one.on('console', (message) => problems.push(message.text()))
    one.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url())
    })
  }
  const rowIds = async (): Promise<string[]> => {
    const ids = await page.evaluate(
      `[...document.querySelectorAll('.matrix tr[id]')].filter((row) => row.checkVisibility()).map((row) => row.id)`,
    )
    return ids as string[]
  }
  const dialog = (): Locator => page.locator('#case')
  const shown = (): Locator => page.locator('#shown')

  test('each filter shows what fits it, and the count says how many', async () => {
    await page.goto(urlOf('small'))
    await expect.poll(async () => shown().textContent()).toBe('5 cases')
    const suite = page.getByRole('combobox', { name: 'Suite' })
    const group = page.getByRole('combobox', { name: 'Group' })
    const level = page.getByRole('combobox', { name: 'Level' })
    const verdict = page.getByRole('combobox', { name: 'Verdict' })
    const target = page.getByRole('combobox', { name: 'Of target' })
    const search = page.getByLabel('Search')
    const all = page.getByRole('button', { name: 'Show all' })

    await suite.selectOption('wire')
    expect(await rowIds()).toEqual(['wire.te.a', 'wire.te.b', 'wire.line.c', 'wire.line.unasked'])
    expect(await shown().textContent()).toBe('4 of 5 cases')
    // A suite without a case is not there, and groups of another cannot be chosen.
    expect(await page.locator('#suite-proxy').isVisible()).toBe(false)
    expect(await group.locator('option:not([hidden])').allTextContents()).toEqual([
      'all',
      'wire.te',
      'wire.line',
    ])
    await group.selectOption('wire.line')
    expect(await rowIds()).toEqual(['wire.line.c', 'wire.line.unasked'])
    await suite.selectOption('proxy')
    expect(await rowIds()).toEqual(['proxy.hop.d'])
    await all.click()
    expect((await rowIds()).length).toBe(5)

    await level.selectOption('should')
    expect(await rowIds()).toEqual(['wire.te.b'])
    await all.click()
    await verdict.selectOption('fail')
    expect(await rowIds()).toEqual(['wire.te.b', 'wire.line.c'])
    await target.selectOption('one')
    expect(await rowIds()).toEqual(['wire.line.c'])
    await verdict.selectOption('n/a')
    expect(await rowIds()).toEqual([])
    await target.selectOption(EVIL)
    expect(await rowIds()).toEqual(['wire.line.c'])
    await all.click()
    // A case that a target was not asked is none of its cases.
    await target.selectOption(EVIL)
    expect(await rowIds()).toEqual(['wire.te.a', 'wire.te.b', 'wire.line.c'])
    await all.click()
    await page.getByLabel('Only differences').check()
    expect(await rowIds()).toEqual(['wire.te.b'])
    await all.click()
    await search.fill('LINE.C 200')
    expect(await rowIds()).toEqual(['wire.line.c'])
    await search.fill('nowhere')
    expect(await shown().textContent()).toBe('0 of 5 cases')
  })

  test('a case tells its rule, the bytes and how to send them again', async () => {
    await page.goto(urlOf('small'))
    await page.getByRole('link', { name: 'wire.te.a' }).click()
    await dialog().waitFor()
    const rule = dialog().getByRole('link', { name: 'RFC 9112 §7.1' })
    expect(await rule.getAttribute('href')).toBe('https://www.rfc-editor.org/rfc/rfc9112#section-7.1')
    expect(await dialog().locator('p', { hasText: EVIL }).first().textContent()).toBe(EVIL)
    const [sent, received] = await dialog().locator('.bytes').allTextContents()
    expect(sent).toBe(`GET /\\x00\\r\\n\n100 ms later${EVIL}`)
    expect(received).toBe('GET /\\x00')
    expect(await dialog().locator('.command pre').allTextContents()).toEqual([
      `{ printf 'GET /\\000\\r\\n'; sleep 0.1; printf '${EVIL.replaceAll("'", "'\\''")}'; sleep 2; } | nc 127.0.0.1 8080`,
      'npx conform wire http://127.0.0.1:8080 --only wire.te.a --verbose',
    ])
    expect(await dialog().locator('h3').first().textContent()).toBe('Sent')
    expect(await dialog().locator('section h3').allTextContents()).toEqual([`pass one, ${EVIL}`])
    expect(await page.title()).toBe('Conformance')
    expect(await page.locator('img').count()).toBe(0)
  })

  test('what came over the network stays text in every cell', async () => {
    await page.goto(urlOf('small'))
    expect(await page.locator('.matrix').first().locator('thead th').allTextContents()).toEqual([
      'case',
      'level',
      'one',
      EVIL,
    ])
    await page.goto(`${urlOf('small')}#wire.line.c`)
    await dialog().waitFor()
    expect(await dialog().locator('.note').textContent()).toBe(EVIL)
    expect(await page.title()).toBe('Conformance')
  })

  test('an address opens its case, also one that a filter hides; closing gives the place back', async () => {
    await page.goto(`${urlOf('small')}#wire.te.b`)
    await dialog().waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(() => page.url()).toBe(urlOf('small'))
    expect(await page.evaluate('document.activeElement.textContent')).toBe('wire.te.b')
    await page.getByRole('combobox', { name: 'Suite' }).selectOption('wire')
    await page.evaluate('location.hash = "proxy.hop.d"')
    await dialog().waitFor()
    expect(await dialog().locator('h2').textContent()).toBe('about proxy.hop.d')
    await dialog().getByRole('button', { name: 'Close' }).click()
    expect(await page.locator('[id="proxy.hop.d"]').isVisible()).toBe(true)
    await page.goto(`${urlOf('small')}#%E0%A4%A`)
    expect(await dialog().isVisible()).toBe(false)
  })

  test('everything is done by keyboard', async () => {
    await page.goto(urlOf('small'))
    const { keyboard } = page
    const tabTo = async (selector: string): Promise<void> => {
      for (let tries = 0; tries < 40; tries++) {
        await keyboard.press('Tab')
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
      }
      throw new Error(`Expected Tab to reach ${selector}`)
    }
    await tabTo('input[type=search]')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await keyboard.type('wire')
    await tabTo('input[type=checkbox]')
    await keyboard.press('Space')
    expect(await rowIds()).toEqual(['wire.te.b'])
    await keyboard.press('Space')
    await tabTo('.matrix a')
    await keyboard.press('Enter')
    await dialog().waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('about wire.te.a')
    // Only what the filter shows is walked through.
    await keyboard.press('ArrowRight')
    await expect.poll(async () => dialog().locator('h2').textContent()).toBe(EVIL)
    await keyboard.press('ArrowRight')
    await expect.poll(async () => dialog().locator('h2').textContent()).toBe('about wire.line.c')
    await keyboard.press('ArrowLeft')
    await expect.poll(async () => dialog().locator('h2').textContent()).toBe(EVIL)
    await tabTo('#case .command button')
    await keyboard.press('Enter')
    await expect
      .poll(async () => page.evaluate('document.activeElement.textContent'))
      .toMatch(/^Copied|Selected$/)
    await keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(async () => page.evaluate('document.activeElement.textContent')).toBe('wire.te.b')
  })

  test('controls, regions and the dialog have names, verdicts are words', async () => {
    await page.goto(`${urlOf('whole')}#wire.te.and-length`)
    await dialog().waitFor()
    expect(
      await page.getByRole('dialog', { name: 'Transfer-Encoding and Content-Length together' }).count(),
    ).toBe(1)
    const unnamed = await page.evaluate(
      `[...document.querySelectorAll('button, select, input')].filter((one) =>
        !one.labels?.length && !one.getAttribute('aria-label') && !one.textContent.trim()).length`,
    )
    expect(unnamed).toBe(0)
    await page.keyboard.press('Escape')
    for (const name of ['Counts of wire', 'Cases of wire', 'Cases of proxy'])
      expect(await page.getByRole('region', { name, exact: true }).count()).toBe(1)
    const words = await page.evaluate(
      `[...new Set([...document.querySelectorAll('.matrix td:nth-child(n+3)')].map((cell) => cell.firstChild?.data ?? ''))]`,
    )
    for (const word of words as string[])
      expect(['', 'pass', 'tolerated', 'fail', 'flaky', 'not run', 'n/a']).toContain(word)
  })

  test('without script it is a table, and an address finds its row', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    watch(plain)
    await plain.goto(`${urlOf('whole')}#wire.te.and-length`)
    expect(await plain.locator('#filters').isVisible()).toBe(false)
    expect(await plain.locator('#case').isVisible()).toBe(false)
    const row = plain.locator('[id="wire.te.and-length"]')
    expect(await row.isVisible()).toBe(true)
    expect(await row.textContent()).toMatch(
      /Transfer-Encoding and Content-Length together.*RFC 9112.*may.*pass400 closed/,
    )
    const box = await row.boundingBox()
    expect(box!.y).toBeGreaterThan(0)
    expect(box!.y).toBeLessThan(plain.viewportSize()!.height)
    await context.close()
  })

  test('a filter over all cases answers at once', async () => {
    await page.goto(urlOf('whole'))
    await expect.poll(async () => shown().textContent()).toMatch(/^\d+ cases$/)
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('fail')
    const took = await page.evaluate(`(() => {
      const started = performance.now()
      const search = document.querySelector('[type=search]')
      search.value = 'te'
      search.dispatchEvent(new Event('input', { bubbles: true }))
      document.body.offsetHeight
      return performance.now() - started
    })()`)
    expect(took).toBeLessThan(1000)
    expect((await rowIds()).length).toBeGreaterThan(0)
    // By what another suite calls it.
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByLabel('Search').fill('comp-baseline')
    expect(await rowIds()).toEqual(['wire.line.baseline'])
  })

  test.each([
    [1280, 900, 'light'],
    [1280, 900, 'dark'],
    [390, 844, 'light'],
    [390, 844, 'dark'],
  ] as const)('fits %d pixels by %d in %s', async (width, height, colorScheme) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await page.goto(urlOf('whole'))
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const background = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    const [red = 0] = (background.match(/\d+/g) ?? []).map(Number)
    expect(red < 128).toBe(colorScheme === 'dark')
    for (const name of ['.p', '.t', '.f', '.n', '.about', '.matrix a'])
      expect(await contrastOf(page, name), name).toBeGreaterThan(4.5)

    // The head of a table stays while its rows are read.
    await page.evaluate(`{
      const one = document.querySelector('#suite-wire .tall')
      one.scrollIntoView()
      one.scrollTop = 2000
      one.scrollLeft = 300
    }`)
    const head = await page.locator('#suite-wire .matrix thead th').first().boundingBox()
    const region = await page.locator('#suite-wire .tall').boundingBox()
    expect(Math.abs(head!.y - region!.y)).toBeLessThan(3)
    expect(Math.abs(head!.x - region!.x)).toBeLessThan(3)
    await picture(`matrix-${width}-${colorScheme}`)

    await page.goto(`${urlOf('whole')}#wire.te.and-length`)
    await dialog().waitFor()
    expect(
      await page.evaluate(
        `document.getElementById('case').scrollWidth - document.getElementById('case').clientWidth`,
      ),
    ).toBe(0)
    const box = await dialog().boundingBox()
    expect(box!.x >= 0 && box!.x + box!.width <= width).toBe(true)
    await picture(`case-${width}-${colorScheme}`)
  })

  async function picture(name: string): Promise<void> {
    const shots = process.env['SCREENSHOTS']
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) })
  }
})

/** Of a text on what is behind it, by WCAG 2.2. */
async function contrastOf(page: Page, selector: string): Promise<number> {
  const ratio = await page.evaluate(`(() => {
    const element = document.querySelector('${selector}')
    const channels = (color) => color.match(/[\\d.]+/g).map(Number)
    let behind = element
    while (behind.parentElement && channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement
    const light = (color) => channels(color).slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0)
    const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  })()`)
  return ratio as number
}
