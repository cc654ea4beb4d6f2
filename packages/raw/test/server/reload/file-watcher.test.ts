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

describe('what a person names', () => {
  test('is a folder with all that is in it, but for packages and hidden files', () => {
    for (const name of ['sub', 'sub/deep', 'node_modules', '.git']) mkdirSync(join(folder, name))
    const [a, b] = [file('a', '1'), file('sub/deep/b', '1')]
    file('node_modules/c', '1')
    file('.git/d', '1')
    file('.env', '1')
    const watcher = start()
    watcher.addNamed(folder)
    expect(watcher.files).toEqual([a, b])
  })

  test('is a pattern, or a file that is not there yet', () => {
    mkdirSync(join(folder, 'pages'))
    const [a] = [file('pages/a.html', '1'), file('pages/b.txt', '1'), file('c.html', '1')]
    const watcher = start()
    watcher.addNamed(join(folder, 'pages/*.html'))
    watcher.addNamed(file('later'))
    expect(watcher.files).toEqual([a, file('later')])
  })

  test.each([
    ['told by the system', {}],
    ['looking by itself', { poll: 20 }],
  ])('new files and folders in it are changes (%s)', async (_, options) => {
    start(options).addNamed(folder)
    const a = file('a', '1')
    await vi.waitFor(() => expect(told).toEqual([[a]]), 10_000)
    mkdirSync(join(folder, 'sub'))
    const b = file('sub/b', '1')
    await vi.waitFor(() => expect(told).toEqual([[a], [b]]), 10_000)
    file('sub/b', '2')
    await vi.waitFor(() => expect(told).toEqual([[a], [b], [b]]), 10_000)
  })
})

test('a folder that is removed and made again is watched again', { timeout: 30_000 }, async () => {
  mkdirSync(join(folder, 'sub'))
  const a = file('sub/a', '1')
  start().add(a)
  rmSync(join(folder, 'sub'), { recursive: true })
  await vi.waitFor(() => expect(told).toEqual([[a]]), 10_000)
  mkdirSync(join(folder, 'sub'))
  file('sub/a', '2')
  await vi.waitFor(() => expect(told).toEqual([[a], [a]]), 10_000)
  file('sub/a', '3')
  await vi.waitFor(() => expect(told).toEqual([[a], [a], [a]]), 10_000)
})

test('a content of the same length within one tick of the clock is another one', async () => {
  const a = file('a', '1')
  start({ poll: 20 }).add(a)
  for (const n of [2, 3, 4, 5]) {
    file('a', String(n))
    await vi.waitFor(() => expect(told.length).toBe(n - 1), 10_000)
  }
})

test('a file that was written after it was read counts as changed', async () => {
  const a = file('a', '1')
  start().add(a, 0)
  await vi.waitFor(() => expect(told).toEqual([[a]]))
})
