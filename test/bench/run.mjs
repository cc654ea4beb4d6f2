// npm run bench [-- --servers a,b --scenarios get,browser,same,orders --nodes 20,26 --rounds 7 --ms 1000 --json]
//
// CPU time per request of each server's process, interleaved (A B C A B C ...), as a ratio to bare node:http in the same
// round: requests per second mean nothing on a machine that does other work too. README.md tells the traps.
import { execFileSync, fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { ask, bundle, here, installPeers, median, message, node } from './build.mjs'
import { heads } from './heads.mjs'
import { load } from './load.mjs'

const ALL = [
  'bare',
  'raw-generator',
  'raw-array',
  'raw-async',
  'webob',
  'werkzeug',
  'hono',
  'fastify',
  'koa',
  'express',
  'h3',
  'srvx',
]

const { values: options } = parseArgs({
  options: {
    servers: { type: 'string', default: ALL.join(',') },
    scenarios: { type: 'string', default: 'get,browser,same,orders' },
    nodes: { type: 'string', default: 'this,26' },
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
})

installPeers()
const names = options.servers.split(',')
if (!names.includes('bare')) names.unshift('bare')
const out = await bundle(
  Object.fromEntries(names.map((name) => [name, here(`servers/${name}.mjs`)])),
  'servers',
)

const results = []
for (const which of options.nodes.split(',')) {
  const execPath = node(which)
  const version = execFileSync(execPath, ['--version']).toString().trim()
  const servers = []
  for (const name of names) {
    const child = fork(here('serve.mjs'), [`${out}${name}.mjs`], { execPath, execArgv: [] })
    servers.push({ name, child, port: (await message(child)).port })
  }
  for (const scenario of options.scenarios.split(',')) {
    const requests = heads(scenario)
    const samples = Object.fromEntries(names.map((name) => [name, []]))
    for (const { port } of servers) await load(port, requests, { ms: Number(options.ms) })
    for (let round = 1; round <= Number(options.rounds); round++) {
      if (process.stderr.isTTY)
        process.stderr.write(`\r${version} ${scenario}: round ${round} of ${options.rounds}   `)
      for (const { name, child, port } of servers) {
        const before = (await ask(child, 'cpu')).cpu
        const answered = await load(port, requests, { ms: Number(options.ms) })
        samples[name].push(((await ask(child, 'cpu')).cpu - before) / answered)
      }
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    for (const name of names) {
      const ratios = samples[name].map((cost, round) => samples.bare[round] / cost)
      const row = { node: version, scenario, name, us: median(samples[name]), ratio: median(ratios) }
      results.push({ ...row, low: Math.min(...ratios), high: Math.max(...ratios) })
    }
  }
  for (const { child } of servers) child.disconnect()
}

if (options.json) console.log(JSON.stringify(results))
else {
  for (const key of new Set(results.map((row) => `${row.node} ${row.scenario}`))) {
    console.log(`\n${key}: CPU per request; ratio to bare node:http (median of the rounds [lowest..highest])`)
    for (const row of results.filter((one) => `${one.node} ${one.scenario}` === key)) {
      const range = `[${row.low.toFixed(2)}..${row.high.toFixed(2)}]`
      console.log(
        `  ${row.name.padEnd(14)} ${row.us.toFixed(1).padStart(6)} us  ${row.ratio.toFixed(2)} ${range}`,
      )
    }
  }
}
