/** A program that calls `runSimple` with the reloader, as its users write it, over http and https. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { get as getSecurely } from 'node:https'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder = ''
let program: ChildProcess | undefined
let said = ''

beforeEach(() => {
  // In the checkout, so that the program finds the packages.
  mkdirSync('.tmp', { recursive: true })
  folder = mkdtempSync(resolve('.tmp', 'run-simple-'))
  said = ''
})
afterEach(() => {
  program?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const part = (answer: string): void =>
  writeFileSync(join(folder, 'part.mjs'), `export const answer = ${JSON.stringify(answer)}\n`)

async function start(options: string): Promise<string> {
  part('one')
  const source = `import { Request, Response } from '@triptych/werkzeug'
import { runSimple } from '@triptych/werkzeug/serving'
import { answer } from './part.mjs'
const app = Request.application((request) => new Response(request.scheme + ' ' + answer))
const stop = new AbortController()
process.once('SIGUSR2', () => stop.abort())
await runSimple('127.0.0.1', 0, app, { useReloader: true, ${options} }, stop.signal)
console.error('behind the call')
`
  writeFileSync(join(folder, 'app.mjs'), source)
  const args = ['--conditions=@triptych/source', '--import', 'tsx', join(folder, 'app.mjs')]
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  program = started
  started.stderr.on('data', (data: Buffer) => (said += data.toString()))
  await vi.waitFor(() => expect(said).toContain('Running on '), { timeout: 15_000 })
  return /Running on (\S+)/.exec(said)?.[1] ?? ''
}

function text(url: string): Promise<string> {
  return new Promise((done, fail) => {
    const options = { rejectUnauthorized: false, agent: false }
    const request = url.startsWith('https:') ? getSecurely(url, options) : get(url, options)
    request.on('response', (answer) => answer.setEncoding('utf8').once('data', done)).on('error', fail)
  })
}

test.each([
  ['http', ''],
  ['https', `sslContext: 'adhoc'`],
])('new code is served over %s', { timeout: 40_000 }, async (scheme, options) => {
  const url = await start(options)
  expect(new URL(url).protocol).toBe(`${scheme}:`)
  expect(await text(url)).toBe(`${scheme} one`)
  part('two')
  await vi.waitFor(async () => expect(await text(url)).toBe(`${scheme} two`), { timeout: 10_000 })
  const exit = new Promise((done) => program?.once('exit', done))
  program?.kill('SIGTERM')
  expect(await exit).toBe(0)
  expect(said).not.toContain('behind the call')
})

test('a signal of the program stops it and goes on', { timeout: 40_000 }, async () => {
  await start('')
  const exit = new Promise((done) => program?.once('exit', done))
  program?.kill('SIGUSR2')
  expect(await exit).toBe(0)
  expect(said).toContain('behind the call')
})
