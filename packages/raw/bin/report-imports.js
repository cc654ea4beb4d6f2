// @ts-check
/**
 * Loaded first in the child of the reloader: tells the parent which files the program imports, and ends the process when
 * the parent wants it to, as long as nothing is served.
 */
import { createRequire } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportImports } from './watch-hooks.js'

/** How often `require` is asked for what it has loaded, where no hook tells. */
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

/** @type {() => void} */
let takeReports = () => {}
const { cache } = createRequire(import.meta.url)

/** Tells the parent what it was not told yet. */
export function flush() {
  takeReports()
  report(Object.keys(cache))
}

/** @param {{ type?: string }} message */
const stop = (message) => {
  if (message.type === 'stop') process.exit(0)
}
const leave = () => process.exit(0)

/** Terminals and process managers send signals to parent and child: when the child ends is for the parent to say. */
const ignore = () => {}

// A worker thread inherits the option that loads this file, and has no parent to tell.
if (process.send) {
  // Processes that the program forks must not inherit it: they have other parents.
  const at = process.execArgv.indexOf(import.meta.url)
  if (at > 0) process.execArgv.splice(at - 1, 2)
  const hooks = reportImports((url) => report([fileURLToPath(withoutQuery(url))]))
  takeReports = () => hooks.flush()
  if (!hooks.seeRequire) {
    let size = 0
    setInterval(() => {
      const paths = Object.keys(cache)
      if (paths.length !== size) report(paths)
      size = paths.length
    }, REQUIRED_EVERY).unref()
  }
  process.on('exit', flush)
  process.on('message', stop)
  process.once('disconnect', leave)
  process.on('SIGINT', ignore)
  process.on('SIGTERM', ignore)
}

/** From now on the server decides when the process ends. */
export function beginToServe() {
  flush()
  process.off('message', stop)
  process.off('disconnect', leave)
}
