#!/usr/bin/env node
// @ts-check
/** The command `conform`. Runs the build in `dist`; in a checkout that was not built it runs the sources through tsx. */
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`conform: expected Node 20.19 or newer, got ${process.version}`)
  process.exit(2)
}

const built = new URL('../dist/cli/main.js', import.meta.url)
const source = new URL('../src/cli/main.ts', import.meta.url)
const isSource = existsSync(source)

if (isSource) {
  try {
    const tsx = await import('tsx/esm/api')
    tsx.register()
    // In the checkout @triptych/raw means its sources too.
    const hooks = new URL('../../../packages/raw/bin/module-hooks.js', import.meta.url)
    if (existsSync(hooks)) (await import(hooks.href)).addHooks(['@triptych/source'])
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'ERR_MODULE_NOT_FOUND' || !existsSync(built)) {
      console.error(
        'conform: expected a build or tsx, found neither: run `npm ci` in the root of the checkout',
      )
      process.exit(2)
    }
  }
}

const { main } = await import(isSource ? source.href : built.href)
process.exitCode = await main(process.argv.slice(2))
