import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A path beside this file. */
export const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Installs what the benchmarks compare with, once. */
export function installPeers() {
  if (existsSync(here('peers/node_modules'))) return
  console.error('Installing the peers once (test/bench/peers) ...')
  execFileSync('npm', ['ci'], { cwd: here('peers'), stdio: 'inherit', shell: process.platform === 'win32' })
}

/**
 * Bundles entry points from the sources, so that no stale build is measured; the peers stay outside, as their users
 * run them. Gives the folder of the results.
 */
export async function bundle(entryPoints, folder) {
  const outdir = here(`peers/.build/${folder}/`)
  rmSync(outdir, { recursive: true, force: true })
  await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@triptych/source'],
    plugins: [
      {
        name: 'peers',
        setup: (b) => b.onResolve({ filter: PEERS }, ({ path }) => ({ path, external: true })),
      },
    ],
    banner: {
      js: 'import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);',
    },
    logLevel: 'warning',
  })
  return outdir
}

const PEERS =
  /^(hono|@hono\/|fastify|koa|express|h3|srvx|busboy|@fastify\/|multipasta|negotiator|accepts|fresh|range-parser|rou3|find-my-way|fast-querystring)/

/** The executable of a Node: `this` one, or a major version among the peers. */
export const node = (which) =>
  which === 'this' ? process.execPath : here(`peers/node_modules/node${which}/bin/node`)

export const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

/** The next message of a forked child. */
export const message = (child) => new Promise((resolve) => child.once('message', resolve))

/** Asks a forked child and gives its answer. */
export const ask = (child, question) => (child.send(question), message(child))
