import { readFileSync, readdirSync } from 'node:fs'

/** A request to begin with. */
export interface Preset {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly bytes: string
  readonly why?: string
}

const CASES = new URL('../../../test/conformance/cases/', import.meta.url)
const MOST_BYTES = 4000
/** The contract's table repeats itself; some of it shows what it is. */
const OF_TABLE = /^service\.table\.(?:get|head|post|brew)-(?:good|name)-(?:root|other)$|pipelined$|in-turn$/

type Part = string | { readonly repeat?: string; readonly times?: number }

interface File {
  readonly suite: string
  readonly group: string
  readonly cases: readonly {
    readonly id: string
    readonly title: string
    readonly why?: string
    readonly send: readonly Part[]
  }[]
}

const RESOLVED = new URL('../../../test/conformance/divergence/resolved.json', import.meta.url)

interface Resolved {
  readonly rows: readonly {
    readonly title: string
    readonly why: string
    readonly cases: readonly { readonly id: string }[]
  }[]
}

/** Requests on which Python's listings disagree, of the divergence catalogue; then those of `service` and `wire` that fit a page. */
export function readPresets(): Preset[] {
  const presets = readSuites()
  const byId = new Map(presets.map((preset) => [preset.id, preset]))
  const { rows } = JSON.parse(readFileSync(RESOLVED, 'utf8')) as Resolved
  const disputed = rows.flatMap(({ title, why, cases }) =>
    cases.flatMap(({ id }) => {
      const preset = byId.get(id)
      return preset === undefined
        ? []
        : [{ ...preset, id: `divergence.${id}`, group: `where Python's listings disagree: ${title}`, why }]
    }),
  )
  return [...disputed, ...presets]
}

function readSuites(): Preset[] {
  return ['service', 'wire'].flatMap((suite) =>
    readFiles(suite).flatMap(({ group, cases }) =>
      cases
        .filter(({ id }) => group !== 'table' || OF_TABLE.test(id))
        .map(({ id, title, why, send }) => ({
          id,
          group: `${suite}: ${group}`,
          title,
          bytes: send.map(bytesOf).join(''),
          ...(why !== undefined && { why }),
        }))
        .filter(({ bytes }) => bytes.length > 0 && bytes.length <= MOST_BYTES),
    ),
  )
}

/** The cases of the contract, for edited listings. */
export function readContract(): unknown[] {
  return (
    readFiles('service')
      .find(({ group }) => group === 'table')
      ?.cases.slice() ?? []
  )
}

function readFiles(suite: string): File[] {
  const folder = new URL(`${suite}/`, CASES)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
  // The contract itself first.
  const order = (file: File): number => (file.group === 'table' ? 0 : 1)
  return names
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as File)
    .toSorted((a, b) => order(a) - order(b))
}

function bytesOf(part: Part): string {
  if (typeof part === 'string') return part
  return part.repeat === undefined ? '' : part.repeat.repeat(part.times ?? 0)
}
