import { readFileSync, statSync } from 'node:fs'
import { mappedContent } from './original-position.ts'

const MOST_BYTES = 4 * 1024 * 1024
const MOST_FILES = 200
const known = new Map<string, { readonly mtime: number; readonly lines: readonly string[] }>()

/**
 * The lines of a source file as it is now; none when it cannot be read, or is larger than 4 MiB. Python: `linecache.getlines`.
 *
 * @example
 * assert.deepEqual(sourceLines('node:fs'), [])
 */
export function sourceLines(file: string): readonly string[] {
  try {
    const { mtimeMs, size } = statSync(file)
    const cached = known.get(file)
    if (cached?.mtime === mtimeMs) return cached.lines
    if (size > MOST_BYTES) return []
    const lines = split(readFileSync(file, 'utf8'))
    if (known.size >= MOST_FILES) known.clear()
    known.set(file, { mtime: mtimeMs, lines })
    return lines
  } catch {
    return split(mappedContent(file) ?? '')
  }
}

const split = (text: string): string[] => (text === '' ? [] : text.split(/\r\n|\n|\r/))
