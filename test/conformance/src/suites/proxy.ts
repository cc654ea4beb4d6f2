import { loadCases } from '../load-cases.ts'
import type { ByteSequence } from '../net/byte-sequence.ts'
import { exchangeOf, play, shorten } from '../net/probe.ts'
import type { Judgement } from '../result.ts'
import type { RunContext, Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'
import { freePort } from '../target/free-port.ts'
import { describeOutcome } from './http/outcome.ts'
import { brokenByProxy } from './proxy/judge-proxy.ts'
import type { ProxyCase } from './proxy/proxy-case.ts'
import { ScriptedBackend } from './proxy/scripted-backend.ts'

/** What the run of a target needs beside it. */
interface Behind {
  readonly backend: ScriptedBackend
  /** A port where nothing listens. */
  readonly other: number
}
/** Milliseconds. */
const SETTLE = 100
const behind = new WeakMap<Target, Behind>()

/** What comes out of a proxy, on both sides, when what goes in is known byte by byte. Cases run one at a time. */
export const proxySuite: Suite<ProxyCase> = {
  name: 'proxy',
  title: 'a scripted client and a scripted backend on both sides of a proxy',
  // One script is in force at a time.
  cases: async () => (await loadCases<ProxyCase>('proxy')).map((one) => ({ ...one, timing: true })),
  async prepare({ target }) {
    if (target.backend === undefined) {
      throw new TargetError(
        'Expected to know where the proxy forwards to: give --spawn a command with {backend}, or --backend PORT with a URL',
      )
    }
    const own = new ScriptedBackend()
    await own.listen(target.backend)
    behind.set(target, { backend: own, other: await freePort() })
    return () => own.close()
  },
  run: runProxyCase,
}

async function runProxyCase(testCase: ProxyCase, context: RunContext): Promise<Judgement> {
  const { target, timeout, slow, maxBytes, signal } = context
  const { role = 'reverse' } = target
  const expected = describeExpectation(testCase)
  if (testCase.role !== 'any' && testCase.role !== role) {
    const notes = [`Is about ${testCase.role} proxies: give --role ${testCase.role} for one`]
    return { verdict: 'n/a', outcome: 'not asked', expected, notes, exchanges: [] }
  }
  const { backend: own, other } = behind.get(target)!
  const { host, port } = target.backend!
  const origin = role === 'forward' ? `http://${host}:${port}` : ''
  const values = { backend: String(port), other: String(other), origin }
  own.begin(testCase.backend, slow)
  const client = await play(target.address!, fill(testCase.client.send, values), {
    methods: testCase.methods,
    timeout,
    slow,
    maxBytes,
    signal,
  })
  // The client is served, or gone: what it caused may still be on its way to the backend.
  if (client.end !== 'open') await new Promise((resolve) => setTimeout(resolve, SETTLE * slow))
  const { requests, received, sent } = own
  const notes = brokenByProxy(testCase, { client, requests, received })
  const verdict = notes.length === 0 ? 'pass' : testCase.level === 'may' ? 'tolerated' : 'fail'
  const outcome = `${describeOutcome(client)}, ${requests.length} at the backend`
  return {
    verdict,
    outcome,
    expected,
    notes,
    exchanges: [exchangeOf(client), { channel: 'backend', sent: shorten(sent), received: shorten(received) }],
  }
}

function describeExpectation({ expect }: ProxyCase): string {
  const { client, backend, alternatives } = expect
  const parts = [
    client === undefined ? undefined : `client ${JSON.stringify(client)}`,
    backend === undefined ? undefined : `backend ${JSON.stringify(backend)}`,
    ...(alternatives ?? []),
  ]
  return parts.filter((part) => part !== undefined).join(' or ')
}

function fill(
  sequence: ByteSequence,
  values: Readonly<Record<'backend' | 'other' | 'origin', string>>,
): ByteSequence {
  const replace = (text: string): string =>
    text.replace(/\{(backend|other|origin)\}/g, (_, name: keyof typeof values) => values[name])
  return sequence.map((part) =>
    typeof part === 'string'
      ? replace(part)
      : 'repeat' in part
        ? { repeat: replace(part.repeat), times: part.times }
        : part,
  )
}
