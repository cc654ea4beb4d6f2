// npm run bench:start: milliseconds from the start of the process to the first answer, median of 9.
import { spawn } from 'node:child_process'
import net from 'node:net'
import { here, median } from './build.mjs'

const root = here('../../')
const bare = `import http from 'node:http'
http.createServer((q, s) => s.end('x')).listen(Number(process.env.PORT), '127.0.0.1', () => console.error('listening on'))`
const commands = {
  'bare node:http': ['--input-type=module', '-e', bare],
  'triptych serve raw.ts': ['packages/raw/bin/triptych.js', 'serve', 'examples/time-service/raw.ts'],
}

const answer = (port) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
    )
    socket.once('data', () => resolve(socket.destroy()))
    socket.once('error', reject)
  })

async function once(args) {
  const port = 20000 + Math.floor(Math.random() * 20000)
  const began = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, PORT: String(port) } })
  await new Promise((resolve) =>
    child.stderr.on('data', (text) => text.includes('listening on') && resolve()),
  )
  await answer(port)
  const took = performance.now() - began
  child.kill()
  return took
}

for (const [name, args] of Object.entries(commands)) {
  const times = []
  for (let n = 0; n < 9; n++) times.push(await once(args))
  console.log(
    `${name.padEnd(24)} ${median(times).toFixed(0)} ms [${Math.min(...times).toFixed(0)}..${Math.max(...times).toFixed(0)}]`,
  )
}
