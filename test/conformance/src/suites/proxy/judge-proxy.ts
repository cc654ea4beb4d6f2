import type { Probe } from '../../net/probe.ts'
import { fieldOf, fieldsOf } from '../../net/reply.ts'
import { isOutcome } from '../http/outcome.ts'
import type { BackendExpectation, ClientExpectation, ProxyCase } from './proxy-case.ts'
import type { BackendRequest } from './scripted-backend.ts'

/** What both sides of the proxy saw. */
export interface BothSides {
  readonly client: Probe
  readonly requests: readonly BackendRequest[]
  /** All bytes that reached the backend. */
  readonly received: string
}

/** The conditions that are not met, a sentence each; none when one of the alternatives holds. */
export function brokenByProxy({ expect }: ProxyCase, sides: BothSides): string[] {
  const { client, requests } = sides
  for (const alternative of expect.alternatives ?? []) {
    if (alternative === 'any')
      return requests.length === 0 ? [] : brokenForBackend(expect.backend ?? {}, sides)
    if (alternative === 'drop' && client.received === '' && client.end !== 'open') return []
    if (alternative === 'reject' && isOutcome('reject', client) && requests.length === 0) return []
  }
  return [
    ...(expect.client ? brokenForClient(expect.client, client) : []),
    ...(expect.backend ? brokenForBackend(expect.backend, sides) : []),
  ]
}

function brokenForClient(expected: ClientExpectation, probe: Probe): string[] {
  const notes: string[] = []
  const note = (what: string, wanted: unknown, got: unknown): void => {
    notes.push(`Expected the client to get ${what} ${show(wanted)}, got ${show(got)}`)
  }
  const { replies, received, end } = probe
  const [first] = replies
  const { status, version, body, bodyIf200, cutIf200, conn, interim, responses, responsesMax } = expected
  if (status !== undefined && !status.some((token) => isOutcome(token, probe)))
    note('status', status, first?.status)
  if (responses !== undefined && replies.length !== responses) note('answers', responses, replies.length)
  if (responsesMax !== undefined && replies.length > responsesMax)
    note('answers, at most', responsesMax, replies.length)
  if (conn === 'keep' && end !== 'open') note('a connection', 'kept', end)
  if (conn === 'close' && end === 'open') note('a connection', 'closed', end)
  const { noneHas, rawHas, rawNot } = expected
  if (noneHas !== undefined && received.includes(noneHas)) note('nothing like', noneHas, received)
  if (rawHas !== undefined && !new RegExp(rawHas).test(received)) note('bytes like', rawHas, received)
  if (rawNot !== undefined && new RegExp(rawNot).test(received)) note('no bytes like', rawNot, received)
  if (first === undefined) return notes
  if (version !== undefined && first.version !== `HTTP/${version}`) note('version', version, first.version)
  if (body !== undefined && first.body !== body) note('body', body, first.body)
  if (body !== undefined && first.cut) note('an answer', 'that is whole', 'a cut one')
  if (first.status === 200 && bodyIf200 !== undefined && first.body !== bodyIf200)
    note('body', bodyIf200, first.body)
  if (first.status === 200 && cutIf200 === true && !first.cut) note('an answer', 'visibly cut', 'whole')
  if (interim !== undefined && first.interim.join() !== interim.join())
    note('interim answers', interim, first.interim)
  notes.push(...brokenFields(expected, first.headers, 'the client'))
  return notes
}

function brokenForBackend(expected: BackendExpectation, { requests, received }: BothSides): string[] {
  const notes: string[] = []
  const note = (what: string, wanted: unknown, got: unknown): void => {
    notes.push(`Expected the backend to get ${what} ${show(wanted)}, got ${show(got)}`)
  }
  const [first] = requests
  if (expected.requests !== undefined && requests.length !== expected.requests) {
    note('requests', expected.requests, requests.length)
  }
  if (expected.rawNot !== undefined && new RegExp(expected.rawNot).test(received)) {
    note('no bytes like', expected.rawNot, received)
  }
  if (first === undefined) {
    if (expected.requests === undefined) note('a request', 1, 'none')
    return notes
  }
  const { method, target, body, notBoth, bodyNotComplete } = expected
  if (method !== undefined && first.method !== method) note('method', method, first.method)
  if (target !== undefined && first.target !== target) note('target', target, first.target)
  if (body !== undefined && first.body !== body) note('body', body, first.body)
  const has = (name: string): boolean => fieldOf(first, name) !== undefined
  if (notBoth === true && has('content-length') && has('transfer-encoding')) note('lengths', 'one', 'both')
  if (bodyNotComplete === true && first.complete) note('a body', 'that is cut', 'a whole one')
  notes.push(...brokenFields(expected, first.headers, 'the backend'))
  return notes
}

type Fields = Pick<BackendExpectation, 'absent' | 'present' | 'joined' | 'notMatch' | 'countIs'>

function brokenFields(expected: Fields, headers: BackendRequest['headers'], who: string): string[] {
  const notes: string[] = []
  const value = (name: string): string | undefined => fieldOf({ headers }, name)
  for (const name of expected.absent ?? []) {
    if (value(name) !== undefined)
      notes.push(`Expected ${who} to get no field ${name}, got ${show(value(name))}`)
  }
  for (const [name, pattern] of [...entries(expected.present), ...entries(expected.joined)]) {
    const got = value(name)
    if (got === undefined || !new RegExp(pattern).test(got)) {
      notes.push(`Expected ${who} to get field ${name} like ${pattern}, got ${show(got)}`)
    }
  }
  for (const [name, pattern] of entries(expected.notMatch)) {
    const got = value(name)
    if (got !== undefined && new RegExp(pattern).test(got)) {
      notes.push(`Expected ${who} to get no field ${name} like ${pattern}, got ${show(got)}`)
    }
  }
  for (const [name, count] of entries(expected.countIs)) {
    const got = fieldsOf({ headers }, name).length
    if (got !== count) notes.push(`Expected ${who} to get ${count} lines of ${name}, got ${got}`)
  }
  return notes
}

function entries<Value>(record: Readonly<Record<string, Value>> | undefined): [string, Value][] {
  return Object.entries(record ?? {})
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none'
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
