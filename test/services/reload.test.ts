/** `triptych serve --reload`, as its users see it: processes, files that change, and connections that come in between. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const COMMAND = resolve('packages/raw/bin/triptych.js')
const POSIX = process.platform !== 'win32'
let folder = ''
let server: ChildProcess | undefined
let ended: Promise<number | NodeJS.Signals | null> | undefined
let said = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-reload-'))
  said = ''
})
afterEach(() => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, content: string): void => writeFileSync(join(folder, name), content)
const APP = `import { answer } from './part.mjs'
export const app = async (environ, startResponse) => {
  if (environ.PATH_INFO === '/slow') {
    environ['wsgi.errors'].write('slow begins\\n')
    await new Promise((resolve) => setTimeout(resolve, 800))
  }
  if (environ.PATH_INFO === '/exit') process.exit(3)
  startResponse('200 OK', [['X-Process', String(process.pid)], ['X-Child', String(process.env.TRIPTYCH_RUN_MAIN)]])
  return [new TextEncoder().encode(answer)]
}
`
const part = (answer: string): void => write('part.mjs', `export const answer = ${JSON.stringify(answer)}\n`)

/** Starts the command, and gives the URL once it listens. */
async function start(bind = '127.0.0.1:0', file = 'app.mjs', ...more: string[]): Promise<string> {
  write('app.mjs', APP)
  part('one')
  const args = [COMMAND, 'serve', file, '--reload', '--bind', bind, ...more]
  const started = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  server = started
  ended = new Promise((resolve) => started.once('exit', (code, signal) => resolve(signal ?? code)))
  started.stderr.on('data', (data: Buffer) => (said += data.toString()))
  await vi.waitFor(() => expect(said).toContain('listening on '), { timeout: 15_000 })
  return /listening on (\S+)/.exec(said)?.[1] ?? ''
}
const text = async (url: string): Promise<string> => (await fetch(url)).text()
const eventually = (url: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await text(url)).toContain(expected), { timeout: 10_000 })
const reloads = (): number => said.split('reloaded in').length - 1
const reloaded = (times: number): Promise<void> =>
  vi.waitFor(() => expect(reloads()).toBe(times), { timeout: 10_000 })
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('new code is served on the same port, what is under way by the old', { timeout: 40_000 }, async () => {
  const url = await start()
  const first = await fetch(url)
  expect([await first.text(), first.headers.get('x-child')]).toEqual(['one', 'true'])
  expect(first.headers.get('connection')).toBe('close')
  const slow = text(`${url}/slow`)
  await vi.waitFor(() => expect(said).toContain('slow begins'), 10_000)
  part('two')
  await eventually(url, 'two')
  expect(await slow).toBe('one')
  expect(said).toMatch(/reloading: part\.mjs changed\n/)
  expect(said).toMatch(/reloaded in \d+ ms\n/)
  expect(said.split('listening on')).toHaveLength(2)
  server?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('no connection is lost, however often files change', { timeout: 40_000 }, async () => {
  const url = await start()
  // Browsers open connections long before they use them.
  const early = connect(Number(new URL(url).port), '127.0.0.1')
  let answered = ''
  early.on('data', (data: Buffer) => (answered += data.toString()))
  let isOver = false
  const answers: string[] = []
  const client = async (): Promise<void> => {
    while (!isOver) answers.push(await text(url))
  }
  const clients = [client(), client(), client(), client()]
  for (let n = 1; n <= 4; n++) {
    part(`n${n}`)
    await reloaded(n)
  }
  isOver = true
  await Promise.all(clients)
  expect(new Set(answers)).toEqual(new Set(['one', 'n1', 'n2', 'n3', 'n4']))
  early.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await vi.waitFor(() => expect(answered).toMatch(/\r\n\r\n[^]*n4/), 10_000)
  early.destroy()
})

test('a program that does not load is told, answered with 500, and mended', { timeout: 40_000 }, async () => {
  const url = await start()
  write('part.mjs', 'export const answer = = 1\n')
  await eventually(url, 'The program does not load')
  const answer = await fetch(url)
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining(folder)])
  expect(said).toMatch(/part\.mjs:1:23: SyntaxError: .*\nwaiting for a change\n/)
  write('part.mjs', 'throw new Error("no database")\nexport const answer = 1\n')
  await vi.waitFor(() => expect(said).toMatch(/: no database\n +at .*part\.mjs:1:7\)?\nwaiting/), 10_000)
  part('three')
  await eventually(url, 'three')
  write('app.mjs', `import './later.mjs'\n${APP}`)
  await eventually(url, 'The program does not load')
  write('later.mjs', '')
  await eventually(url, 'three')
})

test('a program that ends by itself is told, and run again at a change', { timeout: 40_000 }, async () => {
  const url = await start()
  await expect(text(`${url}/exit`)).rejects.toThrow('fetch failed')
  await eventually(url, 'The program has ended')
  expect(said).toContain('the program ended with exit code 3: waiting for a change\n')
  part('two')
  await eventually(url, 'two')
})

test('what is imported in any way is watched, once for a burst of changes', { timeout: 40_000 }, async () => {
  write('package.json', '{ "type": "module" }')
  write('a.ts', 'export const a: string = "a"')
  write('c.cjs', 'exports.c = require("./d.json").d')
  write('d.json', '{ "d": "d" }')
  write('e.json', '{ "e": "e" }')
  const code = `import { a } from './a.js'
import { createRequire } from 'node:module'
import e from './e.json' with { type: 'json' }
const { c } = createRequire(import.meta.url)('./c.cjs')
export const app = (_: unknown, startResponse: (status: string, headers: string[][]) => void) => {
  startResponse('200 OK', [])
  return [new TextEncoder().encode(a + c + e.e)]
}
`
  write('typed.ts', code)
  const url = await start('127.0.0.1:0', 'typed.ts')
  expect(await text(url)).toBe('ade')
  write('a.ts', 'export const a: string = "A"')
  write('d.json', '{ "d": "D" }')
  write('e.json', '{ "e": "E" }')
  await eventually(url, 'ADE')
  expect(reloads()).toBe(1)
  expect(said).toMatch(/reloading: (?:(?:a\.ts|d\.json|e\.json)(?:, )?){3} changed\n/)
})

test('files beside the program are watched when they are named', { timeout: 40_000 }, async () => {
  write('config.txt', '1')
  mkdirSync(join(folder, 'pages'))
  const extra = ['--reload-extra', 'config.txt', '--reload-extra', 'pages/*.html']
  await start('127.0.0.1:0', 'app.mjs', ...extra, '--reload-exclude', 'part.*')
  part('not seen')
  write('config.txt', '2')
  await reloaded(1)
  write('pages/new.txt', 'not seen')
  write('pages/new.html', '1')
  await reloaded(2)
  expect(said).toContain('reloading: config.txt changed')
  expect(said).toContain('reloading: pages/new.html changed')
  expect(said).not.toMatch(/part\.mjs|new\.txt/)
})

test('files are looked at where the system does not tell', { timeout: 40_000 }, async () => {
  const url = await start('127.0.0.1:0', 'app.mjs', '--reload-poll', '0.05')
  part('two')
  await eventually(url, 'two')
  expect(said).toContain('reloading: part.mjs changed')
})

test.skipIf(!POSIX)('a unix socket is kept (POSIX only)', { timeout: 40_000 }, async () => {
  const socketPath = join(folder, 'app.sock')
  expect(await start(`unix:${socketPath}`)).toBe(`unix:${socketPath}`)
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath, path: '/', agent: false }, (answer) => {
        answer.on('data', (data) => resolve(String(data)))
      })
      sent.on('error', reject).end()
    })
  expect(await ask()).toBe('one')
  part('two')
  await reloaded(1)
  expect(await ask()).toBe('two')
  server?.kill('SIGINT')
  expect(await ended).toBe(0)
})

test('middleware, validator and debugger go with it', { timeout: 40_000 }, async () => {
  write(
    'wrap.mjs',
    'export const middleware = (app) => (e, s) => e.PATH_INFO === "/fail" ? fail() : app(e, s)\n',
  )
  const url = await start('127.0.0.1:0', 'app.mjs', '--debug', '--validate', '--wrap', './wrap.mjs')
  const page = await fetch(`${url}/fail`, { headers: { Accept: 'text/html' } })
  expect([page.status, (await page.text()).includes('fail is not defined')]).toEqual([500, true])
  part('two')
  await eventually(url, 'two')
  expect(said).toMatch(/"GET \/fail HTTP\/1\.1" 500 -\n/)
  server?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a child that never comes to an end is ended', { timeout: 40_000 }, async () => {
  const url = await start()
  write('part.mjs', 'export const answer = "never"\nfor (;;);\n')
  await vi.waitFor(() => expect(said).toContain('reloading: part.mjs'), 10_000)
  const waiting = text(url)
  part('two')
  expect(await waiting).toBe('two')
  server?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('the child ends with its parent', { timeout: 40_000 }, async () => {
  const url = await start()
  const first = await fetch(url)
  const child = Number(first.headers.get('x-process'))
  await first.text()
  expect(isAlive(child)).toBe(true)
  server?.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 10_000 })
  await expect(text(url)).rejects.toThrow('fetch failed')
})
