import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'

/**
 * A library under test: a module that exports `adapter` (or exports it by default).
 *
 * @param file a path, or the name of an adapter that comes with the suite
 * @throws TargetError when there is none, or it does not load
 */
export async function openAdapter(file: string, name?: string): Promise<Target> {
  const url = shippedAdapter(file) ?? pathToFileURL(resolve(file))
  if (!existsSync(url)) throw new TargetError(`Expected an adapter at ${file}, found no such file`)
  let module: { adapter?: unknown; default?: unknown }
  try {
    module = (await import(url.href)) as typeof module
  } catch (error) {
    throw new TargetError(`The adapter ${file} does not load: ${(error as Error).message}`, { cause: error })
  }
  const adapter = module.adapter ?? module.default
  if (typeof adapter !== 'object' || adapter === null) {
    throw new TargetError(`Expected ${file} to export an object adapter, got ${typeof adapter}`)
  }
  return { name: name ?? basename(file).replace(/\.\w+$/, ''), at: file, adapter, stop: async () => {} }
}

/** Built ones lie beside the built program. */
function shippedAdapter(name: string): URL | undefined {
  if (!/^[a-z-]+$/.test(name)) return undefined
  const places = [`../adapters/${name}.js`, `../../adapters/${name}.ts`]
  return places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url))
}
