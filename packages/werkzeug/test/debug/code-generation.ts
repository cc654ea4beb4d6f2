import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Whether this process may make code of text; consoles cannot do without. */
export const CAN_EVALUATE: boolean = ((): boolean => {
  try {
    Reflect.construct(Function, [''])
    return true
  } catch {
    return false
  }
})()

/** Lets the debugger keep its key in a folder of the test. */
export function useOwnState(): string {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-state-'))
  const before = process.env['XDG_STATE_HOME']
  process.env['XDG_STATE_HOME'] = folder
  afterAll(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, 'XDG_STATE_HOME')
    else process.env['XDG_STATE_HOME'] = before
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
