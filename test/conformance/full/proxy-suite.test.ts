import { readFile, readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PROXY_MUTANTS, startMutantProxy } from '../mutants/proxy-mutants.ts'
import type { ProxyFault } from '../mutants/proxy/proxy-fault.ts'
import { play } from '../src/net/probe.ts'
import type { Report, Result } from '../src/result.ts'
import { run } from '../src/run.ts'
import { proxySuite } from '../src/suites/proxy.ts'
import { brokenByProxy } from '../src/suites/proxy/judge-proxy.ts'
import type { ProxyCase } from '../src/suites/proxy/proxy-case.ts'
import { ScriptedBackend, readRequests } from '../src/suites/proxy/scripted-backend.ts'

const cases = await proxySuite.cases()

async function results(
  role: 'reverse' | 'forward',
  only: readonly string[],
  fault?: ProxyFault,
): Promise<Result[]> {
  const target = await startMutantProxy(role, fault)
  const all: Result[] = []
  try {
    for await (const result of run(proxySuite, target, { only })) all.push(result)
  } finally {
    await target.stop()
  }
  return all
}

/** One case for each group, and who is caught by it. */
const ONE_EACH = [
  ['hop.connection-nominated', 'keep-nominated', 'reverse'],
  ['via.request', 'no-via', 'reverse'],
  ['fwd.underscore-spoof', 'keep-forwarded', 'reverse'],
  ['target.keep-pct-slash', 'decode-target', 'reverse'],
  ['framing.length', 'drop-body', 'reverse'],
  ['reply.short', 'complete-reply', 'reverse'],
  ['interim.to-10', 'tunnel', 'reverse'],
  ['upgrade.websocket-refused', 'known-statuses', 'reverse'],
  ['forward.host-replaced', 'keep-host', 'forward'],
  ['connect.early-data', 'no-early-data', 'forward'],
] as const

test.concurrent.each(ONE_EACH)('%s: passed by the right proxy, failed by %s', async (id, fault, role) => {
  const [[right], [wrong]] = await Promise.all([results(role, [id]), results(role, [id], fault)])
  expect(right).toMatchObject({ verdict: 'pass', notes: [] })
  expect(wrong?.verdict).toBe(wrong?.case.level === 'may' ? 'tolerated' : 'fail')
  expect(wrong?.notes.length).toBeGreaterThan(0)
})

test('each group has a mutant, and what neither a mutant nor a recorded proxy fails is marked as a guard', async () => {
  const caught = new Set(PROXY_MUTANTS.flatMap(({ caughtBy }) => caughtBy.map((id) => `proxy.${id}`)))
  const known = new Set(cases.map(({ id }) => id))
  expect([...caught].filter((id) => !known.has(id))).toEqual([])
  const groups = (ids: Iterable<string>): string[] =>
    [...new Set([...ids].map((id) => id.split('.')[1]!))].toSorted()
  expect(groups(caught)).toEqual(groups(known))
  const folder = new URL('../observed/', import.meta.url)
  const names = await readdir(folder)
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const content = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Report | Report[]
    for (const { suite, results: recorded } of [content].flat()) {
      if (suite !== 'proxy') continue
      for (const {
        verdict,
        case: { id },
      } of recorded)
        if (verdict === 'fail' || verdict === 'tolerated') caught.add(id)
    }
  }
  const guards = cases.filter(({ guard }) => guard === true).map(({ id }) => id)
  expect(guards).toEqual(cases.map(({ id }) => id).filter((id) => !caught.has(id)))
})

test('a case about forward proxies does not apply to a reverse proxy', async () => {
  const [result] = await results('reverse', ['forward.get'])
  expect(result).toMatchObject({
    verdict: 'n/a',
    notes: ['Is about forward proxies: give --role forward for one'],
  })
})

test('a target without a backend cannot be asked', async () => {
  const target = {
    name: 'none',
    at: 'nowhere',
    address: { host: '127.0.0.1', port: 1 },
    stop: async () => {},
  }
  await expect(run(proxySuite, target).next()).rejects.toMatchObject({
    code: 'ERR_TARGET',
    message: expect.stringContaining('--backend PORT') as string,
  })
})

test('the backend answers whole requests, those that expect it with 100 first, and echoes', async () => {
  const backend = new ScriptedBackend()
  const address = await backend.listen({ host: '127.0.0.1', port: 0 })
  backend.begin({ mode: 'reply', reply: ['HTTP/1.1 204 No Content\r\n\r\n', { echo: 2 }] })
  const head = 'POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n'
  const probe = await play(address, [head, { await: '100', max: 500 }, 'hi', { pause: 50 }, 'abc'], {
    quiet: 100,
    timeout: 200,
  })
  expect(probe.received).toBe('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nab')
  expect(backend.requests).toMatchObject([{ method: 'POST', target: '/', body: 'hi', complete: true }])
  backend.begin({ mode: 'silent' })
  expect(backend.requests).toEqual([])
  await backend.close()
})

test.each([
  [
    'half a head',
    'GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-conti',
    [{ target: '/', complete: false, headers: [['host', 'a']] }],
  ],
  ['half a body', 'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab', [{ body: 'ab', complete: false }]],
  [
    'half a chunk',
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab',
    [{ body: 'ab', complete: false }],
  ],
  [
    'no last chunk',
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n',
    [{ body: 'a', complete: false }],
  ],
  [
    'two',
    'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n',
    [{ target: '/1' }, { target: '/2', complete: true }],
  ],
])('the backend reads %s', (_, text, requests) => {
  expect(readRequests(text)).toMatchObject(requests)
})

test('whatever the client gets, what reached the backend counts', () => {
  const cut = cases.find(({ id }) => id === 'proxy.framing.body-cut') as ProxyCase
  const client = { replies: [], interim: [], junk: '', received: '', sent: '', end: 'closed', ms: 1 } as const
  const request = { method: 'POST', target: '/', headers: [], body: 'hello', complete: true }
  const judge = (...requests: (typeof request)[]): string[] =>
    brokenByProxy(cut, { client, requests, received: '' })
  expect(judge()).toEqual([])
  expect(judge({ ...request, complete: false })).toEqual([])
  expect(judge(request)).toEqual([expect.stringContaining('a body')])
})
