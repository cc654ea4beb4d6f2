/** The command as one file, run where nothing else is. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'conform-'))
const file = join(folder, 'conform.mjs')
const conform = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [file, ...args], { cwd: folder, encoding: 'utf8' })

beforeAll(() => void execFileSync(process.execPath, [resolve('test/conformance/tools/bundle.mjs'), file]))
afterAll(() => rmSync(folder, { recursive: true }))

test('it knows all cases', () => {
  const { status, stdout } = conform('wire,gateway,service,proxy,toolkit', '--list')
  expect(status).toBe(0)
  expect(stdout.split('\n').length).toBeGreaterThan(1900)
})

test('it runs them', async () => {
  const server = createServer(
    (request, response) => void request.resume().on('end', () => response.end('hello')),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const args = [file, 'wire', `http://127.0.0.1:${port}`, '--only', 'wire.chunk', '--report', 'json']
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  const code = await new Promise((done) => child.once('close', done))
  server.close()
  const { results } = JSON.parse(text) as { results: { verdict: string }[] }
  expect(results.length).toBeGreaterThan(30)
  expect([code, results.filter(({ verdict }) => verdict === 'fail').length]).toEqual([0, 0])
})

test('it says what it is missing', () => {
  const { status, stderr } = conform('service', '--app', 'app.ts')
  expect(status).toBe(3)
  expect(stderr).toContain('npm install @triptych/raw')
})
