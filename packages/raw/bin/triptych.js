#!/usr/bin/env node
// @ts-check
/**
 * The command `triptych`. Runs the build in `dist`; in a checkout that was not built it runs the sources through tsx,
 * in this same process, so that signals, descriptors and the process id are the command's own.
 */
import { existsSync } from 'node:fs'
import { addHooks } from './module-hooks.js'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`triptych: expected Node 20.19 or newer, got ${process.version}`)
  process.exit(1)
}

const built = new URL('../dist/server/cli.js', import.meta.url)
const source = new URL('../src/server/cli.ts', import.meta.url)

async function useSources() {
  try {
    const tsx = await import('tsx/esm/api')
    tsx.register()
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error
    console.error(
      'triptych: expected a build or tsx, found neither: run `npm ci` in the root of the checkout',
    )
    process.exit(1)
  }
  // Registered after tsx, and so asked before it. The condition makes `@triptych/raw` in a program mean the sources.
  addHooks(['@triptych/source'])
}

if (!existsSync(built)) await useSources()
const { main } = await import(existsSync(built) ? built.href : source.href)
const code = await main(process.argv.slice(2))
// Pipes may be written later than they are told to; the program's own timers must not keep the command alive.
await Promise.all([process.stdout, process.stderr].map((to) => new Promise((done) => to.write('', done))))
process.exit(code)
