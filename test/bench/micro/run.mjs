// npm run bench:micro [-- task ...]: CPU nanoseconds per call of the grammar, against jshttp and the platform.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { bundle, here, installPeers, node } from '../build.mjs'

installPeers()
const wanted = process.argv.slice(2)
const tasks = readdirSync(here('micro/'))
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs' && file !== 'harness.mjs')
  .map((file) => file.slice(0, -4))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
const out = await bundle(Object.fromEntries(tasks.map((name) => [name, here(`micro/${name}.mjs`)])), 'micro')

for (const which of ['this', '26']) {
  const version = execFileSync(node(which), ['--version']).toString().trim()
  for (const name of tasks) {
    const code = `import * as task from ${JSON.stringify(`${out}${name}.mjs`)}\nconsole.log(JSON.stringify([...task.run(), ...((await task.runAsync?.()) ?? [])]))`
    const rows = JSON.parse(execFileSync(node(which), ['--input-type=module', '-e', code]).toString())
    for (const row of rows)
      console.log(
        `${version}  ${row.task.padEnd(40)} ${row.name.padEnd(28)} ${row.ns.toFixed(0).padStart(8)} ns`,
      )
  }
}
