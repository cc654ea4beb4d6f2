import type { Probe } from '../../net/probe.ts'
import { fieldOf, fieldsOf } from '../../net/reply.ts'
import type { Reply } from '../../net/reply.ts'
import type { Conditions, Seen, Shown } from './http-case.ts'

/** What an echo application answers: ECHO.md. */
interface Echo {
  readonly [member: string]: unknown
  readonly eff?: Readonly<Record<string, string>>
  readonly environ?: Readonly<Record<string, string>>
}

/**
 * The conditions that an accepted request does not meet, a sentence each.
 *
 * @param hasApp whether the echo application answers: without it nothing can be said of what was seen
 */
export function brokenConditions(conditions: Conditions, probe: Probe, hasApp: boolean): string[] {
  const { replies, end } = probe
  const [first] = replies
  if (first === undefined) return []
  const notes: string[] = []
  const { responses, responsesMax, conn, app, response, lastApp } = conditions
  if (responses !== undefined && replies.length !== responses) {
    notes.push(`Expected ${responses} answers, got ${replies.length}`)
  }
  if (responsesMax !== undefined && replies.length > responsesMax) {
    notes.push(`Expected at most ${responsesMax} answers, got ${replies.length}`)
  }
  if (conn === 'keep' && end !== 'open') notes.push(`Expected the connection to stay open, got ${end}`)
  if (conn === 'close' && end === 'open') notes.push('Expected the connection to be closed, got an open one')
  if (response !== undefined) notes.push(...brokenResponse(response, first))
  if (hasApp && app !== undefined) notes.push(...brokenEcho(app, first))
  if (hasApp && lastApp !== undefined) notes.push(...brokenEcho(lastApp, replies.at(-1)!))
  return notes
}

function brokenResponse(shown: Shown, reply: Reply): string[] {
  const notes: string[] = []
  const differs = (what: string, expected: unknown, actual: unknown): void => {
    notes.push(`Expected ${what} ${show(expected)}, got ${show(actual)}`)
  }
  for (const name of shown.absent ?? []) {
    if (fieldOf(reply, name) !== undefined)
      notes.push(`Expected no field ${name}, got ${show(fieldOf(reply, name))}`)
  }
  for (const [name, value] of Object.entries(shown.has ?? {})) {
    if (fieldOf(reply, name) !== value) differs(`field ${name}`, value, fieldOf(reply, name))
  }
  for (const [name, pattern] of Object.entries(shown.match ?? {})) {
    const value = fieldOf(reply, name)
    if (value === undefined || !new RegExp(pattern).test(value)) differs(`field ${name} like`, pattern, value)
  }
  for (const [name, count] of Object.entries(shown.count ?? {})) {
    const lines = fieldsOf(reply, name).length
    if (lines !== count) differs(`number of lines of ${name}`, count, lines)
  }
  for (const [name, value] of Object.entries(shown.trailers ?? {})) {
    const trailer = fieldOf({ headers: reply.trailers }, name)
    if (trailer !== value) differs(`trailer ${name}`, value, trailer)
  }
  if (shown.body !== undefined && reply.body !== shown.body) differs('body', shown.body, reply.body)
  if (shown.bodyMatch !== undefined && !new RegExp(shown.bodyMatch).test(reply.body)) {
    differs('body like', shown.bodyMatch, reply.body)
  }
  if (shown.bodyLength !== undefined && reply.body.length !== shown.bodyLength) {
    differs('body length', shown.bodyLength, reply.body.length)
  }
  if (shown.reason !== undefined && reply.reason !== shown.reason)
    differs('reason', shown.reason, reply.reason)
  if (shown.framing !== undefined && reply.framing !== shown.framing)
    differs('framing', shown.framing, reply.framing)
  if (shown.interim !== undefined && reply.interim.join() !== shown.interim.join()) {
    differs('interim answers', shown.interim, reply.interim)
  }
  return notes
}

function brokenEcho(seen: Seen, reply: Reply): string[] {
  let echo: Echo
  try {
    echo = JSON.parse(reply.body) as Echo
  } catch {
    return [`Expected the JSON of the echo application (ECHO.md), got ${show(reply.body)}`]
  }
  const notes: string[] = []
  for (const member of ['method', 'path', 'query', 'host', 'body', 'bodyLength', 'decodedPath'] as const) {
    const expected = seen[member]
    if (expected !== undefined && echo[member] !== expected) {
      notes.push(`Expected the application to see ${member} ${show(expected)}, got ${show(echo[member])}`)
    }
  }
  const { eff = {}, environ } = echo
  for (const [name, value] of Object.entries(seen.header ?? {})) {
    const actual = Object.hasOwn(eff, name) ? eff[name] : null
    if (actual !== value)
      notes.push(`Expected the application to see field ${name} ${show(value)}, got ${show(actual)}`)
  }
  for (const [name, pattern] of Object.entries(seen.headerRegex ?? {})) {
    const actual = Object.hasOwn(eff, name) ? eff[name] : undefined
    if (actual === undefined || !new RegExp(pattern).test(actual)) {
      notes.push(`Expected the application to see field ${name} like ${pattern}, got ${show(actual)}`)
    }
  }
  for (const [name, value] of Object.entries(seen.headerNot ?? {})) {
    if (Object.hasOwn(eff, name) && eff[name] === value) {
      notes.push(`Expected the application not to see field ${name} ${show(value)}`)
    }
  }
  if (environ !== undefined) {
    for (const [key, value] of Object.entries(seen.environ ?? {})) {
      const actual = Object.hasOwn(environ, key) ? environ[key] : null
      if (actual !== value)
        notes.push(`Expected the environment's ${key} to be ${show(value)}, got ${show(actual)}`)
    }
  }
  return notes
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
