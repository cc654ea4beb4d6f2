import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** wrk keeps a server saturated from one core; our own generator costs as much CPU as the server it loads. */
export const hasWrk = (() => {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return error.code !== 'ENOENT'
  }
})()

const scripts = new Map()

/** A Lua script that sends the requests in turn. */
function wrkScript(requests) {
  let path = scripts.get(requests)
  if (path === undefined) {
    path = join(mkdtempSync(join(tmpdir(), 'triptych-bench-')), 'heads.lua')
    const list = requests.map((head) => JSON.stringify(head.toString('latin1')))
    writeFileSync(
      path,
      `local heads = {${list.join(',\n')}}\nlocal n = 0\nfunction request() n = n % #heads + 1 return heads[n] end\n`,
    )
    scripts.set(requests, path)
  }
  return path
}

function loadByWrk(port, requests, connections, ms) {
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${Math.max(1, Math.round(ms / 1000))}s`,
    '-s',
    wrkScript(requests),
  ]
  return new Promise((resolve, reject) => {
    execFile('wrk', [...args, `http://127.0.0.1:${port}/`], (error, stdout) => {
      const answered = Number(/(\d+) requests in/.exec(stdout)?.[1])
      if (error || !answered) reject(error ?? new Error(`Expected wrk to tell its requests, got ${stdout}`))
      else if (/Non-2xx|Socket errors/.test(stdout))
        reject(new Error(`Expected 200 answers only, got ${stdout}`))
      else resolve(answered)
    })
  })
}

const LENGTH = Buffer.from('\r\nContent-Length: ')
const LENGTH_LOWER = Buffer.from('\r\ncontent-length: ')
const END = Buffer.from('\r\n\r\n')
const CHUNKED_END = Buffer.from('0\r\n\r\n')

/** The index after the first response in the bytes, or -1 while it is not complete. */
function responseEnd(bytes) {
  const head = bytes.indexOf(END)
  if (head < 0) return -1
  let at = bytes.indexOf(LENGTH)
  if (at < 0 || at > head) at = bytes.indexOf(LENGTH_LOWER)
  if (at >= 0 && at < head) {
    let length = 0
    for (let i = at + LENGTH.length; bytes[i] !== 13; i++) length = length * 10 + bytes[i] - 48
    const end = head + 4 + length
    return end <= bytes.length ? end : -1
  }
  const last = bytes.indexOf(CHUNKED_END, head)
  return last < 0 ? -1 : last + CHUNKED_END.length
}

/**
 * Sends requests on keep-alive connections, one at a time on each, for `ms` milliseconds.
 *
 * @returns how many complete 200 answers came; throws on any other answer
 */
export async function load(port, requests, { connections = 64, ms = 1000 } = {}) {
  if (hasWrk) return loadByWrk(port, requests, connections, ms)
  let answered = 0
  let next = 0
  let stopping = false
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1')
      socket.setNoDelay(true)
      let pending = Buffer.alloc(0)
      const send = () => socket.write(requests[next++ % requests.length])
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('close', () => (stopping ? resolve() : reject(new Error('The server closed the connection'))))
      socket.on('data', (block) => {
        pending = pending.length === 0 ? block : Buffer.concat([pending, block])
        const end = responseEnd(pending)
        if (end < 0) return
        if (pending[9] !== 50)
          return reject(new Error(`Expected 200, got ${pending.toString('latin1', 0, 60)}`))
        pending = pending.subarray(end)
        answered++
        if (stopping) socket.end()
        else send()
      })
    })
  const all = Array.from({ length: connections }, one)
  const started = Promise.all(all)
  await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), started])
  stopping = true
  await started
  return answered
}
