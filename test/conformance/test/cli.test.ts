import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { main } from '../src/cli/main.ts'
import type { Report } from '../src/result.ts'

const folder = mkdtempSync(join(tmpdir(), 'conform-'))
let server: Server
let url = ''
let out = ''
let err = ''

beforeAll(async () => {
  server = createServer((request, response) => void request.resume().on('end', () => response.end('hello')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  out = err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true))
  vi.spyOn(console, 'log').mockImplementation((text: string) => (out += `${text}\n`))
  vi.spyOn(console, 'error').mockImplementation((text: string) => (err += `${text}\n`))
})
afterEach(() => vi.restoreAllMocks())

const HOST = ['--only', 'wire.host.bad-space']
const GOOD = ['--only', 'wire.method']

describe('exit codes', () => {
  test.each<[args: string[], code: number, said: string]>([
    [['--help'], 0, 'Usage: conform SUITE'],
    [[], 0, 'Usage: conform SUITE'],
    [['wires', 'http://127.0.0.1:1'], 2, 'perhaps wire'],
    [['wire'], 2, 'Expected one target'],
    [['wire', 'URL', '--app', 'x'], 2, 'got URL and x'],
    [['wire', 'URL', '--onyl', 'x'], 2, 'perhaps --only'],
    [['wire', 'URL', '--timeout', 'soon'], 2, 'for --timeout, got soon'],
    [['wire', 'URL', '--report', 'pdf'], 2, 'got pdf'],
    [['wire', 'URL', '--role', 'sideways'], 2, 'got sideways'],
    [['wire', 'ftp://127.0.0.1/'], 3, 'Expected a URL such as'],
    [['wire', 'http://127.0.0.1:1'], 3, 'Expected a server at http://127.0.0.1:1'],
    [['wire', 'http://192.0.2.1/'], 3, '--allow-remote'],
    [['wire', '--spawn', 'this-is-no-program {port}'], 3, 'Expected this-is-no-program to listen'],
    [['toolkit', '--adapter', 'none.ts'], 3, 'found no such file'],
    [['report'], 2, 'Expected JSON reports'],
  ])('%j gives %i', async (args, code, said) => {
    expect(await main(args)).toBe(code)
    expect(out + err).toContain(said)
  })

  test('0 without failures, 1 with one', async () => {
    expect(await main(['wire', url, ...GOOD])).toBe(0)
    expect(await main(['wire', url, ...HOST])).toBe(1)
    expect(out).toMatch(/FAIL wire\.host\.bad-space: .*\n {2}expected 400 or reject\n {2}got {6}200 open/)
  })

  test('a name that fits no case', async () => {
    expect(await main(['wire', url, '--only', 'wire.none'])).toBe(2)
    expect(err).toContain('got wire.none')
  })

  test('an application that is not behind the server', async () => {
    expect(await main(['gateway', url])).toBe(3)
    expect(err).toContain('Expected the echo application')
  })
})

describe('cases', () => {
  test('are listed, a line of JSON each in a pipe', async () => {
    expect(await main(['wire', '--list', ...GOOD])).toBe(0)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string })
    expect(lines.map(({ id }) => id)).toContain('wire.method.patch')
  })

  test('come from files of one’s own too', async () => {
    const file = join(folder, 'own.json')
    const own = {
      id: 'own.hello',
      group: 'own',
      title: 'hello',
      ref: 'mine',
      level: 'must',
      send: ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
      expect: { ok: ['404'] },
    }
    writeFileSync(
      file,
      JSON.stringify({ suite: 'wire', formatVersion: 1, group: 'own', title: 'own', cases: [own] }),
    )
    expect(await main(['wire', url, '--cases', file, '--only', 'own'])).toBe(1)
    expect(out).toContain('FAIL wire.own.hello')
    writeFileSync(file, '{"cases": 1}')
    expect(await main(['wire', url, '--cases', file])).toBe(2)
    expect(err).toContain('Expected the members suite and cases')
  })
})

describe('reports', () => {
  test('go to files, and are read again', async () => {
    const [json, html] = [join(folder, 'deep', 'a.json'), join(folder, 'a.html')]
    await main(['wire', url, ...GOOD, '--name', 'mine', '--report', `json=${json}`])
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report
    expect([report.suite, report.target.name, report.results.length]).toEqual(['wire', 'mine', 8])
    expect(report.results[0]?.exchanges[0]?.sent).toContain(' HTTP/1.1\r\n')
    expect(await main(['report', json, '--report', `html=${html}`])).toBe(0)
    expect(readFileSync(html, 'utf8')).toContain('wire.method.patch')
  })

  test('on standard output leave the rest to standard error', async () => {
    await main(['wire', url, ...HOST, '--report', 'tap'])
    expect(out).toMatch(/^TAP version 14\n1\.\.1\nnot ok 1/)
    expect(err).toContain('FAIL wire.host.bad-space')
  })

  test('older ones say what is new', async () => {
    const json = join(folder, 'old.json')
    await main(['wire', url, ...HOST, '--report', `json=${json}`])
    expect(await main(['wire', url, ...HOST, '--compare', json])).toBe(0)
    writeFileSync(json, readFileSync(json, 'utf8').replace('"fail"', '"pass"'))
    expect(await main(['wire', url, ...HOST, '--compare', json])).toBe(1)
    expect(out).toContain('changed wire.host.bad-space: pass -> fail')
  })

  test('a baseline knows failures, and must be true', async () => {
    const file = join(folder, 'baseline.json')
    writeFileSync(file, JSON.stringify({ 'wire.host.bad-space': 'node leaves Host to programs' }))
    expect(await main(['wire', url, ...HOST, '--baseline', file])).toBe(0)
    expect(out).toContain('known    node leaves Host to programs')
    writeFileSync(file, JSON.stringify({ 'wire.method.patch': 'why' }))
    expect(await main(['wire', url, ...GOOD, '--baseline', file])).toBe(1)
    expect(out).toContain('take it out of the baseline')
    writeFileSync(file, '[]')
    expect(await main(['wire', url, '--baseline', file])).toBe(2)
  })
})

test('a target that is started is ended', async () => {
  const program = join(folder, 'serve.mjs')
  writeFileSync(
    program,
    `import http from 'node:http'\nhttp.createServer((q, s) => q.resume().on('end', () => s.end(String(process.pid)))).listen(Number(process.argv[2]), '127.0.0.1')\n`,
  )
  const json = join(folder, 'spawned.json')
  const spawned = `"${process.execPath}" '${program}' {port}`
  expect(
    await main(['wire', '--spawn', spawned, '--only', 'wire.line.baseline', '--report', `json=${json}`]),
  ).toBe(0)
  const { results } = JSON.parse(readFileSync(json, 'utf8')) as Report
  const pid = Number(/\r\n\r\n(\d+)$/.exec(results[0]!.exchanges[0]!.received)?.[1])
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
