import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

const OURS = new Set(['@triptych/raw', '@triptych/webob', '@triptych/werkzeug'])
const SOURCES = /[\\/](?:src|dist|bin)[\\/]/
const packages = new Map<string, string | null>()

/**
 * Whether a file is not the program's own: Node's, installed (`node_modules`), or of Triptych itself.
 *
 * @example
 * assert.equal(isLibraryFile('node:internal/timers'), true)
 * assert.equal(isLibraryFile('/app/node_modules/x/index.js'), true)
 * assert.equal(isLibraryFile('/app/src/views.ts'), false)
 */
export function isLibraryFile(file: string): boolean {
  if (!isAbsolute(file)) return true
  if (/[\\/]node_modules[\\/]/.test(file)) return true
  // Tests and examples that stand in one of our packages are somebody's own.
  return SOURCES.test(file) && OURS.has(packageOf(dirname(file)) ?? '')
}

/** The name in the nearest package.json. */
function packageOf(folder: string): string | null {
  const cached = packages.get(folder)
  if (cached !== undefined) return cached
  const parent = dirname(folder)
  const name = nameIn(join(folder, 'package.json')) ?? (parent === folder ? null : packageOf(parent))
  packages.set(folder, name)
  return name
}

function nameIn(file: string): string | null {
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }
    return typeof name === 'string' ? name : ''
  } catch {
    return null
  }
}
