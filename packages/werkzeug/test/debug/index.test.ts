import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { useOwnState } from './code-generation.ts'

useOwnState()
const MODULE = new URL('../../src/debug/index.ts', import.meta.url).href
const LOADED = 'process.moduleLoadList.filter((name) => /inspector|worker_threads/.test(name))'

/** Runs a program that imports the debugger, and gives what of Node it loaded with it, and what it printed. */
function run(
  body: string,
  flags: string[] = [],
): { loaded: string[]; stdout: string; status: number | null; stderr: string } {
  const program = `
    const { DebuggedApplication } = await import(${JSON.stringify(MODULE)})
    const { buildEnviron } = await import('@triptych/raw/testing')
    const before = new Set(${LOADED})
    const fail = () => { const local = 42; if (local) throw new Error('failed') }
    const ask = (debugged) => debugged.application(buildEnviron('/'), () => () => {})
    ${body}
    console.log('LOADED' + JSON.stringify(${LOADED}.filter((name) => !before.has(name))))`
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, '--conditions=@triptych/source', '--import', 'tsx', '--input-type=module', '-e', program],
    { encoding: 'utf8', timeout: 14_000, cwd: fileURLToPath(new URL('../../../..', import.meta.url)) },
  )
  const [text = '', loaded = '[]'] = stdout.split('LOADED')
  return { stdout: text, loaded: JSON.parse(loaded) as string[], status, stderr }
}

const WORKER = /NativeModule (worker_threads|inspector)$/

describe('the debugger in a process', () => {
  test('that is off loads neither inspector nor worker', () => {
    const { loaded, status, stdout } = run(`
      const debugged = new DebuggedApplication(fail)
      await debugged.ready()
      const [page] = await ask(debugged)
      console.log(new TextDecoder().decode(page))`)
    expect([stdout.includes('Error: failed'), status]).toEqual([true, 0])
    expect(loaded.filter((name) => WORKER.test(name))).toEqual([])
  })

  test('that is on loads them, and neither keeps the process alive nor waits at its end', () => {
    const { loaded, status, stdout } = run(`
      const debugged = new DebuggedApplication(fail, { evalex: true, pinLogging: false })
      await ask(debugged)
      const { html } = await [...debugged.frames.values()][0].console.eval('local')
      console.log(html)`)
    expect(stdout).toContain('<span class="number">42</span>')
    expect(status).toBe(0)
    expect(loaded.filter((name) => WORKER.test(name)).length).toBeGreaterThan(0)
  })

  test('that may make no code of text has pages without consoles', () => {
    const { status, stderr } = run(`await ask(new DebuggedApplication(fail, { evalex: true }))`, [
      '--disallow-code-generation-from-strings',
    ])
    expect(stderr).toContain('Debugger without consoles in frames: this process was started with')
    expect(status).toBe(0)
  })

  test('that ends with an error ends', () => {
    const { status, stderr } = run(`
      await new DebuggedApplication(fail, { evalex: true, pinLogging: false }).ready()
      throw new Error('the end')`)
    expect(stderr).toContain('the end')
    expect(status).toBe(1)
  })
})
