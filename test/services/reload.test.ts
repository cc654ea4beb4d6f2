/** `triptych serve --reload`, as its users see it: processes, files that change, and connections that come in between. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const COMMAND = resolve('packages/raw/bin/triptych.js')
let folder = ''
let server: ChildProcess | undefined
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
  startResponse('200 OK', [])
  return [new TextEncoder().encode(answer)]
}
`
const part = (answer: string): void => write('part.mjs', `export const answer = ${JSON.stringify(answer)}\n`)

/** Starts the command, and gives the URL once it listens. */
async function start(...more: string[]): Promise<string> {
  write('app.mjs', APP)
  part('one')
  const args = [COMMAND, 'serve', 'app.mjs', '--reload', '--bind', '127.0.0.1:0', ...more]
  server = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  server.stderr?.on('data', (data: Buffer) => (said += data.toString()))
  await vi.waitFor(() => expect(said).toContain('listening on '), { timeout: 15_000 })
  return /listening on (\S+)/.exec(said)?.[1] ?? ''
}
const text = async (url: string): Promise<string> => (await fetch(url)).text()
const eventually = (url: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await text(url)).toContain(expected), { timeout: 10_000 })

test(
  'new code is served on the same port, and no connection is refused meanwhile',
  { timeout: 40_000 },
  async () => {
    const url = await start()
    expect(await text(url)).toBe('one')
    const slow = text(`${url}/slow`)
    await vi.waitFor(() => expect(said).toContain('slow begins'))
    const answers: Promise<string>[] = []
    part('two')
    while (!said.includes('reloaded in')) {
      answers.push(text(url))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await eventually(url, 'two')
    expect(await slow).toBe('one')
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['one', 'two']))
    expect(said).toMatch(/reloading: part\.mjs changed\nreloaded in \d+ ms\n/)
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGTERM')
    expect(await ended).toBe(0)
  },
)

test('a program that does not load is told, answered with 500, and mended', { timeout: 40_000 }, async () => {
  const url = await start()
  write('part.mjs', 'export const answer = \n')
  await eventually(url, 'The program does not load')
  expect((await fetch(url)).status).toBe(500)
  expect(said).toMatch(/part\.mjs:\d+: SyntaxError/)
  part('three')
  await eventually(url, 'three')
  write('app.mjs', `import './later.mjs'\n${APP}`)
  await eventually(url, 'The program does not load')
  write('later.mjs', '')
  await eventually(url, 'three')
})

test('files beside the program are watched when they are named', { timeout: 40_000 }, async () => {
  write('config.txt', '1')
  await start('--reload-extra', 'config.txt', '--reload-exclude', 'part.*')
  part('not seen')
  write('config.txt', '2')
  await vi.waitFor(() => expect(said).toContain('reloaded in'), { timeout: 10_000 })
  expect(said).toContain('reloading: config.txt changed')
  expect(said).not.toContain('part.mjs')
})

test('the child ends with its parent', { timeout: 40_000 }, async () => {
  const url = await start()
  server?.kill('SIGKILL')
  await vi.waitFor(async () => {
    const refused = await fetch(url).then(
      () => false,
      () => true,
    )
    expect(refused).toBe(true)
  })
})
