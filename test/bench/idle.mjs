// npm run bench:idle [-- connections]: memory of each server per idle keep-alive connection, after a forced collection.
import { fork } from 'node:child_process'
import net from 'node:net'
import { ask, bundle, here, installPeers, message, node } from './build.mjs'

const count = Number(process.argv[2] ?? 2000)
const names = ['bare', 'raw-generator']
installPeers()
const out = await bundle(Object.fromEntries(names.map((name) => [name, here(`servers/${name}.mjs`)])), 'idle')

const visit = (port) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
    )
    socket.once('data', () => resolve(socket))
    socket.once('error', reject)
  })

for (const which of ['this', '26']) {
  for (const name of names) {
    const execArgv = ['--expose-gc']
    const child = fork(here('serve.mjs'), [`${out}${name}.mjs`], { execPath: node(which), execArgv })
    const { port } = await message(child)
    // The first visitors pay for what the server allocates once.
    for (let n = 0; n < 200; n++) (await visit(port)).destroy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const before = await ask(child, 'memory')
    const sockets = []
    for (let n = 0; n < count; n++) sockets.push(await visit(port))
    const after = await ask(child, 'memory')
    const kib = (key) => ((after[key] - before[key]) / 1024 / count).toFixed(1)
    console.log(
      `node ${which} ${name.padEnd(14)} ${kib('rss')} KiB resident, ${kib('heapUsed')} KiB of heap per connection`,
    )
    for (const socket of sockets) socket.destroy()
    child.disconnect()
  }
}
