/**
 * The WebOb side of the oracle: the bindings of its modules, found by file name beside this one.
 */
import { existsSync } from 'node:fs'
import type { Bindings, Vector } from '../engine.ts'
import type { OracleLibrary } from '../run.ts'

const MODULES = [
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
  'request',
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

/** WebOb's replayer. */
export const webob: OracleLibrary = {
  modules,
  security: async (row: Vector) => (await import('./security.ts')).security(row),
}
