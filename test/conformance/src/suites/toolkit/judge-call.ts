import { posix } from 'node:path'
import type { SetCookieExpectation, ToolkitCase } from './toolkit-case.ts'

const isWindows = process.platform === 'win32'

/** What a call gave. */
export type CallOutcome = { readonly value: unknown } | { readonly error: unknown }

/** What is wrong with the outcome of a call; nothing when it passes. */
export function brokenByCall({ expect, input }: ToolkitCase, outcome: CallOutcome): string[] {
  const threw = 'error' in outcome
  const value = threw ? undefined : outcome.value
  if ('equals' in expect) {
    if (threw)
      return expect.equals === null
        ? []
        : [`Expected ${show(expect.equals)}, it threw ${String(outcome.error)}`]
    return same(value, expect.equals) ? [] : [`Expected ${show(expect.equals)}, got ${show(value)}`]
  }
  if (expect.anyOf !== undefined) {
    const passes = threw ? expect.anyOf.includes(null) : expect.anyOf.some((one) => same(value, one))
    return passes ? [] : [`Expected one of ${show(expect.anyOf)}, got ${describeOutcome(outcome)}`]
  }
  if (expect.setCookie !== undefined) return brokenCookie(expect.setCookie, outcome)
  if (threw) return []
  if (expect.throwsOr !== undefined) {
    const { noLine, noRaw } = expect.throwsOr
    const lines = [value]
      .flat()
      .join('\r\n')
      .split(/[\r\n\u2028]+/)
    const found = lines.find((line) => line.toLowerCase().startsWith(`${noLine}:`))
    if (found !== undefined) return [`Expected no field ${noLine}, got the line ${show(found)}`]
    return noRaw === true && hasBadName(lines) ? [`Expected an error for the name, got ${show(value)}`] : []
  }
  if (expect.sameOriginOrThrows !== undefined) {
    const origin = expect.sameOriginOrThrows
    const location = String(value)
    const target = URL.canParse(location, origin) ? new URL(location, origin).origin : 'no URL'
    return target === origin
      ? []
      : [`Expected a Location of ${origin}, got ${show(value)}, which is ${target}`]
  }
  if (expect.nullOrWithin !== undefined) {
    if (value === null || value === undefined) return []
    const root = expect.nullOrWithin
    // Elsewhere a backslash is a character of a name.
    const given = typeof value === 'string' ? value : JSON.stringify(value)
    const path = posix.normalize(isWindows ? given.replaceAll('\\', '/') : given)
    const inside = path === root || path.startsWith(`${root}/`)
    return inside ? [] : [`Expected a path inside ${root}, got ${show(value)}`]
  }
  if (expect.plainName === true) {
    const name = String(value)
    const bad =
      /[/\\\0-\x1f\x7f\u202a-\u202e]|^\./.test(name) ||
      (isWindows && /^(?:con|nul|aux|prn|com\d|lpt\d)(?:\.|$)/i.test(name))
    return bad ? [`Expected a plain name for ${show(input)}, got ${show(name)}`] : []
  }
  return []
}

function brokenCookie(expected: SetCookieExpectation, outcome: CallOutcome): string[] {
  const { setCookie, parts, oneOf, throws, never, neverAttribute } = expected
  if ('error' in outcome) {
    const may = throws === true || oneOf?.includes('throws') === true
    return may ? [] : [`Expected ${show(setCookie ?? parts ?? oneOf)}, it threw ${String(outcome.error)}`]
  }
  if (throws === true) return [`Expected an error, got ${show(outcome.value)}`]
  const given = outcome.value as string | { readonly text: string; readonly warned: boolean }
  const text = typeof given === 'string' ? given : given.text
  const warned = typeof given !== 'string' && given.warned
  const attributes = text.split(/; ?/)
  if (never !== undefined && text.includes(never))
    return [`Expected no ${show(never)} in it, got ${show(text)}`]
  if (neverAttribute !== undefined) {
    const found = attributes
      .slice(1)
      .find((part) => part.toLowerCase().startsWith(neverAttribute.toLowerCase()))
    if (found !== undefined) return [`Expected no attribute ${neverAttribute}, got ${show(text)}`]
  }
  if (setCookie !== undefined && bare(text) !== setCookie)
    return [`Expected ${show(setCookie)}, got ${show(text)}`]
  const missing = parts?.filter((part) => !attributes.some((one) => one.toLowerCase() === part.toLowerCase()))
  if (missing !== undefined && missing.length > 0)
    return [`Expected the parts ${show(missing)}, got ${show(text)}`]
  if (oneOf === undefined) return []
  const passes =
    oneOf.includes(bare(text)) ||
    (warned && oneOf.includes('warns')) ||
    oneOf.includes('escaped') ||
    (oneOf.includes('adds Secure') && attributes.includes('Secure'))
  return passes ? [] : [`Expected one of ${show(oneOf)}, got ${show(text)}`]
}

/** Some builders always add a path. */
function bare(text: string): string {
  return text.replace(/; Path=\/$/, '')
}

function hasBadName(lines: readonly string[]): boolean {
  return lines.some((line) => line !== '' && !/^[!#$%&'*+\-.^_`|~\w]+:/.test(line))
}

/** The outcome of a call in a few words. */
export function describeOutcome(outcome: CallOutcome): string {
  return 'error' in outcome ? `threw ${String(outcome.error)}` : show(outcome.value)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))
}

/** Members in one order: objects are compared by what they hold. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (value instanceof Map) return ordered(Object.fromEntries(value))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  )
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
