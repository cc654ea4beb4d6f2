import { createRequire, register as registerHooks } from 'node:module'
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
 * enableTypeScript('/app.ts', { loaded: false, native: true })
 * assert.throws(() => enableTypeScript('/app.ts', { loaded: false, native: false }), LoadError)
 */
export function enableTypeScript(file: string, support: TypeScriptSupport = SUPPORT): void {
  if (support.loaded) return
  const require = createRequire(file)
  let path: string
  try {
    path = require.resolve('tsx/esm/api')
  } catch (error) {
    if (support.native) return
    throw new LoadError(
      'ERR_NO_TYPESCRIPT_LOADER',
      `Expected a loader for the TypeScript file ${file}, found none: run \`npm install --save-dev tsx\` in its ` +
        `project, or use Node 22.18 or newer (this is ${process.version})`,
      { cause: error },
    )
  }
  const tsx = require(path) as { register: () => void }
  tsx.register()
  registerHooks('../../bin/module-hooks.js', import.meta.url)
}
