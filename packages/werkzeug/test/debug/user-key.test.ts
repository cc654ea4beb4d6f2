import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keptKey, userKey } from '../../src/debug/user-key.ts'
import { useOwnState } from './code-generation.ts'

const state = useOwnState()
const windows = process.platform === 'win32'

describe('the key of a user', () => {
  test('is made once and kept', () => {
    const folder = join(state, 'a', 'b')
    const key = keptKey(folder)
    expect(key).toMatch(/^[A-Za-z0-9]{43}$/)
    expect(keptKey(folder)).toBe(key)
    expect(readFileSync(join(folder, 'debugger-key'), 'utf8')).toBe(key)
  })

  test('two folders have two', () => {
    expect(keptKey(join(state, 'c'))).not.toBe(keptKey(join(state, 'd')))
  })

  test('is in XDG_STATE_HOME', () => {
    expect(userKey()).toBe(readFileSync(join(state, 'triptych', 'debugger-key'), 'utf8'))
  })

  test.skipIf(windows)('nobody else may read it (POSIX modes)', () => {
    const folder = join(state, 'e')
    const key = keptKey(folder)
    const file = join(folder, 'debugger-key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    expect(keptKey(folder)).toBeUndefined()
    chmodSync(file, 0o600)
    expect(keptKey(folder)).toBe(key)
  })

  test.skipIf(windows)('a link is not followed (POSIX links)', () => {
    const folder = join(state, 'f')
    mkdirSync(folder)
    writeFileSync(join(state, 'planted'), 'x'.repeat(43), { mode: 0o600 })
    symlinkSync(join(state, 'planted'), join(folder, 'debugger-key'))
    expect(keptKey(folder)).toBeUndefined()
  })

  test('a file that holds too little is none', () => {
    const folder = join(state, 'g')
    mkdirSync(folder)
    writeFileSync(join(folder, 'debugger-key'), 'short', { mode: 0o600 })
    expect(keptKey(folder)).toBeUndefined()
  })
})
