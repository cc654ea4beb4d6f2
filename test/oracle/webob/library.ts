/**
 * The WebOb side of the oracle: the bindings of its modules, found by file name beside this one.
 */
import { existsSync } from 'node:fs'
import type { Bindings, Deviation, Vector } from '../engine.ts'
import type { OracleLibrary } from '../run.ts'
import { isJson } from '../values.ts'

const MODULES = [
  // Before multidict: it describes the forms of requests.
  'request',
  'acceptparse',
  'byterange',
  'cachecontrol',
  'compat',
  'cookies',
  'datetime_utils',
  'dec',
  'descriptors',
  'etag',
  'exc',
  'headers',
  'multidict',
  'response',
  'static',
  'util',
]

const modules: Record<string, Bindings> = {}
for (const name of MODULES) {
  const url = new URL(`./${name}.ts`, import.meta.url)
  if (!existsSync(url)) continue
  try {
    modules[name] = ((await import(url.href)) as { bindings: Bindings }).bindings
  } catch (error) {
    console.error(`(${name} does not load: ${(error as Error).message.split('\n')[0]})`)
  }
}

const hasBig = (value: unknown): boolean => JSON.stringify(value ?? null).includes('"$bigint"')
const asNumbers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asNumbers)
  if (!isJson(value)) return value
  if ('$bigint' in value) return Number(value['$bigint'])
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asNumbers(part)]))
}
const ANSWERS = ['result', 'results', 'get']

const deviations: Deviation[] = [
  {
    name: 'big-integers-are-numbers',
    reason: 'An integer beyond 2^53 is the nearest number: JavaScript counts bytes and seconds in numbers.',
    applies: (vector) => ANSWERS.some((key) => hasBig(vector[key])),
    expected: (vector) => ({
      ...vector,
      ...Object.fromEntries(
        ANSWERS.filter((key) => key in vector).map((key) => [key, asNumbers(vector[key])]),
      ),
    }),
  },
]

/** WebOb's replayer. */
export const webob: OracleLibrary = {
  modules,
  deviations,
  security: async (row: Vector) => (await import('./security.ts')).security(row),
}
