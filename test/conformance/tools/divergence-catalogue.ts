import { readFileSync } from 'node:fs'

/** The three ways to write the service. */
export type LevelName = 'raw' | 'webob' | 'werkzeug'

/** The levels, in the order of all lists of three. */
export const LEVEL_NAMES: readonly LevelName[] = ['raw', 'webob', 'werkzeug']

/** Statuses of the raw, the webob and the werkzeug level. */
export type Statuses = readonly [raw: number, webob: number, werkzeug: number]

/** Environs on which the levels differ: no server of ours makes them. */
export interface EnvironDivergence {
  readonly id: string
  readonly title: string
  readonly why: string
  /** The status of each level. */
  readonly answers: Readonly<Record<LevelName, number>>
  readonly environs: readonly {
    /** Keys of the environ of `GET /` on host 127.0.0.1; `null` takes one away. */
    readonly set: Readonly<Record<string, string | null>>
    /** What the Python listings answer. */
    readonly python: Statuses
  }[]
}

/** Requests on which the Python listings differ, and ours do not. */
export interface ResolvedDivergence {
  readonly id: string
  readonly title: string
  readonly why: string
  /** The status that every level of ours gives over a server of ours. */
  readonly answer: number
  /** Who sees to it. */
  readonly by: string
  readonly cases: readonly {
    /** Of a case of the suite `service`. */
    readonly id: string
    /** Statuses by Python server, where the three listings do not give the same one. */
    readonly python?: Readonly<Record<string, Statuses>>
  }[]
}

/** A file of the catalogue. */
export interface DivergenceFile<Row> {
  readonly title: string
  readonly source: string
  readonly rows: readonly Row[]
}

function read<Row>(name: string): DivergenceFile<Row> {
  const file = new URL(`../divergence/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as DivergenceFile<Row>
}

/** `divergence/environ.json`. */
export const readEnvironDivergences = (): DivergenceFile<EnvironDivergence> => read('environ')

/** `divergence/resolved.json`. */
export const readResolvedDivergences = (): DivergenceFile<ResolvedDivergence> => read('resolved')
