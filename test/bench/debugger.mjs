/**
 * What the debugger costs while it is on: per caught throw, per error that becomes a page, per await. Each figure is the
 * median of several rounds. `node --conditions=@triptych/source --import tsx test/bench/debugger.mjs`
 */
import { buildEnviron } from '@triptych/raw/testing'
import { DebuggedApplication } from '@triptych/werkzeug/debug'

const ROUNDS = 7

async function median(times, action) {
  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await action(times)
    rounds.push((performance.now() - start) / times)
  }
  return rounds.toSorted((a, b) => a - b)[ROUNDS >> 1]
}

const deep = (levels, local) => {
  if (levels > 0) return deep(levels - 1, { levels, local })
  throw new Error('measured')
}

const throwsOutside = (times) => {
  for (let at = 0; at < times; at++) {
    try {
      deep(5)
    } catch {
      // What is measured.
    }
  }
}

const settled = Promise.resolve()
const awaits = async (times) => {
  for (let at = 0; at < times; at++) await settled
}

async function measure(evalex) {
  const debugged = new DebuggedApplication(() => deep(5), { evalex, pinLogging: false, onLog: () => {} })
  const catching = new DebuggedApplication(
    (environ, startResponse) => {
      throwsOutside(20)
      startResponse('200 OK', [])
      return []
    },
    { evalex, pinLogging: false, onLog: () => {} },
  )
  await Promise.all([debugged.ready(), catching.ready()])
  const ask = async (app, accept) => {
    const environ = buildEnviron({ target: '/', headers: { Accept: accept } })
    return app.application(environ, () => () => {})
  }
  const figures = {
    'error as page': await median(50, async (times) => {
      for (let at = 0; at < times; at++) await ask(debugged, 'text/html')
    }),
    'caught throw in a request':
      (await median(5, async (times) => {
        for (let at = 0; at < times; at++) await ask(catching, '*/*')
      })) / 20,
    'caught throw outside': await median(evalex ? 100 : 10_000, throwsOutside),
    await: await median(200_000, awaits),
  }
  await debugged.close()
  await catching.close()
  return figures
}

const off = await measure(false)
const on = await measure(true)
const text = (ms) => (ms < 0.01 ? `${(ms * 1000).toFixed(2)} us` : `${ms.toFixed(2)} ms`)
console.log(`Node ${process.version}`)
for (const [name, ms] of Object.entries(off)) {
  console.log(`${name.padEnd(28)} off ${text(ms).padStart(10)}   on ${text(on[name]).padStart(10)}`)
}
