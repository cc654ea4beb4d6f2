#!/usr/bin/env node
// @ts-check
/**
 * The command `conform`. A package that was installed runs its build; a checkout runs its sources through tsx, built or not,
 * so that what was changed is what runs.
 */
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`conform: expected Node 20.19 or newer, got ${process.version}`)
  process.exit(2)
}

// Only a checkout has it there. In one, @triptych/raw means its sources too.
const hooks = new URL('../../../packages/raw/bin/module-hooks.js', import.meta.url)
const isCheckout = existsSync(hooks)
if (isCheckout) {
  try {
    const tsx = await import('tsx/esm/api')
    tsx.register()
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error
    console.error('conform: expected tsx, found none: run `npm ci` in the root of the checkout')
    process.exit(2)
  }
  // Registered after tsx, and so asked before it.
  const { addHooks } = await import(hooks.href)
  addHooks(['@triptych/source'])
}

const program = new URL(isCheckout ? '../src/cli/program.ts' : '../dist/cli/program.js', import.meta.url)
const { runProgram } = await import(program.href)
await runProgram()
