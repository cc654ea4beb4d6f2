import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { dirname, join, relative } from 'node:path'
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
/** How often files are looked at where the system does not tell. */
const FALLBACK_POLL = 1000

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
  private readonly contents: Map<string, string | null> = new Map()
  private readonly folders: Map<string, FSWatcher | null> = new Map()
  private readonly onChange: (files: readonly string[]) => void
  private readonly exclude: readonly string[]
  private readonly settle: number
  private readonly poll: number | undefined
  private polling: NodeJS.Timeout | undefined
  private settling: NodeJS.Timeout | undefined
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
    return [...this.contents.keys()]
  }

  /**
   * Watches a file, or the files of a folder, from now on.
   *
   * @param since milliseconds since 1970: a file that was written later counts as changed
   */
  add(path: string, since: number = Infinity): void {
    if (this.closed || this.contents.has(path) || this.isExcluded(path)) return
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isDirectory()) {
      for (const name of readdirSync(path)) {
        const file = join(path, name)
        if (statSync(file, { throwIfNoEntry: false })?.isFile()) this.add(file, since)
      }
      return
    }
    this.contents.set(path, contentOf(path))
    if (stat && stat.mtimeMs > since) {
      this.contents.set(path, '')
      this.look()
    }
    this.watchFolder(dirname(path))
  }

  /** Ends it. */
  close(): void {
    this.closed = true
    clearInterval(this.polling)
    clearTimeout(this.settling)
    for (const watcher of this.folders.values()) watcher?.close()
  }

  private isExcluded(path: string): boolean {
    const here = relative(process.cwd(), path)
    return this.exclude.some((pattern) => matchesWildcard(path, pattern) || matchesWildcard(here, pattern))
  }

  private watchFolder(folder: string): void {
    if (this.poll !== undefined || this.folders.has(folder)) return
    this.folders.set(folder, null)
    try {
      const watcher = watch(folder, { persistent: true }, (_, name) => {
        if (name === null || this.contents.has(join(folder, name))) this.look()
      })
      // A folder that is removed has nothing more to tell.
      watcher.on('error', () => watcher.close())
      this.folders.set(folder, watcher)
    } catch {
      // Too many watches, or a file system that has none.
      this.startPolling(FALLBACK_POLL)
    }
  }

  private startPolling(interval: number): void {
    this.polling ??= setInterval(() => this.compare(), interval)
  }

  /** Looks at the files once nothing more has happened for a moment. */
  private look(): void {
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.compare(), this.settle)
  }

  private compare(): void {
    const changed: string[] = []
    for (const [path, before] of this.contents) {
      const now = contentOf(path)
      if (now === before) continue
      this.contents.set(path, now)
      changed.push(path)
    }
    if (changed.length > 0 && !this.closed) this.onChange(changed)
  }
}

/** What stands for the content of a file; `null` when there is none. */
function contentOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64')
  } catch {
    return null
  }
}
