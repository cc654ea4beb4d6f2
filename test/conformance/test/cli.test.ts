/** The command `conform`, against a scripted little server: what it prints, writes and ends with. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { HELP } from '../src/cli/help.ts'
import { main } from '../src/cli/main.ts'
import { parseOptions } from '../src/cli/options.ts'
import type { Report } from '../src/result.ts'

let server: Server
let url: string
let folder: string
let calls = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conform-'))
  server = createServer((request, response) => {
    const status = /^\/(\d{3})$/.exec(request.url!)?.[1] ?? '200'
    // Every second answer differs.
    response.statusCode = request.url === '/odd' && calls++ % 2 === 0 ? 500 : Number(status)
    response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function conform(...args: string[]): Promise<Outcome> {
  let out = ''
  let err = ''
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text)
      return true
    }),
    vi.spyOn(console, 'log').mockImplementation((text) => void (out += `${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void (err += `${text}\n`)),
  ]
  try {
    return { code: await main(args), out, err }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

interface OwnCase {
  readonly path?: string
  readonly level?: string
  readonly after?: readonly string[]
}

/** A file of cases: each asks for a path, and wants 200, or tolerates 202. */
async function casesFile(name: string, cases: Readonly<Record<string, OwnCase>>): Promise<string> {
  const file = join(folder, `${name}.json`)
  const list = Object.entries(cases).map(([id, { path = `/${id}`, ...more }]) => ({
    id: `own.${id}`,
    title: `asks for ${path}`,
    ref: 'de facto',
    level: 'must',
    send: [`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`],
    expect: { ok: ['200'], warn: ['202'] },
    ...more,
  }))
  await writeFile(file, JSON.stringify({ suite: 'wire', formatVersion: 1, cases: list }))
  return file
}

describe('a run', () => {
  test('passes', async () => {
    const file = await casesFile('good', { 200: {}, 202: {} })
    const { code, out } = await conform('wire', url, '--cases', file, '--only', 'own')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^wire against 127\.0\.0\.1:\d+: 2 cases in \d+\.\d s\n {2}must {3}1 pass, 1 tolerated\n$/,
    )
  })

  test('says of a failure what was expected, what came, and by which rule', async () => {
    const file = await casesFile('bad', { 200: {}, 404: {}, late: { path: '/200', after: ['wire.own.404'] } })
    const { code, out } = await conform('wire', url, '--cases', file, '--only', 'own')
    expect(code).toBe(1)
    expect(out).toContain(
      'FAIL wire.own.404: asks for /404 (must, de facto)\n  expected 200 or (202)\n  got      404 closed\n',
    )
    expect(out).toContain('  must   1 pass, 1 fail, 1 not run')
  })

  test('takes what should hold for a wish, unless it is to be strict', async () => {
    const file = await casesFile('wish', { 404: { level: 'should' }, 202: {} })
    const args = ['wire', url, '--cases', file, '--only', 'own']
    const plain = await conform(...args)
    expect([plain.code, plain.out]).toEqual([0, expect.stringContaining('they count with --strict')])
    const strict = await conform(...args, '--strict')
    expect([strict.code, strict.out]).toEqual([1, expect.stringContaining('FAIL wire.own.202')])
  })

  test('finds what is flaky', async () => {
    const file = await casesFile('flaky', { odd: {} })
    const { code, out } = await conform('wire', url, '--cases', file, '--only', 'own', '--repeat', '2')
    expect(code).toBe(1)
    expect(out).toMatch(/FLAKY wire\.own\.odd[^]*One run was (fail|pass)[^]*1 flaky/)
  })

  test('shows bytes when it is to be verbose', async () => {
    const file = await casesFile('verbose', { 404: {} })
    const { out } = await conform('wire', url, '--cases', file, '--only', 'own', '--verbose')
    expect(out).toContain('client sent     "GET /404 HTTP/1.1\\r\\n')
    expect(out).toMatch(/client received "HTTP\/1\.1 404 Not Found/)
  })

  test('asks several suites, each for its cases', async () => {
    const { code, out } = await conform('service,wire', url, '--only', 'wire.method.patch')
    expect([code, out]).toEqual([0, expect.stringMatching(/^wire against \S+ 1 case/)])
  })
})

describe('baselines and older reports', () => {
  test('known failures are written, lived with, and no longer when they pass', async () => {
    const file = await casesFile('known', { 200: {}, 404: {} })
    const baseline = join(folder, 'baseline.json')
    const args = ['wire', url, '--cases', file, '--only', 'own']
    const wrote = await conform(...args, '--write-baseline', baseline)
    expect([wrote.code, JSON.parse(await readFile(baseline, 'utf8'))]).toEqual([
      0,
      { 'wire.own.404': 'got 404 closed, expected 200 or (202)' },
    ])
    const known = await conform(...args, '--baseline', baseline)
    expect([known.code, known.out]).toEqual([0, expect.stringContaining('1 of the failures are known')])
    await writeFile(baseline, '{ "wire.own.200": "once upon a time" }')
    const passes = await conform(...args, '--baseline', baseline)
    expect([passes.code, passes.out]).toEqual([1, expect.stringContaining('take it out of the baseline')])
  })

  test('a baseline names cases that exist', async () => {
    const baseline = join(folder, 'wrong.json')
    await writeFile(baseline, '{ "wire.method.pitch": "why" }')
    const { code, err } = await conform('wire', url, '--baseline', baseline)
    expect([code, err]).toEqual([2, expect.stringContaining('perhaps wire.method.patch')])
  })

  test('compared with an older report only what is worse counts', async () => {
    const old = join(folder, 'old', 'report.json')
    const before = await casesFile('before', { 404: {}, was: { path: '/200' } })
    expect(
      (await conform('wire', url, '--cases', before, '--only', 'own', '--report', `json=${old}`)).code,
    ).toBe(1)
    const same = await conform('wire', url, '--cases', before, '--only', 'own', '--compare', old)
    expect([same.code, same.out]).toEqual([0, expect.stringContaining('0 changed, 0 for the worse')])
    const after = await casesFile('after', { 404: {}, was: { path: '/500' } })
    const worse = await conform('wire', url, '--cases', after, '--only', 'own', '--compare', old)
    expect([worse.code, worse.out]).toEqual([
      1,
      expect.stringContaining('changed wire.own.was: pass -> fail'),
    ])
    expect(worse.out).not.toContain('fail wire.own.404')
  })
})

describe('reports', () => {
  test('go to files, and standard output stays for people', async () => {
    const path = (kind: string): string => join(folder, 'reports', `report.${kind}`)
    const kinds = ['tap', 'junit', 'json', 'md', 'html']
    const options = kinds.flatMap((kind) => ['--report', `${kind}=${path(kind)}`])
    const { code, out } = await conform('wire', url, '--only', 'method.patch', '--name', 'little', ...options)
    expect([code, out]).toEqual([0, expect.stringMatching(/^wire against little: 1 case/)])
    const texts = await Promise.all(kinds.map((kind) => readFile(path(kind), 'utf8')))
    const starts = [
      'TAP version 14\n1..1\nok 1 - wire.method.patch',
      '<?xml',
      '{',
      '## Conformance',
      '<!doctype html>',
    ]
    expect(texts.map((text, index) => text.slice(0, starts[index]!.length))).toEqual(starts)
    const report = JSON.parse(texts[2]!) as Report
    expect([report.formatVersion, report.suite, report.target]).toEqual([
      1,
      'wire',
      { name: 'little', at: url },
    ])
    expect(report.results.map(({ case: { id }, verdict }) => [id, verdict])).toEqual([
      ['wire.method.patch', 'pass'],
    ])
    const page = join(folder, 'page.html')
    expect((await conform('report', path('json'), '--html', page)).code).toBe(0)
    expect(await readFile(page, 'utf8')).toContain('little')
  })

  test('go to standard output, and what is for people to standard error', async () => {
    const { code, out, err } = await conform('wire', url, '--only', 'method.patch', '--report', 'json')
    expect([code, (JSON.parse(out) as Report).results.length]).toEqual([0, 1])
    expect(err).toContain('1 case in')
  })
})

describe('wrong usage', () => {
  const CASE = { id: 'a.b', title: 'a', ref: 'b', level: 'must', send: [], expect: { ok: ['200'] } }

  test.each<[args: string[], message: string, code: number]>([
    [[], HELP, 0],
    [['wires', 'http://127.0.0.1:1'], 'got wires: perhaps wire', 2],
    [['wire'], 'Expected one target (a URL, --spawn, --app or --adapter), got none', 2],
    [['wire', 'http://127.0.0.1:1', '--app', 'a.ts'], 'got http://127.0.0.1:1 and a.ts', 2],
    [['wire', 'http://127.0.0.1:1', 'x'], 'Expected one URL, got also x', 2],
    [['wire', 'http://127.0.0.1:1', '--stict'], 'Unknown option --stict: perhaps --strict', 2],
    [
      ['wire', 'http://127.0.0.1:1', '--parallel', '1.5'],
      'Expected a whole number for --parallel, got 1.5',
      2,
    ],
    [['wire', 'http://127.0.0.1:1', '--slow', 'x'], 'for --slow, got x', 2],
    [['proxy', 'http://127.0.0.1:1', '--backend', '70000'], 'up to 65535 for --backend', 2],
    [['proxy', 'http://127.0.0.1:1', '--role', 'x'], 'Expected the role reverse or forward', 2],
    [['wire', 'http://127.0.0.1:1', '--report', 'pdf'], 'Expected a report of kind tap, junit', 2],
    [['wire', 'http://127.0.0.1:1', '--server', 'node'], 'Expected --app FILE with --server', 2],
    [['wire', 'http://127.0.0.1:1', '--in-process'], 'Expected --app FILE with --in-process', 2],
    [['wire,process', '--spawn', 'a {port}'], 'Expected process alone', 2],
    [['wire', 'http://127.0.0.1:1', '--only', 'metod'], 'got metod: perhaps method', 2],
    [['wire', 'http://127.0.0.1:1', '--baseline', 'no/such/file'], 'open no/such/file', 2],
    [['wire', 'http://127.0.0.1:1', '--compare', 'package.json'], 'Expected what --report json', 2],
    [['report'], 'Expected JSON reports behind report', 2],
    [['report', 'README.md'], 'Expected a JSON report in README.md', 2],
    [['levels', 'one'], 'Expected two or more programs', 2],
    [['wire', 'http://127.0.0.1:1'], 'Expected a server at http://127.0.0.1:1, got none', 3],
    [['wire', 'ftp://127.0.0.1'], 'Expected a URL such as', 3],
    [['wire', 'http://192.0.2.1/'], 'give --allow-remote only for a server of your own', 3],
    [['wire', '--spawn', 'no-such-program {port}'], 'no-such-program', 3],
    [['wire', '--spawn', "node 'a"], 'Expected a closing', 2],
    [['toolkit', '--adapter', 'no-such-file.ts'], 'Expected an adapter at no-such-file.ts', 3],
    [['process', '--spawn', 'a b'], 'Expected {port} in the command', 3],
  ])('%j', async (args, message, code) => {
    const outcome = await conform(...args)
    expect(outcome.code).toBe(code)
    expect(outcome.err + outcome.out).toContain(message)
  })

  test.each([
    ['twins', { suite: 'wire', cases: [{ ...CASE, id: 'wire.method.patch' }] }, 'twice'],
    ['other', { suite: 'toolkit', cases: [] }, 'got toolkit'],
    ['empty', {}, 'Expected the members suite and cases'],
    ['level', { suite: 'wire', cases: [{ ...CASE, level: 'x' }] }, 'level (must, should, may) in case 1'],
    [
      'title',
      { suite: 'wire', cases: [{ id: 'a.b' }] },
      'Expected title, ref, level, send, expect in case 1',
    ],
  ])('a file of cases: %s', async (name, content, message) => {
    const file = join(folder, `${name}.json`)
    await writeFile(file, JSON.stringify(content))
    const { code, err } = await conform('wire', url, '--cases', file)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })

  test('help names every option', () => {
    const options = [
      'spawn',
      'app',
      'server',
      'in-process',
      'adapter',
      'backend',
      'role',
      'name',
      'allow-remote',
    ]
    const more = [
      'list',
      'only',
      'cases',
      'strict',
      'timeout',
      'slow',
      'parallel',
      'repeat',
      'verbose',
      'html',
    ]
    const files = ['baseline', 'write-baseline', 'compare', 'report']
    for (const name of [...options, ...more, ...files]) expect(HELP).toContain(`--${name} `)
    expect(parseOptions(['--help']).command).toBe('help')
  })
})

test('the list is JSON lines in a pipe', async () => {
  const { code, out } = await conform('wire', '--list', '--only', 'wire.te')
  const lines = out.trimEnd().split('\n')
  const cases = lines.map((line) => JSON.parse(line) as { id: string; level: string })
  expect(code).toBe(0)
  expect(cases.length).toBeGreaterThan(20)
  expect(cases.every(({ id, level }) => id.startsWith('wire.te.') && level !== '')).toBe(true)
})

describe('targets', () => {
  test('gateway asks whether the echo application is there', async () => {
    const { code, err } = await conform('gateway', url, '--only', 'gateway')
    expect([code, err]).toEqual([3, expect.stringContaining('Expected the echo application (ECHO.md)')])
  })

  const program = (body: string): string =>
    `import { createServer } from 'node:http'\ncreateServer((q, s) => { ${body} }).listen(Number(process.argv[2]), '127.0.0.1')\n`
  const spawnOf = async (name: string, body: string): Promise<string> => {
    const file = join(folder, name)
    await writeFile(file, program(body))
    return `"${process.execPath}" '${file}' {port}`
  }

  test('what is started is ended', async () => {
    const json = join(folder, 'spawned.json')
    const spawned = await spawnOf('serve.mjs', 's.end(String(process.pid))')
    const args = ['wire', '--spawn', spawned, '--only', 'wire.line.baseline', '--report', `json=${json}`]
    expect((await conform(...args)).code).toBe(0)
    const { results } = JSON.parse(await readFile(json, 'utf8')) as Report
    const pid = Number(/\r\n\r\n(\d+)$/.exec(results[0]!.exchanges[0]!.received)?.[1])
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('what does not start says why', async () => {
    const file = join(folder, 'broken.mjs')
    await writeFile(file, "throw new Error('the port is haunted')")
    const { code, err } = await conform('wire', '--spawn', `"${process.execPath}" "${file}" {port}`)
    expect([code, err]).toEqual([3, expect.stringMatching(/ended with exit code 1[^]*the port is haunted/)])
  })

  test('what ends during the run is told', async () => {
    const spawned = await spawnOf('crash.mjs', "console.error('I am gone'); process.exit(7)")
    const { code, err } = await conform('wire', '--spawn', spawned, '--only', 'wire.line.baseline')
    expect([code, err]).toEqual([1, expect.stringMatching(/ended during the run[^]*I am gone/)])
  })
})
