import type { Application, Environ } from '@triptych/raw'
import { buildEnviron, call } from '@triptych/raw/testing'
import type { TestRequest, TestResponse } from '@triptych/raw/testing'
import { validator } from '@triptych/raw/validate'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { DebuggedApplication } from '../../src/debug/debugged-application.ts'
import { NotFound } from '../../src/exceptions/client-errors.ts'
import { Request } from '../../src/wrappers/request.ts'
import { Response } from '../../src/wrappers/response.ts'
import { CAN_EVALUATE, useOwnState } from './code-generation.ts'

useOwnState()

const HTML = { Accept: 'text/html,*/*;q=0.8' }
const EVIL = '<script>alert("1")</script>'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An application with errors of all kinds, by path. */
const shop: Application = (environ, startResponse) => {
  const start = (): void => void startResponse('200 OK', [['Content-Type', 'text/plain']])
  const price = { tea: 4 }
  switch (environ.PATH_INFO) {
    case '/ok':
      start()
      return [bytes('fine')]
    case '/answer':
      throw new NotFound()
    case '/text':
      throw EVIL
    case '/late':
      start()
      return (async function* () {
        yield bytes('a')
        await new Promise(setImmediate)
        if (price) throw new Error('late')
      })()
    case '/body':
      start()
      return (async function* () {
        await Promise.resolve()
        if (price) throw new Error('in the body')
        yield bytes('a')
      })()
    case '/rejected':
      return Promise.reject(new Error('rejected'))
    default:
      throw new RangeError(`no ${EVIL} among ${Object.keys(price).join()}`)
  }
}

/** The text of a page that commands must carry. */
const secretOf = (page: string): string => /"secret":"([^"]+)"/.exec(page)![1]!
const frameOf = (page: string): string => /data-frame="(\d+)"/.exec(page)![1]!

describe('an error', () => {
  const debugged = new DebuggedApplication(shop)
  const ask = async (request: TestRequest): Promise<TestResponse> => call(validator(debugged), request)
  afterAll(async () => debugged.close())

  test('is a page for browsers', async () => {
    const response = await ask({ target: `/x?${encodeURIComponent(EVIL)}`, headers: HTML })
    expect(response.status).toBe('500 Internal Server Error')
    const page = response.text()
    expect(page).toContain('<span class="type">RangeError</span>')
    expect(page).toContain('no &lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; among tea')
    expect(page).not.toContain('<script>')
    expect(page).toContain('Consoles are off.')
    expect(page).not.toContain(debugged.secret)
    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w]{22}'; .*frame-ancestors 'none'$/,
    )
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('X-Frame-Options')).toBe('DENY')
    expect(response.errors).toContain('GET "/x": RangeError: no <script>')
  })

  test('is text for others', async () => {
    const response = await ask('/')
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(response.text()).toMatch(
      /^RangeError: no .*\n {4}at shop \(.*debugged-application\.test\.ts:\d+:\d+\)\n {8}throw new RangeError/,
    )
    // Nothing of the server stands under the application.
    expect(response.text()).not.toMatch(/src\/(debug|gateways|testing)\//)
  })

  test.each([
    ['/text', `Thrown string: ${EVIL}`],
    ['/body', 'Error: in the body'],
    ['/rejected', 'Error: rejected'],
  ])('at %s is caught wherever it comes from', async (path, line) => {
    const response = await ask(path)
    expect(response.code).toBe(500)
    expect(response.text().split('\n', 1)).toEqual([line])
  })

  test('after the head is for the log', async () => {
    const response = await ask('/late')
    expect(response.code).toBe(200)
    expect(response.text()).toBe('a')
    expect(response.errors).toContain('there is no page for it')
    expect(response.errors).toContain('Error: late')
  })

  test('is none when it is an answer', async () => {
    const response = await ask({ target: '/answer', headers: HTML })
    expect(response.text()).toBe('500 Internal Server Error')
    const view = Request.application(() => {
      throw new NotFound()
    })
    expect((await call(new DebuggedApplication(view), '/')).code).toBe(404)
  })

  test('is hidden from foreign hosts, paths and all', async () => {
    const response = await ask({ target: '/', host: 'evil.example', headers: HTML })
    expect(response.code).toBe(500)
    expect(response.text()).toBe('500 Internal Server Error\n\nThe error stands in the log of the server.\n')
    expect(response.errors).toContain('RangeError')
    expect(response.errors).toContain('nothing to the host "evil.example"')
  })

  test('of a client that left is passed on', () => {
    const environ: Environ = { ...buildEnviron('/'), 'triptych.signal': AbortSignal.abort() }
    expect(() => debugged.debugApplication(environ, () => expect.fail('an answer'))).toThrow(RangeError)
  })

  test('is nothing to an application that answers', async () => {
    const response = await ask('/ok')
    expect([response.code, response.text(), response.headers.get('Content-Length')]).toEqual([
      200,
      'fine',
      '4',
    ])
    expect((await call(new DebuggedApplication(new Response('object')), '/')).text()).toBe('object')
  })

  test('frames under the application are shown when asked for', async () => {
    const all = new DebuggedApplication(shop, { showHiddenFrames: true })
    expect((await call(all, '/')).text()).toMatch(/debugged-application\.ts/)
    await all.close()
  })
})

describe('resources', () => {
  const debugged = new DebuggedApplication(shop)

  test.each([
    ['style.css', 'text/css; charset=utf-8'],
    ['debugger.js', 'text/javascript; charset=utf-8'],
    ['highlight.js', 'text/javascript; charset=utf-8'],
  ])('%s', async (name, type) => {
    const response = await call(debugged, `/any?__debugger__=yes&cmd=resource&f=${name}`)
    expect([response.code, response.headers.get('Content-Type')]).toEqual([200, type])
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  test.each([
    'f=../../x',
    'f=..%2f..%2fx',
    'f=/etc/passwd',
    'f=assets/style.css',
    'f=',
    'f=constructor',
    'f=__proto__',
    'x=style.css',
    'f=x&f=style.css',
  ])('%s is not on the list', async (query) => {
    const response = await call(debugged, `/?__debugger__=yes&cmd=resource&${query}`)
    expect([response.code, response.text()]).toEqual([404, 'Not Found\n'])
  })

  test('are not for foreign hosts', async () => {
    const request = { target: '/?__debugger__=yes&cmd=resource&f=style.css', host: 'evil.example' }
    const response = await call(debugged, request)
    expect(response.code).toBe(400)
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
  })
})

describe('where it is refused', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test('in production', () => {
    vi.stubEnv('NODE_ENV', 'production')
    const refusal = { name: 'DebuggerRefused', code: 'ERR_DEBUGGER_REFUSED' }
    expect(() => new DebuggedApplication(shop)).toThrow(expect.objectContaining(refusal))
    expect(() => new DebuggedApplication(shop, { force: true })).not.toThrow()
  })

  test('beside other processes, when code can be evaluated', async () => {
    const environ = { 'wsgi.multiprocess': true }
    const ready = { evalex: true, onLog: () => {} }
    const debugged = new DebuggedApplication(shop, ready)
    expect((await call(debugged, { target: '/ok', environ })).errors).toContain('DebuggerRefused')
    const forced = new DebuggedApplication(shop, { ...ready, force: true })
    expect((await call(forced, { target: '/ok', environ })).code).toBe(200)
    const pages = new DebuggedApplication(shop)
    expect((await call(pages, { target: '/ok', environ })).code).toBe(200)
    await Promise.all([debugged.close(), forced.close(), pages.close()])
  })
})

describe('the PIN', () => {
  test('is stable, can be set and left out', () => {
    const debugged = new DebuggedApplication(shop, { evalex: true })
    expect(debugged.pin).toMatch(/^\d{3}-\d{3}-\d{3}$/)
    expect(new DebuggedApplication(shop).pin).toBe(debugged.pin)
    debugged.pin = '1-2-3'
    expect(debugged.pin).toBe('1-2-3')
    expect(debugged.pinCookieName).toMatch(/^__tripd/)
    debugged.pin = null
    expect([debugged.pin, debugged.pinCookieName]).toEqual([null, null])
    expect(new DebuggedApplication(shop, { evalex: true, pinSecurity: false }).pin).toBeNull()
  })

  test('that is none is refused before anything is answered', async () => {
    vi.stubEnv('TRIPTYCH_DEBUG_PIN', 'secret')
    const debugged = new DebuggedApplication(shop, { evalex: true, onLog: () => {} })
    await expect(debugged.ready()).rejects.toThrow(RangeError)
    vi.unstubAllEnvs()
  })

  test('is told when the console alone is the first thing that is asked for', async () => {
    const lines: string[] = []
    const debugged = new DebuggedApplication(shop, { evalex: true, onLog: (line) => lines.push(line) })
    expect((await call(debugged, '/console')).code).toBe(200)
    expect(lines.join('\n')).toContain(debugged.pin)
    await debugged.close()
  })

  test('is told once, to the operator alone', async () => {
    const lines: string[] = []
    const debugged = new DebuggedApplication(shop, { evalex: true, onLog: (line) => lines.push(line) })
    await debugged.ready()
    const page = await call(debugged, { target: '/', headers: HTML })
    expect(page.text() + page.errors).not.toContain(debugged.pin)
    expect(lines.join('\n')).not.toContain(debugged.secret)
    expect(lines.filter((line) => line.includes(debugged.pin!)).length).toBe(1)
    await debugged.close()
  })
})

// Consoles make code of text.
describe.skipIf(!CAN_EVALUATE)('consoles', () => {
  const PIN = '123-456-789'
  const lines: string[] = []
  let debugged: DebuggedApplication
  let page: string
  let cookie: string

  beforeAll(async () => {
    debugged = new DebuggedApplication(shop, {
      evalex: true,
      onLog: (line) => lines.push(line),
      maxTracebacks: 3,
    })
    debugged.pin = PIN
    await debugged.ready()
    const response = await command({ cmd: 'pinauth', pin: '123456789' })
    cookie = response.headers.get('Set-Cookie')!.split(';', 1)[0]!
    page = await crash()
  })
  afterAll(async () => debugged.close())

  const crash = async (): Promise<string> => (await call(debugged, { target: '/', headers: HTML })).text()
  const command = async (
    fields: Record<string, string>,
    more: { headers?: Record<string, string>; host?: string; method?: string; scheme?: 'https' } = {},
  ): Promise<TestResponse> =>
    call(debugged, {
      method: 'POST',
      target: '/any?__debugger__=yes',
      body: new URLSearchParams({ s: debugged.secret, ...fields }).toString(),
      ...more,
    })
  const evaluate = async (code: string, frame = frameOf(page)): Promise<unknown> =>
    (await command({ cmd: 'eval', frm: frame, code }, { headers: { Cookie: cookie } })).json()

  test('evaluate in the frame, after the request is over', async () => {
    expect(await evaluate('price.tea + 1')).toEqual({ html: '<span class="number">5</span>', more: false })
    expect(await evaluate('const twice = price.tea * 2')).toEqual({ html: '', more: false })
    expect(await evaluate('[twice, _]')).toMatchObject({ html: expect.stringContaining('8') as string })
    expect(await evaluate('environ.PATH_INFO')).toMatchObject({
      html: '<span class="string">&#39;/&#39;</span>',
    })
  })

  test('show errors as tracebacks', async () => {
    const { html } = (await evaluate('shop({ PATH_INFO: "/x" }, () => {})')) as { html: string }
    expect(html).toContain('<span class="type">RangeError</span>')
    expect(html).toContain('debugged-application.test.ts')
    expect(html).not.toContain('<script>')
  })

  test('show the variables', async () => {
    const response = await command({ cmd: 'locals', frm: frameOf(page) }, { headers: { Cookie: cookie } })
    const { html } = (await response.json()) as { html: string }
    expect(html).toContain('<th scope="row">price')
    expect(html).toContain('<th scope="row">environ')
  })

  test('have a page that says what they cannot do', () => {
    expect(secretOf(page)).toBe(debugged.secret)
    expect(page).toContain('What these consoles can and cannot do')
    expect(page).toContain('"evalex":true,"trusted":false')
  })

  test('stay locked without the PIN', async () => {
    const response = await command({ cmd: 'eval', frm: frameOf(page), code: 'globalThis.wasRun = 1' })
    expect(response.code).toBe(403)
    expect((await command({ cmd: 'locals', frm: frameOf(page) })).code).toBe(403)
    expect(globalThis).not.toHaveProperty('wasRun')
    expect((await call(debugged, { target: '/', headers: { ...HTML, Cookie: cookie } })).text()).toContain(
      '"trusted":true',
    )
  })

  test.each<[name: string, fields: Record<string, string>]>([
    ['another secret', { s: 'x'.repeat(32) }],
    ['no secret', { s: '' }],
    ['a frame that is none', { frm: '999999' }],
    ['a frame that is no number', { frm: '1e1' }],
    ['a frame that is the name of a method', { frm: 'constructor' }],
    ['no frame', { frm: '' }],
    ['another command', { cmd: 'quit' }],
    ['code as the command', { cmd: 'globalThis.wasRun = 1' }],
  ])('%s is not found', async (_, fields) => {
    const good = { cmd: 'eval', frm: frameOf(page), code: 'globalThis.wasRun = 1' }
    const response = await command({ ...good, ...fields }, { headers: { Cookie: cookie } })
    expect([response.code, response.text()]).toEqual([404, 'Not Found\n'])
    expect(globalThis).not.toHaveProperty('wasRun')
  })

  test('take no commands by GET', async () => {
    const query = new URLSearchParams({
      s: debugged.secret,
      cmd: 'eval',
      frm: frameOf(page),
      code: 'globalThis.wasRun = 1',
    })
    const response = await call(debugged, {
      target: `/?__debugger__=yes&${query}`,
      headers: { Cookie: cookie },
    })
    expect(response.code).toBe(404)
    const python = `/?__debugger__=yes&cmd=1%2B1&frm=${frameOf(page)}&s=${debugged.secret}`
    expect((await call(debugged, { target: python, headers: { Cookie: cookie } })).code).toBe(404)
    expect(globalThis).not.toHaveProperty('wasRun')
  })

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
  ])('take none from other sites (%j)', async (headers) => {
    const fields = { cmd: 'eval', frm: frameOf(page), code: '1' }
    expect((await command(fields, { headers: { ...headers, Cookie: cookie } })).code).toBe(403)
  })

  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '127.0.0.1:80:90',
  ])('answer no host %s (CVE-2024-34069)', async (host) => {
    const fields = { cmd: 'eval', frm: frameOf(page), code: '1' }
    const headers = { Cookie: cookie, Host: host }
    const target = '/?__debugger__=yes'
    const requests: TestRequest[] = [
      {
        method: 'POST',
        target,
        body: new URLSearchParams({ s: debugged.secret, ...fields }).toString(),
        environ: { HTTP_HOST: host, HTTP_COOKIE: cookie },
      },
      { target: '/console', environ: { HTTP_HOST: host, HTTP_COOKIE: cookie } },
      {
        method: 'POST',
        target,
        body: `cmd=pinauth&pin=${PIN}&s=${debugged.secret}`,
        environ: { HTTP_HOST: host },
      },
    ]
    void headers
    for (const request of requests) expect((await call(debugged, request)).code).toBe(400)
  })

  test.each(['127.0.0.1', '127.0.0.1:8000', 'localhost', 'LOCALHOST:80', 'shop.localhost'])(
    'answer %s',
    async (host) => {
      expect((await call(debugged, { target: '/console', host })).code).toBe(200)
    },
  )

  test('answer no host at all when none is trusted', async () => {
    const strict = new DebuggedApplication(shop, { evalex: true, trustedHosts: [], onLog: () => {} })
    expect((await call(strict, '/console')).code).toBe(400)
    await strict.close()
  })

  test('the cookie is for this site, and no script', async () => {
    const fields = { cmd: 'pinauth', pin: PIN }
    const plain = (await command(fields)).headers.get('Set-Cookie')!
    expect(plain).toMatch(
      /^__tripd[0-9a-f]{20}=\d+\|[0-9a-f]{40}; Expires=[^;]+; Max-Age=604800; HttpOnly; Path=\/; SameSite=Strict$/,
    )
    expect((await command(fields, { scheme: 'https' })).headers.get('Set-Cookie')).toContain('; Secure')
  })

  test('a wrong PIN opens nothing', async () => {
    const response = await command({ cmd: 'pinauth', pin: '000' })
    expect(response.json()).toEqual({ auth: false, exhausted: false })
    expect(response.headers.get('Set-Cookie')).toBeUndefined()
  })

  test('the operator is told the PIN again', async () => {
    lines.length = 0
    await command({ cmd: 'printpin' })
    expect(lines.at(-1)).toBe(` * Debugger PIN: ${PIN}`)
  })

  test('the console alone keeps what is declared', async () => {
    const alone = await call(debugged, '/console')
    expect(alone.text()).toContain('id="console"')
    expect(await evaluate('const kept = 1', '0')).toEqual({ html: '', more: false })
    expect(await evaluate('kept + 1', '0')).toEqual({ html: '<span class="number">2</span>', more: false })
    expect(await evaluate('typeof app + typeof require', '0')).toMatchObject({
      html: expect.stringContaining('functionfunction') as string,
    })
    expect((await command({ cmd: 'locals', frm: '0' }, { headers: { Cookie: cookie } })).code).toBe(404)
    expect((await call(debugged, '/console/x')).code).toBe(500)
  })

  test('the console alone begins with the names it is given, or is nowhere', async () => {
    const named = new DebuggedApplication(shop, {
      evalex: true,
      pinSecurity: false,
      consolePath: '/_debug',
      consoleInitFunc: () => ({ answer: 42 }),
      onLog: () => {},
    })
    expect((await call(named, '/_debug')).code).toBe(200)
    const body = new URLSearchParams({ s: named.secret, cmd: 'eval', frm: '0', code: 'answer' }).toString()
    const reply = await call(named, { method: 'POST', target: '/?__debugger__=yes', body })
    expect(reply.json()).toEqual({ html: '<span class="number">42</span>', more: false })
    const none = new DebuggedApplication(shop, { evalex: true, consolePath: null, onLog: () => {} })
    expect((await call(none, { target: '/console', headers: HTML })).text()).toContain('RangeError')
    await Promise.all([named.close(), none.close()])
  })

  test('frames of the oldest errors are released', async () => {
    const first = frameOf(await crash())
    expect(await evaluate('price.tea', first)).toMatchObject({ html: '<span class="number">4</span>' })
    for (let at = 0; at < 3; at++) await crash()
    const response = await command({ cmd: 'eval', frm: first, code: '1' }, { headers: { Cookie: cookie } })
    expect(response.code).toBe(404)
    expect(debugged.frames.size).toBeLessThan(20)
    page = await crash()
  })

  test('are gone with the debugger', async () => {
    const short = new DebuggedApplication(shop, { evalex: true, onLog: () => {} })
    const limit = Error.stackTraceLimit
    await call(short, '/')
    expect(short.frames.size).toBeGreaterThan(0)
    await short.close()
    expect(short.frames.size).toBe(0)
    expect(Error.stackTraceLimit).toBeLessThanOrEqual(limit)
  })

  test('an application never sees a command', async () => {
    const seen: string[] = []
    const spy = new DebuggedApplication((environ, startResponse) => {
      seen.push(environ.PATH_INFO)
      startResponse('200 OK', [])
      return []
    })
    await call(spy, '/a?__debugger__=yes&cmd=resource&f=style.css')
    await call(spy, '/b?__debugger__=yes')
    await call(spy, '/c?x=__debugger__=yes')
    expect(seen).toEqual(['/c'])
  })
})

test.skipIf(CAN_EVALUATE)(
  'without code of texts there are pages and a reason (only with --disallow-code-generation-from-strings)',
  async () => {
    const lines: string[] = []
    const debugged = new DebuggedApplication(shop, { evalex: true, onLog: (line) => lines.push(line) })
    const page = (await call(debugged, { target: '/', headers: HTML })).text()
    expect(page).toContain('There are no consoles: this process was started with')
    expect(lines[0]).toContain('Debugger without consoles in frames')
  },
)
