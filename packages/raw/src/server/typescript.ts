import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { LoadError } from './load-error.ts'

/** What is known about the running process; a parameter, so that each case can be tested on any Node. */
export interface TypeScriptSupport {
  /** The command itself runs from its TypeScript sources: a loader is at work already. */
  readonly loaded: boolean
  /** Node strips types by itself (22.18 and newer). */
  readonly native: boolean
}

const SUPPORT: TypeScriptSupport = {
  loaded: import.meta.url.endsWith('.ts'),
  native: Boolean((process.features as { typescript?: string | false }).typescript),
}

/** Plain JavaScript, the same file for sources and build, since it must work before TypeScript does. */
const HOOKS = new URL('../../bin/module-hooks.js', import.meta.url).href

/**
 * Whether a file is TypeScript by its name.
 *
 * @example
 * assert.equal(isTypeScript('app.mts'), true)
 * assert.equal(isTypeScript('app.mjs'), false)
 */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?ts$/.test(file)
}

/**
 * Makes TypeScript files loadable: by tsx if it is installed where `file` is (it also knows decorators), else by
 * Node itself, if it can.
 *
 * @throws LoadError that says what to install when there is neither
 * @example
 * const none = { loaded: false, native: false }
 * await assert.rejects(enableTypeScript('/app.ts', none), (error) => error.code === 'ERR_NO_TYPESCRIPT_LOADER')
 */
export async function enableTypeScript(file: string, support: TypeScriptSupport = SUPPORT): Promise<void> {
  if (support.loaded) return
  let path: string
  try {
    path = createRequire(file).resolve('tsx')
  } catch (error) {
    if (support.native) return
    throw new LoadError(
      'ERR_NO_TYPESCRIPT_LOADER',
      `Expected a loader for the TypeScript file ${file}, found none: run \`npm install --save-dev tsx\` in its ` +
        `project, or use Node 22.18 or newer (this is ${process.version})`,
      { cause: error },
    )
  }
  // What `node --import tsx` does.
  await import(pathToFileURL(path).href)
  const hooks = (await import(HOOKS)) as { addHooks: (conditions: readonly string[]) => void }
  hooks.addHooks([])
}
