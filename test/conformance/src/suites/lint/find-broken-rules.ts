import type { ApplicationLike, Environ } from '@triptych/raw'
import type { ValidationError } from '@triptych/raw/validate'
import { loadCases } from '../../load-cases.ts'
import { bytesOf } from '../../net/byte-sequence.ts'
import { play } from '../../net/probe.ts'
import type { Exchange } from '../../result.ts'
import type { RunContext } from '../../suite.ts'
import { loadRaw } from '../../target/load-raw.ts'
import { gatewaySuite } from '../gateway.ts'
import type { HttpCase } from '../http/http-case.ts'
import { serviceSuite } from '../service.ts'
import { reachesApplication } from '../service/service-case.ts'

/** What the validator said of one rule at one request. */
export interface Finding {
  /** `HEAD /x`; empty for what was found before the first request. */
  readonly request: string
  readonly message: string
}

/** What came of the requests. */
export interface Findings {
  /** By the rule's id. */
  readonly broken: ReadonlyMap<string, readonly Finding[]>
  /** How many requests the application saw. */
  readonly requests: number
}

const AT_A_TIME = 8

/**
 * Serves an application with the validator around it and plays the service's cases, and the gateway's where the echo
 * application answers (ECHO.md). The answers do not matter, only what the validator says of them.
 */
export async function findBrokenRules(
  application: ApplicationLike,
  { timeout, slow, maxBytes, signal }: Omit<RunContext, 'target'>,
): Promise<Findings> {
  const { server, validate } = await loadRaw()
  const broken = new Map<string, Finding[]>()
  let requests = 0
  const record = (request: string, { rule, message }: ValidationError): void => {
    const findings = broken.get(rule.id) ?? []
    broken.set(rule.id, findings)
    findings.push({ request, message })
  }
  const wrap = (request: string): ReturnType<typeof validate.validator> => {
    const tell = (finding: ValidationError): void => record(request, finding)
    return validate.validator(application, { onWarning: tell, onError: tell })
  }
  try {
    wrap('')
  } catch (error) {
    if (!(error instanceof validate.ValidationError)) throw error
    record('', error)
    return { broken, requests }
  }
  const served = new server.NodeServer(
    (environ, startResponse) => {
      requests++
      // What an application throws is its own business, the validator's findings are told of already.
      environ['wsgi.errors'] = SILENT
      return wrap(`${environ.REQUEST_METHOD} ${environ.REQUEST_URI ?? environ.PATH_INFO}`)(
        environ,
        startResponse,
      )
    },
    { graceTimeout: 100 },
  )
  const url = new URL(await served.listen({ host: '127.0.0.1', port: 0 }))
  const address = { host: url.hostname, port: Number(url.port) }
  try {
    const queue: Pick<HttpCase, 'send' | 'methods' | 'reading'>[] = [
      ...(await serviceSuite.cases()).filter(reachesApplication),
      ...(await echoCases({ address, timeout, slow, maxBytes, signal })),
    ]
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
        const { send, methods, reading } = next
        await play(address, send, { methods, timeout, slow, maxBytes, signal, paused: reading === 'paused' })
      }
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, work))
  } finally {
    await served.stop()
  }
  return { broken, requests }
}

const SILENT: Environ['wsgi.errors'] = {
  write: () => {},
  // The lines are looked at one by one as they are taken.
  writelines: (lines) => [...lines].forEach(() => {}),
  flush: () => {},
}

/** Here the echo application breaks the contract because ECHO.md says so. */
const ON_PURPOSE = /^\S+ \/(?:inject|long|short)\b/m

/** The gateway's own cases, if the echo application answers. */
async function echoCases(
  context: Omit<RunContext, 'target'> & { readonly address: { host: string; port: number } },
): Promise<HttpCase[]> {
  const { address, ...rest } = context
  const target = { name: 'lint', at: 'in process', address, stop: async () => {} }
  try {
    const release = await gatewaySuite.prepare?.({ ...rest, target })
    await release?.()
  } catch {
    return []
  }
  const cases = await loadCases<HttpCase>('gateway')
  return cases.filter(({ send }) => !ON_PURPOSE.test(bytesOf(send)))
}

/** A finding as a result shows it. */
export function exchangeOfFinding({ request, message }: Finding): Exchange {
  return { channel: 'validator', sent: request, received: message }
}
