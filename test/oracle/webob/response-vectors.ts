/** What the vectors of responses are made of, for the rules on where they differ. */
import type { Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

export type Pair = [string, unknown]
export type Step = [string, ...unknown[]]

export const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
export const kwargs = (vector: Vector): Json => (vector['kwargs'] ?? {}) as Json
export const plain = (value: unknown): unknown =>
  isJson(value) && '$tuple' in value ? value['$tuple'] : value
export const pairsOf = (list: unknown): Pair[] =>
  Array.isArray(list) ? list.map((pair) => plain(pair) as Pair) : []
export const isResponse = (vector: Vector): boolean =>
  vector.id.startsWith('response.') || vector.id.startsWith('cookies.')

/** Changes every list of fields in the recorded answer. */
export function mapFields(vector: Vector, change: (pairs: Pair[]) => Pair[]): Vector {
  const inAnswer = (value: unknown, key = ''): unknown => {
    if (key === 'headerlist' || key === 'headers') return change(pairsOf(value))
    if (Array.isArray(value)) return value
    return isJson(value)
      ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inAnswer(v, k)]))
      : value
  }
  const changed: Vector = { ...vector }
  for (const key of ['get', 'wire', 'result']) if (key in vector) changed[key] = inAnswer(vector[key])
  if ('results' in vector) {
    changed['results'] = (vector['results'] as Json[]).map((result, at) => {
      const step = steps(vector)[at]
      const isList = step?.[0] === 'get' && step[1] === 'headerlist' && Array.isArray(result['value'])
      return isList ? { value: change(pairsOf(result['value'])) } : inAnswer(result)
    })
  }
  return changed
}

export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
export const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
export const isField = ([name, value]: Pair): boolean =>
  TOKEN.test(name) && typeof value === 'string' && VALUE.test(value)
