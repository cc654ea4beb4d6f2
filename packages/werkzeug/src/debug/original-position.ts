import { readFileSync, statSync } from 'node:fs'
import nodeModule from 'node:module'
import type { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A place in a file, from 1. */
export interface Position {
  /** A path, or what else a stack names (`node:fs`). */
  readonly file: string
  readonly line: number
  readonly column: number
}

const MOST_BYTES = 16 * 1024 * 1024
const MARK = '//# sourceMappingURL='
const maps = new Map<string, { readonly mtime: number; readonly map: SourceMap | null }>()
const contents = new Map<string, string>()

/**
 * The path of a `file:` URL; other texts stay what they are.
 *
 * @example
 * assert.equal(toPath('node:fs'), 'node:fs')
 * assert.equal(toPath(import.meta.url).startsWith('file:'), false)
 */
export function toPath(url: string): string {
  if (!url.startsWith('file:')) return url
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}

/**
 * Where a place of a text that runs comes from, by the source map that Node knows, or that the file names; without one it is
 * the place itself.
 *
 * @example
 * const place = { file: 'node:fs', line: 1, column: 1 }
 * assert.deepEqual(originalPosition(place), place)
 */
export function originalPosition(place: Position): Position {
  const file = toPath(place.file)
  const known = { ...place, file }
  if (file.startsWith('node:')) return known
  // Not every runtime has it.
  const map =
    (nodeModule.findSourceMap as typeof nodeModule.findSourceMap | undefined)?.(place.file) ?? mapOf(file)
  if (!map) return known
  const entry = map.findEntry(place.line - 1, place.column - 1)
  if (!('originalSource' in entry) || entry.originalSource === undefined) return known
  const source = absoluteSource(entry.originalSource, file)
  keepContent(map, entry.originalSource, source)
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

/**
 * The text of a source that only its map holds.
 *
 * @example
 * assert.equal(mappedContent('/no/such/file.ts'), undefined)
 */
export function mappedContent(file: string): string | undefined {
  return contents.get(file)
}

function keepContent(map: SourceMap, name: string, file: string): void {
  if (contents.has(file)) return
  const { sources, sourcesContent } = map.payload
  const content = (sourcesContent as readonly (string | null)[] | undefined)?.[sources.indexOf(name)]
  if (typeof content === 'string') contents.set(file, content)
}

function absoluteSource(source: string, file: string): string {
  if (source.startsWith('file:')) return toPath(source)
  try {
    return toPath(new URL(source, new URL(`file://${file}`)).href)
  } catch {
    return source
  }
}

/** The map that a file names on its last lines, read again when the file has changed. */
function mapOf(file: string): SourceMap | null {
  try {
    const { mtimeMs, size } = statSync(file)
    const known = maps.get(file)
    if (known?.mtime === mtimeMs) return known.map
    const map = size > MOST_BYTES ? null : readMap(file)
    maps.set(file, { mtime: mtimeMs, map })
    return map
  } catch {
    return null
  }
}

function readMap(file: string): SourceMap | null {
  const text = readFileSync(file, 'utf8')
  const at = text.lastIndexOf(MARK)
  if (at === -1) return null
  const [url = ''] = text.slice(at + MARK.length).split(/\s/, 1)
  const base64 = 'data:application/json;base64,'
  const plain = url.replace('charset=utf-8;', '')
  const json = plain.startsWith(base64)
    ? Buffer.from(plain.slice(base64.length), 'base64').toString('utf8')
    : readFileSync(absoluteSource(url, file), 'utf8')
  return new nodeModule.SourceMap(JSON.parse(json) as ConstructorParameters<typeof SourceMap>[0])
}
