// @ts-check
/**
 * How the command resolves modules where Node's own way does not do. The hook runs in this thread where Node can
 * (`module.registerHooks`, 22.15), else in the thread of `module.register`, for which Node 26 warns.
 */
import * as module from 'node:module'

/** @type {readonly string[]} */
let conditions = []

/**
 * Puts the hook before those that are there, tsx's above all.
 *
 * @param {readonly string[]} more names to add to the conditions of exports maps
 */
export function addHooks(more) {
  // Types of Node 20 do not know it yet.
  const { registerHooks } = /** @type {{ registerHooks?: (hooks: { resolve: typeof resolve }) => void }} */ (
    module
  )
  if (registerHooks) {
    initialize({ conditions: more })
    registerHooks({ resolve })
  } else module.register(import.meta.url, { data: { conditions: more } })
}

/**
 * Called by Node in the thread of the hooks.
 *
 * @param {{ conditions?: readonly string[] } | undefined} data `conditions`: names to add to those of the exports maps
 */
export function initialize(data) {
  conditions = data?.conditions ?? []
}

/**
 * @param {string} specifier
 * @param {{ conditions: readonly string[] }} context
 * @param {(specifier: string, context: object) => any} next
 */
export function resolve(specifier, context, next) {
  const resolved = next(specifier, { ...context, conditions: [...context.conditions, ...conditions] })
  return typeof resolved.then === 'function' ? resolved.then(adjust) : adjust(resolved)
}

/**
 * tsx takes a file without a package "type" for CommonJS; Node looks into it. A .ts file is a module here, whatever
 * the type: `npm init` writes "commonjs", and .cts says so plainly.
 *
 * @param {{ url: string, format?: string | null | undefined }} resolved
 */
function adjust(resolved) {
  if (resolved.format !== 'commonjs' || resolved.url.includes('/node_modules/')) return resolved
  if (/\.ts($|\?)/.test(resolved.url)) return { ...resolved, format: 'module' }
  return /\.js($|\?)/.test(resolved.url) ? { ...resolved, format: undefined } : resolved
}
