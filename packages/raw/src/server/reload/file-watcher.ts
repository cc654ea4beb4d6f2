import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, watch } from 'node:fs'
import type { Dirent, FSWatcher, Stats } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { matchesWildcard } from './wildcard.ts'

/** How files are watched. */
export interface FileWatcherOptions {
  /** Patterns of files that are left out; `*` stands for anything. Matched with the whole path and the one from here. */
  readonly exclude?: readonly string[]
  /** Milliseconds between looks at all files, in place of being told by the system. */
  readonly poll?: number | undefined
  /** Milliseconds to wait for more changes. Default 60. */
  readonly settle?: number
}

/** Editors write a file in several steps, and people save several files. */
const SETTLE = 60
/** How often files are looked at where the system does not tell, and folders that are not there. */
const FALLBACK_POLL = 1000
/** Clocks of file systems tick in some milliseconds: what is as young as this may be written again within one tick. */
const YOUNG = 100

/** A file as it was when it was looked at. */
interface Seen {
  /** What `stat` says; empty when that is not to be relied on. */
  readonly stamp: string
  /** Stands for the content; `null` when there is none. */
  readonly hash: string | null
}

/** A folder that the system tells of; `id` is empty when it has to be watched anew. */
interface WatchedFolder {
  watcher: FSWatcher | undefined
  id: string
}

/**
 * Watches files and tells of those whose content is another one: what was only touched, or written again as it was, is no
 * change. Watches their folders, so that files that are replaced, and files that are not there yet, are seen.
 *
 * @example
 * import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * const folder = mkdtempSync(join(tmpdir(), 'triptych-'))
 * const file = join(folder, 'a.txt')
 * writeFileSync(file, 'one')
 * const changed = new Promise((resolve) => {
 *   const watcher = new FileWatcher((files) => (watcher.close(), resolve(files)))
 *   watcher.add(file)
 *   writeFileSync(file, 'two')
 * })
 * assert.deepEqual(await changed, [file])
 * rmSync(folder, { recursive: true })
 */
export class FileWatcher {
  private readonly seen: Map<string, Seen> = new Map()
  private readonly folders: Map<string, WatchedFolder> = new Map()
  /** Roots, and the patterns of the files below them that are watched. */
  private readonly trees: { readonly root: string; readonly pattern: string }[] = []
  private readonly onChange: (files: readonly string[]) => void
  private readonly exclude: readonly string[]
  private readonly settle: number
  private readonly poll: number | undefined
  private polling: NodeJS.Timeout | undefined
  private settling: NodeJS.Timeout | undefined
  private awaiting: NodeJS.Timeout | undefined
  private closed = false

  constructor(onChange: (files: readonly string[]) => void, options: FileWatcherOptions = {}) {
    this.onChange = onChange
    this.exclude = options.exclude ?? []
    this.settle = options.settle ?? SETTLE
    this.poll = options.poll
    if (options.poll !== undefined) this.startPolling(options.poll)
  }

  /** The files that are watched. */
  get files(): readonly string[] {
    return [...this.seen.keys()]
  }

  /**
   * Watches a file from now on, whether there is one or not.
   *
   * @param since milliseconds since 1970: a file that was written later counts as changed
   */
  add(path: string, since: number = Infinity): void {
    if (this.closed || this.seen.has(path) || this.isExcluded(path)) return
    const stat = statOf(path)
    if (stat?.isDirectory()) return
    const changed = stat !== undefined && stat.mtimeMs > since
    this.seen.set(path, changed ? { stamp: '', hash: '' } : look(path, stat))
    this.watchFolder(dirname(path))
    if (changed) this.lookSoon()
  }

  /**
   * Watches what a person names: a file; a folder with all that is and will be in it, but for `node_modules` and names
   * with a leading point; or the files that match a pattern in which `*` stands for anything.
   */
  addNamed(path: string): void {
    const star = path.indexOf('*')
    if (star >= 0) this.trees.push({ root: dirname(`${path.slice(0, star)}.`), pattern: path })
    else if (statOf(path)?.isDirectory()) this.trees.push({ root: path, pattern: join(path, '*') })
    else this.add(path)
    for (const file of this.filesOfTrees()) this.add(file)
  }

  /** Ends it. */
  close(): void {
    this.closed = true
    clearInterval(this.polling)
    clearInterval(this.awaiting)
    clearTimeout(this.settling)
    for (const { watcher } of this.folders.values()) watcher?.close()
  }

  private isExcluded(path: string): boolean {
    const here = relative(process.cwd(), path)
    return this.exclude.some((pattern) => matchesWildcard(path, pattern) || matchesWildcard(here, pattern))
  }

  private filesOfTrees(): string[] {
    const files: string[] = []
    for (const { root, pattern } of this.trees) {
      const folders = [root]
      for (const folder of folders) {
        this.watchFolder(folder)
        for (const entry of entriesOf(folder)) {
          if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
          const path = join(folder, entry.name)
          if (entry.isDirectory()) folders.push(path)
          else if (matchesWildcard(path, pattern)) files.push(path)
        }
      }
    }
    return files
  }

  private isOfTree(folder: string): boolean {
    return this.trees.some(({ root }) => !relative(root, folder).startsWith('..'))
  }

  private watchFolder(folder: string): void {
    if (this.poll !== undefined || this.folders.has(folder)) return
    const entry: WatchedFolder = { watcher: undefined, id: '' }
    this.folders.set(folder, entry)
    this.watchAgain(folder, entry)
  }

  /** @returns whether there is such a folder */
  private watchAgain(folder: string, entry: WatchedFolder): boolean {
    entry.watcher?.close()
    entry.watcher = undefined
    entry.id = idOf(folder)
    if (entry.id === '') {
      this.awaiting ??= setInterval(() => this.compare(), FALLBACK_POLL)
      return false
    }
    try {
      entry.watcher = watch(folder, { persistent: true }, (_, name) => {
        // So the folder itself is told, when it is removed or renamed.
        if (name === basename(folder)) entry.id = ''
        else if (name !== null && !this.seen.has(join(folder, name)) && !this.isOfTree(folder)) return
        this.lookSoon()
      })
      entry.watcher.on('error', () => {
        entry.id = ''
        this.lookSoon()
      })
    } catch {
      // Too many watches, or a file system that has none.
      this.startPolling(FALLBACK_POLL)
    }
    return true
  }

  /** Folders that were removed, replaced or made since. */
  private watchNewFolders(): void {
    let areAll = true
    for (const [folder, entry] of this.folders) {
      if (entry.id !== '' && entry.id === idOf(folder)) continue
      if (!this.watchAgain(folder, entry)) areAll = false
    }
    if (!areAll) return
    clearInterval(this.awaiting)
    this.awaiting = undefined
  }

  private startPolling(interval: number): void {
    if (!this.closed) this.polling ??= setInterval(() => this.compare(), interval)
  }

  /** Looks at the files once nothing more has happened for a moment. */
  private lookSoon(): void {
    if (this.closed) return
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.compare(), this.settle)
  }

  private compare(): void {
    this.watchNewFolders()
    const changed: string[] = []
    for (const path of this.filesOfTrees()) {
      if (this.seen.has(path) || this.isExcluded(path)) continue
      this.add(path)
      changed.push(path)
    }
    for (const [path, before] of this.seen) {
      const stat = statOf(path)
      if (before.stamp !== '' && before.stamp === stampOf(stat)) continue
      const now = look(path, stat)
      this.seen.set(path, now)
      if (now.hash !== before.hash) changed.push(path)
    }
    if (changed.length > 0 && !this.closed) this.onChange(changed)
  }
}

function look(path: string, stat: Stats | undefined): Seen {
  const isYoung = stat !== undefined && Math.max(stat.mtimeMs, stat.ctimeMs) > Date.now() - YOUNG
  return { stamp: isYoung ? '' : stampOf(stat), hash: hashOf(path) }
}

function hashOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64')
  } catch {
    return null
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function stampOf(stat: Stats | undefined): string {
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : 'none'
}

function idOf(folder: string): string {
  const stat = statOf(folder)
  return stat?.isDirectory() ? `${stat.dev} ${stat.ino} ${stat.birthtimeMs}` : ''
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
