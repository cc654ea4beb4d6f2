import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileWatcher } from '../../../src/server/reload/file-watcher.ts'
import type { FileWatcherOptions } from '../../../src/server/reload/file-watcher.ts'

let folder = ''
let watcher: FileWatcher | undefined
let told: string[][] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-watch-'))
  told = []
})
afterEach(() => {
  watcher?.close()
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string, content?: string): string => {
  const path = join(folder, name)
  if (content !== undefined) writeFileSync(path, content)
  return path
}
const start = (options: FileWatcherOptions = {}): FileWatcher =>
  (watcher = new FileWatcher((files) => void told.push([...files]), { settle: 20, ...options }))

describe.each([
  ['told by the system', {}],
  ['looking by itself', { poll: 20 }],
])('%s', (_, options) => {
  test('a file that is written is told once, with what else was written', async () => {
    const [a, b] = [file('a', '1'), file('b', '1')]
    const watcher = start(options)
    watcher.add(a)
    watcher.add(b)
    file('a', '2')
    file('a', '3')
    file('b', '2')
    await vi.waitFor(() => expect(new Set(told.flat())).toEqual(new Set([a, b])))
    expect(watcher.files).toEqual([a, b])
  })

  test('a file that is replaced, removed or made is told', async () => {
    const [a, b, c] = [file('a', '1'), file('b', '1'), file('c')]
    const watcher = start(options)
    for (const path of [a, b, c]) watcher.add(path)
    renameSync(file('new', '2'), a)
    await vi.waitFor(() => expect(told.flat()).toEqual([a]))
    unlinkSync(b)
    await vi.waitFor(() => expect(told.flat()).toEqual([a, b]))
    file('c', '1')
    await vi.waitFor(() => expect(told.flat()).toEqual([a, b, c]))
  })

  test('what is only touched, left out or not watched is not told', async () => {
    const [a, b, c] = [file('a', '1'), file('b.generated.ts', '1'), file('c', '1')]
    const watcher = start({ ...options, exclude: ['*.generated.ts'] })
    watcher.add(a)
    watcher.add(b)
    utimesSync(a, 1, 1)
    file('a', '1')
    file('b.generated.ts', '2')
    file('other', '1')
    watcher.add(c)
    file('c', '2')
    await vi.waitFor(() => expect(told).toEqual([[c]]))
    expect(watcher.files).toEqual([a, c])
  })
})

test('the files of a folder are watched, those of folders in it not', () => {
  mkdirSync(join(folder, 'sub'))
  const [a] = [file('a', '1'), file('sub/b', '1')]
  const watcher = start()
  watcher.add(folder)
  expect(watcher.files).toEqual([a])
})

test('a file that was written after it was read counts as changed', async () => {
  const a = file('a', '1')
  start().add(a, 0)
  await vi.waitFor(() => expect(told).toEqual([[a]]))
})
