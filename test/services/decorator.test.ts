/** The time service with a decorated method, served as a user serves it: the test's own loader lowers no decorators. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const PROGRAM = 'examples/time-service/werkzeug-decorator.ts'

test('triptych serve runs the decorated time service', async () => {
  const server = spawn(
    process.execPath,
    ['packages/raw/bin/triptych.js', 'serve', PROGRAM, '--bind', '127.0.0.1:0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  let url = ''
  for await (const line of createInterface({ input: server.stderr })) {
    url = /^listening on (.*)$/.exec(line)?.[1] ?? ''
    if (url !== '') {
      break
    }
  }
  const time = await fetch(`${url}/`)
  expect(time.status).toBe(200)
  expect(await time.text()).toMatch(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/)
  expect((await fetch(`${url}/x`)).status).toBe(404)
  expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(501)
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
}, 30_000)
