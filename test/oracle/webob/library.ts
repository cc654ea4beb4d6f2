/**
 * The WebOb side of the oracle: the bindings of its modules.
 */
import type { Bindings, Deviation, Vector } from '../engine.ts'
import type { OracleLibrary } from '../run.ts'
import { isJson } from '../values.ts'
import { bindings as acceptparse } from './acceptparse.ts'
import { bindings as byterange } from './byterange.ts'
import { bindings as cachecontrol } from './cachecontrol.ts'
import { bindings as compat } from './compat.ts'
import { bindings as cookies } from './cookies.ts'
import { bindings as datetimeUtils } from './datetime-utils.ts'
import { bindings as dec } from './dec.ts'
import { bindings as descriptors } from './descriptors.ts'
import { bindings as etag } from './etag.ts'
import { bindings as exc } from './exc.ts'
import { bindings as headers } from './headers.ts'
import { bindings as multidict } from './multidict.ts'
import { bindings as request } from './request.ts'
import { bindings as response } from './response.ts'
import { bindings as staticFiles } from './static.ts'
import { bindings as util } from './util.ts'

/** By the name of the Python module, as calls name it. Requests come before multidict: they describe their forms. */
const modules: Record<string, Bindings> = {
  request,
  acceptparse,
  byterange,
  cachecontrol,
  compat,
  cookies,
  datetime_utils: datetimeUtils,
  dec,
  descriptors,
  etag,
  exc,
  headers,
  multidict,
  response,
  static: staticFiles,
  util,
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
