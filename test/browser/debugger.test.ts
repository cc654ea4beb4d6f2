/**
 * The debugger as its user meets it: `triptych serve --debug` in a process of its own, its pages in Chromium.
 * CHROMIUM names another browser than Debian's; SCREENSHOTS a folder that takes pictures of the pages.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from '../../tools/sources.ts'

/** Installed in this folder, `npm ci --prefix test/browser`: it is too heavy for the root. */
const driver = await import('playwright-core').catch(() => undefined)
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const PIN = '123-456-789'
const folder = `${ROOT}/.tmp/browser-${process.pid}`

const SHOP = `
const catalogue = new Map([['tea', 4], ['cake', 6]])

export function total(order: readonly string[]): number {
  let sum = 0
  for (const name of order) sum += price(name)
  return sum
}

function price(name: string): number {
  const found = catalogue.get(name)
  if (found === undefined) throw new RangeError(\`No such item: \${name} <script>document.title = 'evil'</script>\`)
  return found
}
`
const APP = `
import { Request, Response } from '@triptych/werkzeug'
import { total } from './shop.ts'

interface User { readonly name: string }

export default Request.application(async (request: Request) => {
  const user: User = { name: 'Ada' }
  const order = ['tea', 'biscuit']
  if (request.path === '/cause') {
    try {
      total(order)
    } catch (error) {
      throw new Error('The order of ' + user.name + ' failed', { cause: error })
    }
  }
  return new Response(user.name + total(order))
})
`

let server: ChildProcess
let terminal = ''
let base = ''

async function until(what: string, test: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (test()) return
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
  throw new Error(`Expected ${what} within 15 seconds, got: ${terminal}`)
}

async function startServer(port = '0'): Promise<void> {
  terminal = ''
  server = spawn(
    process.execPath,
    [
      `${ROOT}/packages/raw/bin/triptych.js`,
      'serve',
      join(folder, 'app.ts'),
      '--debug',
      '--bind',
      `127.0.0.1:${port}`,
    ],
    { env: { ...process.env, TRIPTYCH_DEBUG_PIN: PIN, XDG_STATE_HOME: folder, NODE_ENV: '' }, cwd: folder },
  )
  server.stdout!.on('data', (text: Buffer) => (terminal += String(text)))
  server.stderr!.on('data', (text: Buffer) => (terminal += String(text)))
  await until('a server', () => /listening on http/.test(terminal))
  base = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(terminal)![1]!
}

async function stopServer(): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => {
    server.once('exit', (code) => resolve(code))
  })
  server.kill('SIGTERM')
  return ended
}

// A browser is no dependency of the project.
const missing =
  driver === undefined
    ? ' (skipped: playwright-core is missing, run `npm ci --prefix test/browser`)'
    : existsSync(CHROMIUM)
      ? ''
      : ` (skipped: there is no browser at ${CHROMIUM})`

// Skipped where playwright-core or the browser is missing; the title says which.
describe.skipIf(missing !== '')(`the debugger in a browser${missing}`, () => {
  let browser: Browser
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'shop.ts'), SHOP)
    writeFileSync(join(folder, 'app.ts'), APP)
    browser = await driver!.chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    })
    await startServer()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await stopServer()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    problems = []
    page = await browser.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      // That the page is an error is what Chromium says of its status; the wrong PIN and the like are no errors of it.
      if (message.type() === 'error' && !/status of (500|403|404)/.test(message.text()))
        problems.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(`${base}/`) && !request.url().startsWith('data:'))
        problems.push(request.url())
    })
  })
  afterEach(async () => {
    await page.context().close()
    assert.deepEqual(problems, [])
  })

  const frame = (name: string): Locator =>
    page
      .locator('details.frame')
      .filter({ has: page.locator('summary .function', { hasText: new RegExp(`^${name}$`) }) })
  const unlock = async (pin = PIN): Promise<void> => {
    await page.locator('#pin input').fill(pin)
    await page.keyboard.press('Enter')
  }
  const enter = async (): Promise<void> => {
    await unlock()
    await page.locator('#pin').waitFor({ state: 'hidden' })
  }
  const run = async (place: Locator, code: string): Promise<Locator> => {
    const turns = await place.locator('.turn').count()
    await place.locator('textarea').fill(code)
    await place.locator('textarea').press('Enter')
    const turn = place.locator('.turn').nth(turns)
    await turn.waitFor()
    return turn.locator('.result')
  }
  const openConsole = async (name: string): Promise<Locator> => {
    const one = frame(name)
    if ((await one.getAttribute('open')) === null) await one.locator('summary').click()
    await one.locator('.show-console').click()
    return one
  }

  test('shows the error first, and the first frame of the program open', async () => {
    await page.goto(`${base}/?q=1`)
    expect(await page.locator('h1 .type').textContent()).toBe('RangeError')
    expect(await page.locator('h1 .message').textContent()).toContain(
      "biscuit <script>document.title = 'evil'",
    )
    expect(await page.title()).toMatch(/^RangeError: No such item/)
    expect(await page.locator('.eyebrow code').textContent()).toBe('GET /?q=1')
    expect(await page.locator('details.frame.own[open] summary .function').textContent()).toBe('price')
    expect(await frame('price').locator('.line.current code').textContent()).toContain(
      'throw new RangeError(',
    )
    expect(await frame('price').locator('.place').textContent()).toMatch(/^shop\.ts:\d+:\d+$/)
    expect(await frame('price').locator('.current .hljs-keyword').first().textContent()).toBe('if')
    expect(await page.locator('details.folded').first().getAttribute('open')).toBeNull()
  })

  test('a frame evaluates what is typed in its own scope, once the PIN is known', async () => {
    await page.goto(base)
    const price = await openConsole('price')
    await unlock('000-000-000')
    await page.locator('#pin [role=alert]', { hasText: 'That is not the PIN.' }).waitFor()
    await enter()
    expect(await (await run(price, 'name.toUpperCase() + catalogue.size')).textContent()).toBe("'BISCUIT2'")
    expect(await (await run(price, 'typeof order')).textContent()).toBe("'undefined'")
    const total = await openConsole('total')
    expect(await (await run(total, 'order')).textContent()).toBe("['tea', 'biscuit']")
    expect(await (await run(total, '({ sum, more: await Promise.resolve(1) })')).textContent()).toBe(
      '{ sum: 4, more: 1 }',
    )
    expect(await (await run(total, 'console.log("<b>"); _.more')).textContent()).toBe('<b>\n1')
    expect(await (await run(total, 'missing')).textContent()).toContain(
      'ReferenceError: missing is not defined',
    )
    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/' }])

    // Once unlocked, variables are there without being asked for.
    await page.reload()
    const variables = frame('price').locator('.variables')
    await variables.locator('th', { hasText: /^name$/ }).waitFor()
    expect(await variables.textContent()).toContain("'biscuit'")
    await frame('price').locator('.show-console').click()
    expect(await page.locator('#pin').isVisible()).toBe(false)
  })

  test('a cause has its own frames', async () => {
    await page.goto(`${base}/cause`)
    expect(await page.locator('h1 .message').textContent()).toBe('The order of Ada failed')
    expect(await page.locator('.exc-divider').textContent()).toBe('Caused by')
    const price = await openConsole('price')
    await enter()
    expect(await (await run(price, 'name')).textContent()).toBe("'biscuit'")
  })

  test('the console alone keeps what is declared; long values unfold', async () => {
    await page.goto(`${base}/console`)
    await enter()
    const place = page.locator('#console')
    expect(await (await run(place, 'const x = 20')).textContent()).toBe('')
    expect(await (await run(place, 'x + 1')).textContent()).toBe('21')
    await page.reload()
    expect(await (await run(place, 'x * 2')).textContent()).toBe('40')
    const list = await run(place, 'Array.from({ length: 20 }, (_, i) => i)')
    expect(await list.innerText()).toMatch(/7, …\]$/)
    await list.locator('button.more').click()
    expect(await list.innerText()).toMatch(/18, 19\]$/)
  })

  test('everything is done by keyboard', async () => {
    await page.goto(base)
    const { keyboard } = page
    const tabTo = async (selector: string): Promise<void> => {
      for (let tries = 0; tries < 40; tries++) {
        await keyboard.press('Tab')
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
      }
      throw new Error(`Expected Tab to reach ${selector}`)
    }
    await tabTo('details.frame[open] .show-console')
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
    expect(outline).toBe('solid')
    await keyboard.press('Enter')
    await page.locator('#pin').waitFor()
    await keyboard.press('Escape')
    await page.locator('#pin').waitFor({ state: 'hidden' })
    await page.locator('details.frame[open] textarea').focus()
    await keyboard.type('name')
    await keyboard.press('Enter')
    await page.locator('#pin').waitFor()
    await keyboard.type(PIN)
    await keyboard.press('Enter')
    const results = frame('price').locator('.turn')
    await results.first().waitFor()
    expect(await results.first().locator('.result').textContent()).toBe("'biscuit'")

    // What is open goes on on the next line; what was run comes back.
    await keyboard.type('[1,')
    await keyboard.press('Enter')
    const input = frame('price').locator('textarea')
    await expect.poll(async () => input.inputValue()).toBe('[1,\n')
    await keyboard.type('2]')
    await keyboard.press('Enter')
    await results.nth(1).waitFor()
    expect(await results.nth(1).locator('.result').textContent()).toBe('[1, 2]')
    await keyboard.press('ArrowUp')
    expect(await input.inputValue()).toBe('[1,\n2]')
    await keyboard.press('Home')
    await keyboard.press('ArrowUp')
    await keyboard.press('ArrowUp')
    expect(await input.inputValue()).toBe('name')
    await keyboard.press('ArrowDown')
    await keyboard.press('ArrowDown')
    await keyboard.press('Control+l')
    expect(await results.count()).toBe(0)
    await keyboard.press('Escape')
    expect(await input.isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.className')).toBe('show-console')

    await tabTo('details.frame:not([open]) > summary')
    await keyboard.press('Enter')
    expect(await page.locator('details.frame.own[open]').count()).toBe(2)
  })

  test('the traceback can be copied', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(base)
    await page.locator('#copy').click()
    await page.locator('#copy', { hasText: 'Copied' }).waitFor()
    const text = await page.evaluate('navigator.clipboard.readText()')
    expect(text).toMatch(
      /^RangeError: No such item: biscuit .*\n {4}at price \(shop\.ts:\d+:\d+\)\n {8}if \(found/,
    )
  })

  test.each([
    [1280, 900, 'light'],
    [1280, 900, 'dark'],
    [390, 844, 'light'],
    [390, 844, 'dark'],
  ] as const)('fits %d pixels by %d in %s', async (width, height, colorScheme) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    for (const path of ['/cause', '/console']) {
      await page.goto(base + path)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const background = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
      const [red = 0] = (background.match(/\d+/g) ?? []).map(Number)
      expect(red < 128).toBe(colorScheme === 'dark')
      const shots = process.env['SCREENSHOTS']
      if (shots !== undefined) {
        await page.screenshot({
          path: join(shots, `${path.slice(1)}-${width}-${colorScheme}.png`),
          fullPage: true,
        })
      }
    }
  })

  // Last, since the server is another one afterwards.
  test('a page of a server that was started again says so; ten wrong PINs lock', async () => {
    await page.goto(base)
    expect(await stopServer()).toBe(0)
    await startServer(new URL(base).port)
    const price = await openConsole('price')
    await unlock()
    await page.locator('#pin [role=alert]', { hasText: 'This traceback is gone' }).waitFor()
    await page.keyboard.press('Escape')
    await price.locator('textarea').waitFor()
    await page.goto(base)
    const secret = await page.evaluate(
      'JSON.parse(document.getElementById("debugger-config").textContent).secret',
    )
    const guess = async (pin: string): Promise<unknown> => {
      const body = new URLSearchParams({ cmd: 'pinauth', s: String(secret), pin })
      const response = await fetch(`${base}/?__debugger__=yes`, { method: 'POST', body })
      return response.json()
    }
    await Promise.all(Array.from({ length: 10 }, async (_, at) => guess(`${at}`)))
    expect(await guess(PIN)).toEqual({ auth: false, exhausted: true })
    await openConsole('price')
    await unlock()
    await page.locator('#pin [role=alert]', { hasText: 'Too many wrong PINs' }).waitFor()
  }, 40_000)
})
