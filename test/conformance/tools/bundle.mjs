/**
 * `npm run conform:bundle`: the command `conform` as one file, dist/conform.mjs, with all its cases inside. It needs Node and
 * nothing else; what serves applications of Triptych (`--app`, lint) looks for @triptych/raw where it is run. Without an
 * argument the adapters are built too, beside the package's own build.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const outfile = process.argv[2] ?? here('dist/conform.mjs')

const suites = readdirSync(here('cases'))
const carried = suites.map((suite) => {
  const files = readdirSync(here(`cases/${suite}`)).toSorted()
  const contents = files.map((name) => JSON.parse(readFileSync(here(`cases/${suite}/${name}`), 'utf8')))
  return `carryCases(${JSON.stringify(suite)}, ${JSON.stringify(contents)})`
})
const entry = `import { carryCases } from './load-cases.ts'
import { runProgram } from './cli/program.ts'
${carried.join('\n')}
await runProgram()
`

await build({
  stdin: { contents: entry, resolveDir: here('src'), loader: 'ts' },
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@triptych/*', 'tsx', 'tsx/*'],
  banner: { js: '#!/usr/bin/env node' },
  legalComments: 'inline',
})
if (process.argv[2] === undefined) {
  const adapters = readdirSync(here('adapters')).filter((name) => name.endsWith('.ts'))
  await build({
    entryPoints: adapters.map((name) => here(`adapters/${name}`)),
    outdir: here('dist/adapters'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
}
console.error(`${outfile} is ready: node ${outfile} --help`)
