/** The lab's server: what it sends and sees, and that nobody else can make it send. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { NodeServer } from '@triptych/raw/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labApplication } from '../../examples/lab/server/application.ts'
import { Guard } from '../../examples/lab/server/guard.ts'
import { readContract, readPresets } from '../../examples/lab/server/presets.ts'
import { LEVELS, readListing, startService } from '../../examples/lab/server/services.ts'
import type { Service } from '../../examples/lab/server/services.ts'
import { answerBytes } from '../../examples/lab/src/answer-bytes.ts'
import { runContract } from '../../examples/lab/src/contract.ts'
import type { ContractCase } from '../../examples/lab/src/contract.ts'
import { instrument } from '../../examples/lab/src/instrument.ts'
import type { SendAnswer } from '../../examples/lab/src/protocol.ts'
import { app } from '../../examples/time-service/raw.ts'

const GET = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'
const services: Service[] = []
const guard = new Guard(['lab.example'])
let lab: NodeServer
let port = 0
let dist = ''

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'triptych-lab-'))
  writeFileSync(join(dist, 'index.html'), '<meta name="lab-token" content="{token}" />')
  writeFileSync(join(dist, 'sandbox.html'), '<p>sandbox</p>')
  for (const level of LEVELS) services.push(await startService(level, 0))
  lab = new NodeServer(labApplication({ services, guard, dist }), { graceTimeout: 100 })
  port = Number(new URL(await lab.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(async () => {
  await Promise.all([lab.close(), ...services.map((service) => service.stop())])
  rmSync(dist, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      const parts: string[] = []
      answer.setEncoding('utf8').on('data', (part: string) => parts.push(part))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: parts.join('') }),
      )
    })
    asked.on('error', reject).end(body)
  })
}

const own = (): Record<string, string> => ({
  'Content-Type': 'application/json',
  'X-Lab-Token': guard.token,
  Origin: `http://127.0.0.1:${port}`,
})
const send = async (bytes: string): Promise<SendAnswer> =>
  JSON.parse((await ask('/api/send', own(), JSON.stringify({ bytes }))).text) as SendAnswer

describe('what it sees', () => {
  test('the wire, the environ, the calls, the lines that were reached, and what Python answered', async () => {
    const { levels, recorded } = await send(GET)
    expect(levels.map(({ level, end }) => [level, end])).toEqual(LEVELS.map((level) => [level, 'closed']))
    for (const { level, wire, calls } of levels) {
      expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\w{3} \w{3} /)
      const [call] = calls
      expect(Object.fromEntries(call!.environ)['REQUEST_METHOD']).toBe('"GET"')
      expect(call!.starts.map(({ status }) => status)).toEqual(['200 OK'])
      expect([call!.blocks.length, call!.findings, typeof call!.closed]).toEqual([1, [], 'number'])
      const reached = readListing(level)
        .split('\n')
        .filter((_, index) => call!.lines.includes(index + 1))
        .join('\n')
      expect(reached).toContain('ctime()')
      expect(reached).not.toContain('404')
    }
    expect(recorded.map(({ server }) => server)).toContain('wsgiref')
  })

  test('the validator, where it has something to say', async () => {
    const { levels } = await send('HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
    expect(levels.map(({ calls }) => calls[0]?.findings.map(({ rule, kind }) => `${kind} ${rule}`))).toEqual([
      ['warning B006'],
      [],
      [],
    ])
  })

  test('that no application saw what is no request', async () => {
    const { levels, recorded } = await send('junk\r\n\r\n')
    for (const { wire, calls } of levels) expect([wire.slice(0, 12), calls]).toEqual(['HTTP/1.1 400', []])
    expect(recorded).toEqual([])
  })

  test('several requests of one connection', async () => {
    const next = 'GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
    const { levels } = await send(next + GET)
    for (const { calls } of levels)
      expect(calls.map(({ starts }) => starts[0]?.status)).toEqual(['404 Not Found', '200 OK'])
  })
})

describe('who may not', () => {
  const body = JSON.stringify({ bytes: GET })
  test.each<[why: string, headers: () => Record<string, string>, status: number]>([
    ['another Host (DNS rebinding)', () => ({ ...own(), Host: 'evil.example' }), 421],
    ['another Origin', () => ({ ...own(), Origin: 'http://evil.example' }), 403],
    ['the origin null of a sandbox', () => ({ ...own(), Origin: 'null' }), 403],
    ['another site', () => ({ ...own(), 'Sec-Fetch-Site': 'cross-site' }), 403],
    ['no token', () => ({ 'Content-Type': 'application/json' }), 403],
    ['another token', () => ({ ...own(), 'X-Lab-Token': 'x'.repeat(guard.token.length) }), 403],
    ['a form of another site', () => ({ 'Content-Type': 'text/plain', Origin: 'http://evil.example' }), 403],
    ['a Host that is not meant', () => ({ ...own(), Host: '127.0.0.1.evil.example' }), 421],
  ])('%s', async (_why, headers, status) => {
    expect((await ask('/api/send', headers(), body)).status).toBe(status)
  })

  test('a page of another name gets nothing at all, one that was named does', async () => {
    expect((await ask('/', { Host: 'evil.example' })).text).not.toContain(guard.token)
    expect((await ask('/', { Host: 'lab.example:80' })).text).toContain(guard.token)
  })

  test.each([
    ['bytes above 0xff', JSON.stringify({ bytes: '\u0100' })],
    ['no bytes', '{}'],
    ['no JSON', '{'],
    ['too many bytes', JSON.stringify({ bytes: 'x'.repeat(200_000) })],
    ['far too many', JSON.stringify({ bytes: 'x'.repeat(400_000) })],
    ['an address of its own', JSON.stringify({ host: 'evil.example', port: 80 })],
  ])('%s', async (_why, text) => {
    expect([400, 413]).toContain((await ask('/api/send', own(), text)).status)
  })

  test('a GET sends nothing', async () => {
    expect((await ask('/api/send', own())).status).toBe(405)
  })

  test('pages have their policies', async () => {
    const page = await ask('/')
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    const sandbox = await ask('/sandbox.html')
    expect(sandbox.headers['content-security-policy']).toContain("connect-src 'none'")
    expect(sandbox.headers['content-security-policy']).toContain('sandbox allow-scripts')
  })
})

describe('listings', () => {
  const strip = (code: string): string => transformSync(code, { loader: 'ts', legalComments: 'none' }).code

  test.each(LEVELS)('%s is the example, in JavaScript', (level) => {
    const example = readFileSync(new URL(`../../examples/time-service/${level}.ts`, import.meta.url), 'utf8')
    expect(strip(readListing(level))).toBe(strip(example))
  })

  test('marks stand before statements of functions, and nothing else changes', () => {
    const source =
      'const a = 1\nexport const app = () => {\n  if (a) return [\n    a,\n  ]\n  function f() {}\n  return f\n}'
    const { code, lines } = instrument(source)
    expect(lines).toEqual([3, 7])
    expect(code.replaceAll(/__reached\(\d+\);/g, '')).toBe(source)
    expect(() => instrument('const const')).toThrow(SyntaxError)
  })

  test('the contract holds in memory, and fails a service that is wrong', async () => {
    const cases = readContract() as ContractCase[]
    expect(cases.length).toBeGreaterThan(300)
    const results = await runContract(app, cases)
    expect(results.filter(({ passed }) => !passed)).toEqual([])
    const wrong = await runContract(
      (environ, startResponse) => app({ ...environ, PATH_INFO: '/' }, startResponse),
      cases,
    )
    expect(wrong.filter(({ passed }) => !passed).length).toBeGreaterThan(5)
  })

  test('in memory the gateway refuses what a server refuses', async () => {
    const { wire, end } = await answerBytes(app, 'GET / HTTP/1.1\r\nHost : a\r\n\r\n')
    expect([wire.slice(0, 12), end]).toEqual(['HTTP/1.1 400', 'closed'])
  })

  test('there are requests to begin with, of both suites', () => {
    const presets = readPresets()
    expect(new Set(presets.map(({ id }) => id.split('.')[0]))).toEqual(
      new Set(['divergence', 'service', 'wire']),
    )
    expect(presets.length).toBeGreaterThan(400)
  })
})
