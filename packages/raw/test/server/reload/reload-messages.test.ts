import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { RUN_MAIN, isRunningFromReloader } from '../../../src/server/reload/reload-messages.ts'

const MODULE = fileURLToPath(new URL('../../../src/server/reload/reload-messages.ts', import.meta.url))

/** What a process that has a parent says of itself. */
function asked(value: string): Promise<unknown> {
  const code = `import(${JSON.stringify(MODULE)}).then((m) => process.send(m.isRunningFromReloader(), () => process.exit()))`
  const child = fork('--eval', [code], {
    execArgv: ['--import', 'tsx', '--eval', code],
    env: { ...process.env, [RUN_MAIN]: value },
  })
  return new Promise((resolve) => child.once('message', resolve))
}

test('a process is the child of a reloader when it has a parent and its environment says so', async () => {
  expect(await Promise.all([asked('true'), asked('no')])).toEqual([true, false])
})

test('a process without such an environment is none', () => {
  expect(isRunningFromReloader()).toBe(false)
})
