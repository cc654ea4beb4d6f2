// @ts-check
/**
 * Tells which files a program imports, for the reloader. The hook runs in this thread where Node can
 * (`module.registerHooks`, 22.15), else in the thread of `module.register`.
 */
import * as module from 'node:module'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'

/** @type {(url: string) => void} */
let report = () => {}

/**
 * Calls `listener` with the URL of each file that is imported from now on, also of files that are looked for in vain.
 *
 * @param {(url: string) => void} listener
 * @returns {{ flush(): void, seeRequire: boolean }} `flush` tells at once what is still on its way from the thread of
 * the hooks; `seeRequire`: whether files that are required are told too
 */
export function reportImports(listener) {
  // Types of Node 20 do not know it yet.
  const { registerHooks } = /** @type {{ registerHooks?: (hooks: { resolve: typeof resolve }) => void }} */ (
    module
  )
  if (registerHooks) {
    report = listener
    registerHooks({ resolve })
    return { flush: () => {}, seeRequire: true }
  }
  const { port1, port2 } = new MessageChannel()
  port1.on('message', listener)
  port1.unref()
  module.register(import.meta.url, { data: { port: port2 }, transferList: [port2] })
  const flush = () => {
    for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
      listener(next.message)
    }
  }
  return { flush, seeRequire: false }
}

/**
 * Called by Node in the thread of the hooks.
 *
 * @param {{ port: import('node:worker_threads').MessagePort }} data
 */
export function initialize({ port }) {
  report = (url) => port.postMessage(url)
}

/**
 * @param {string} specifier
 * @param {{ parentURL?: string }} context
 * @param {(specifier: string, context: object) => any} next
 */
export function resolve(specifier, context, next) {
  try {
    const resolved = next(specifier, context)
    if (typeof resolved.then !== 'function') return found(resolved)
    return resolved.then(found, (/** @type {unknown} */ error) => missed(error, specifier, context.parentURL))
  } catch (error) {
    return missed(error, specifier, context.parentURL)
  }
}

/** @param {{ url: string }} resolved */
function found(resolved) {
  if (resolved.url.startsWith('file:')) report(resolved.url)
  return resolved
}

/** What a name without extension may come to mean. */
const ENDINGS = ['', '.ts', '.js', '.mts', '.mjs', '.json', '/index.ts', '/index.js']

/**
 * @param {unknown} error
 * @param {string} specifier
 * @param {string | undefined} parent
 * @returns {never}
 */
function missed(error, specifier, parent) {
  if (/^(?:\.{0,2}\/|file:)/.test(specifier) && (parent?.startsWith('file:') || !specifier.startsWith('.'))) {
    const { href } = new URL(specifier, parent ?? 'file:///')
    const hasEnding = /\.[a-z]+$/i.test(href)
    for (const ending of hasEnding ? [''] : ENDINGS) report(href + ending)
    // Sources say .js of what is .ts yet.
    if (/\.[cm]?js$/.test(href)) report(`${href.slice(0, -2)}ts`)
  }
  throw error
}
