// @ts-check
/**
 * Loaded first in the child of the reloader: tells the parent which files the program imports, and ends the process when
 * the parent wants it to, as long as nothing is served.
 */
import { createRequire } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportImports } from './watch-hooks.js'

/** How often `require` is asked for what it has loaded. */
const REQUIRED_EVERY = 1000
const PACKAGES = /[\\/]node_modules[\\/]/

/**
 * The files that were imported, or looked for.
 *
 * @type {Set<string>}
 */
export const known = new Set()

/**
 * Loaders put queries behind names, to tell several forms of a file apart.
 *
 * @param {string} path
 */
const withoutQuery = (path) => path.split('?', 1)[0] ?? path

/** @param {readonly string[]} paths */
function report(paths) {
  const files = paths
    .map(withoutQuery)
    .filter((path) => isAbsolute(path) && !known.has(path) && !PACKAGES.test(path))
  if (files.length === 0) return
  for (const file of files) known.add(file)
  // The parent may be gone.
  process.send?.({ type: 'imported', files }, undefined, undefined, () => {})
}

/** @param {{ type?: string }} message */
const stop = (message) => {
  if (message.type === 'stop') process.exit(0)
}
const leave = () => process.exit(0)

// A worker thread inherits the option that loads this file, and has no parent to tell.
if (process.send) {
  reportImports((url) => report([fileURLToPath(withoutQuery(url))]))
  const { cache } = createRequire(import.meta.url)
  setInterval(() => report(Object.keys(cache)), REQUIRED_EVERY).unref()
  process.on('message', stop)
  process.once('disconnect', leave)
}

/** From now on the server decides when the process ends. */
export function beginToServe() {
  process.off('message', stop)
  process.off('disconnect', leave)
}
