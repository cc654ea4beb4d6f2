/**
 * The lab as its user meets it: `npm start` in a process of its own, its page in Chromium.
 * CHROMIUM names another browser than Debian's; SCREENSHOTS a folder that takes pictures of the page.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ROOT } from '../../tools/sources.ts'

const driver = await import('playwright-core').catch(() => undefined)
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
// A browser is no dependency of the project.
const missing =
  driver === undefined
    ? ' (skipped: playwright-core is missing, run `npm ci --prefix test/browser`)'
    : existsSync(CHROMIUM)
      ? ''
      : ` (skipped: there is no browser at ${CHROMIUM})`
const DIST = join(ROOT, 'examples/lab/dist')

let server: ChildProcess | undefined
let browser: Browser
let page: Page
let url = ''
let said = ''
const complaints: string[] = []

// Skipped where playwright-core or the browser is missing; the title says which.
describe.skipIf(missing !== '')(`the lab in a browser${missing}`, () => {
  beforeAll(async () => {
    const args = ['--conditions=@triptych/source', '--import', 'tsx', 'examples/lab/server/main.ts']
    server = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server.stderr!.on('data', (data: Buffer) => (said += data.toString()))
    await vi.waitFor(() => assert.match(said, /Ctrl\+C/), { timeout: 30_000 })
    url = /listening on (\S+)/.exec(said)?.[1] ?? ''
    browser = await driver!.chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser.close()
    const over = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGTERM')
    assert.equal(await over, 0)
  })
  beforeEach(async () => {
    complaints.length = 0
    page = await open(1280)
  })
  afterEach(async () => {
    await page.close()
    // Policies that are broken, errors of scripts, files that are missing.
    assert.deepEqual(complaints, [])
  })

  async function open(width: number, fragment = '', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const opened = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    opened.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    opened.on('pageerror', (error) => complaints.push(error.message))
    await opened.goto(`${url}/${fragment}`)
    await opened.waitForSelector('#answers .summary.alike, #answers .summary.differs')
    return opened
  }

  const summary = (): Promise<string | null> => page.textContent('#answers .summary')
  const verdict = (): Promise<string | null> => page.textContent('#edit .summary')
  async function run(code: string): Promise<string> {
    await page.fill('.editor', code)
    await page.click('text=Run against the contract')
    await expect.poll(verdict, { timeout: 20_000 }).not.toMatch(/Running|Change something/)
    return (await verdict()) ?? ''
  }

  test('answers stand side by side, with the lines that were reached', async () => {
    expect(await summary()).toBe('All three answer alike: 200 OK')
    expect(await page.locator('#answers article').count()).toBe(3)
    expect(await page.locator('#level-raw .reached').allTextContents()).toContainEqual(
      expect.stringContaining('ctime()'),
    )
    expect(await page.locator('#level-webob dd').first().textContent()).toBe('24')
    expect(await page.locator('.recorded tbody tr').count()).toBe(9)
  })

  test('fields and bytes are one request', async () => {
    await page.fill('input[list=methods]', 'BREW')
    expect(await page.inputValue('fieldset:nth-of-type(2) textarea')).toMatch(/^BREW \/ HTTP\/1\.1\n/)
    await page.fill('fieldset:nth-of-type(2) textarea', 'GET /x HTTP/1.1\nHost: 127.0.0.1\n\n')
    expect(await page.inputValue('input[list=methods]')).toBe('GET')
    await page.click('text=Send to all three')
    await expect.poll(summary).toBe('All three answer alike: 404 Not Found')
    await page.fill('fieldset:nth-of-type(2) textarea', 'junk')
    expect(await page.locator('input[list=methods]').isDisabled()).toBe(true)
  })

  test('a request to begin with is sent at once', async () => {
    await page.fill('input[type=search]', 'HEAD / on host 127.0.0.1')
    await page.selectOption('.presets select', 'service.table.head-good-root')
    await expect.poll(summary).toBe('All three answer alike: 501 Not Implemented')
    expect(await page.locator('#level-raw').textContent()).toContain('warning B006')
  })

  test('an edited listing is run against the contract', async () => {
    const code = await page.inputValue('.editor')
    expect(await run(code)).toMatch(/^All \d+ cases pass\.$/)
    expect(await run(code.replace("path !== '/'", "path === '/x'"))).toMatch(/^\d+ of \d+ cases fail/)
    expect(await page.locator('#edit details').first().textContent()).toContain('/index.html')
    expect(await run('export function app() {\n  const const\n}')).toMatch(
      /does not run: .*SyntaxError.* \(line 2\)/,
    )
    expect(
      await run('export const app = (environ, startResponse) => { fetch("/api/send").catch(() => {}) }'),
    ).toMatch(/fail/)
  })

  test('a program without end is stopped after two seconds', async () => {
    expect(await run('export function app() { for (;;) {} }')).toBe(
      'It did not end within two seconds, and was stopped.',
    )
    expect(await page.locator('iframe').count()).toBe(0)
  })

  test('code that came by a link is shown, and not run', async () => {
    const code = 'export const app = () => { throw new Error("ran") }'
    const encode = (text: string): string => Buffer.from(text).toString('base64url')
    await page.close()
    page = await open(
      1280,
      `#level=${encode('webob')}&code=${encode(code)}&bytes=${encode('GET /y HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')}`,
    )
    expect(await page.inputValue('.editor')).toBe(code)
    expect(await verdict()).toBe('This program came with the link. Read it before you run it.')
    expect(await summary()).toBe('All three answer alike: 404 Not Found')
    expect(await page.locator('iframe').count()).toBe(0)
  })

  test('sharing puts all of it into the address', async () => {
    await page.fill('.editor', 'export const app = 1')
    await page.click('text=Share')
    expect(page.url()).toMatch(/#bytes=[\w-]+&level=[\w-]+&code=[\w-]+$/)
  })

  test('by keyboard alone', async () => {
    await page.focus('fieldset:nth-of-type(2) textarea')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('POST / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n')
    await page.keyboard.press('Control+Enter')
    await expect.poll(summary).toBe('All three answer alike: 501 Not Implemented')
  })

  test.each(['light', 'dark'] as const)(
    'on a phone, %s: tabs by arrows, and nothing wider than the screen',
    async (scheme) => {
      await page.close()
      page = await open(390, '', scheme)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      await page.focus('#tab-raw')
      await page.keyboard.press('ArrowRight')
      expect(await page.locator('#level-webob').isVisible()).toBe(true)
      expect(await page.locator('#level-raw').isVisible()).toBe(false)
      const folder = process.env['SCREENSHOTS']
      if (folder !== undefined) {
        mkdirSync(folder, { recursive: true })
        await page.screenshot({ path: join(folder, `lab-390-${scheme}.png`), fullPage: true })
      }
    },
  )

  test('the matrix is the second view', async () => {
    await page.click('text=Conformance matrix')
    await page.waitForSelector('h1')
    expect(await page.textContent('h1')).toContain('onformance')
    expect(await page.locator('a', { hasText: 'Back to the lab' }).count()).toBe(1)
  })

  test('the first load is at most 50 kB', () => {
    const html = readFileSync(join(DIST, 'index.html'))
    const assets = readdirSync(join(DIST, 'assets')).filter((name) => name !== 'runtime.js')
    const files = [html, ...assets.map((name) => readFileSync(join(DIST, 'assets', name)))]
    const size = files.reduce((sum, file) => sum + gzipSync(file).length, 0)
    expect(size).toBeLessThan(50_000)
  })
})
