import type { Application } from '@triptych/raw'
import { answerBytes } from './answer-bytes.ts'

/** A case of the suite `service`, as far as it is run here. */
export interface ContractCase {
  readonly id: string
  readonly title: string
  readonly send: readonly (string | Readonly<Record<string, unknown>>)[]
  readonly methods?: readonly string[]
  readonly answers: readonly (readonly {
    readonly status: number
    readonly reason?: string
    readonly type?: string
    readonly body?: string
    readonly bodyMatch?: string
  }[])[]
}

/** What came of a case. */
export interface ContractResult {
  readonly id: string
  readonly title: string
  readonly passed: boolean
  readonly expected: string
  readonly actual: string
}

/** Runs the contract's cases against an application in memory. */
export async function runContract(
  application: Application,
  cases: readonly ContractCase[],
): Promise<ContractResult[]> {
  const results: ContractResult[] = []
  for (const one of cases) {
    const text = one.send.map((part) => (typeof part === 'string' ? part : '')).join('')
    const { wire } = await answerBytes(application, text)
    const isHead = text.startsWith('HEAD ')
    const seen = split(wire, isHead)
    const list = one.answers[0] ?? []
    const passed =
      seen.length === list.length &&
      list.every((answer, index) => {
        const reply = seen[index]!
        return (
          reply.status === answer.status &&
          (answer.reason === undefined || reply.reason === answer.reason) &&
          (answer.type === undefined || reply.type === answer.type) &&
          (answer.body === undefined || reply.body === answer.body) &&
          (answer.bodyMatch === undefined || new RegExp(answer.bodyMatch).test(reply.body))
        )
      })
    const expected = list
      .map(({ status, reason = '', type = '' }) => `${status} ${reason} (${type})`)
      .join(', ')
    const actual = seen.map(
      ({ status, reason, type, body }) =>
        `${status} ${reason} (${type ?? 'no type'}) ${JSON.stringify(body.slice(0, 80))}`,
    )
    results.push({ id: one.id, title: one.title, passed, expected, actual: actual.join(', ') || 'no answer' })
  }
  return results
}

interface Seen {
  readonly status: number
  readonly reason: string
  readonly type: string | undefined
  readonly body: string
}

function split(wire: string, isHead: boolean): Seen[] {
  const seen: Seen[] = []
  let at = 0
  while (at < wire.length) {
    const end = wire.indexOf('\r\n\r\n', at)
    if (end < 0) break
    const [line = '', ...lines] = wire.slice(at, end).split('\r\n')
    const [, code = '0', reason = ''] = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(line) ?? []
    const field = (name: string): string | undefined =>
      lines
        .find((one) => one.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim()
    at = end + 4
    let body = ''
    const length = field('content-length')
    if (isHead) body = ''
    else if (length !== undefined) {
      body = wire.slice(at, at + Number(length))
      at += Number(length)
    } else if (field('transfer-encoding') === 'chunked') {
      for (;;) {
        const lineEnd = wire.indexOf('\r\n', at)
        const size = Number.parseInt(wire.slice(at, lineEnd), 16)
        at = lineEnd + 2
        if (!(size > 0)) break
        body += wire.slice(at, at + size)
        at += size + 2
      }
      at += 2
    } else {
      body = wire.slice(at)
      at = wire.length
    }
    seen.push({ status: Number(code), reason, type: field('content-type'), body })
  }
  return seen
}
