import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the lab, and the built page in it. */
const LAB = fileURLToPath(new URL('..', import.meta.url))
export const DIST: string = join(LAB, 'dist')

/** The page is made of these; when none of them has changed, it is not built again. */
const SOURCES = ['page', 'src', 'listings', 'vite.config.ts', '../../package-lock.json']

/**
 * Builds the page with Vite when its sources have changed since the last time.
 *
 * @param log takes a line that says what goes on
 * @returns whether it was built
 */
export async function buildPage(log: (line: string) => void): Promise<boolean> {
  const stamp = stampOf()
  const file = join(DIST, '.stamp')
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return false
  log('building the page of the lab...')
  const started = performance.now()
  const { build } = await import('vite')
  const configFile = join(LAB, 'vite.config.ts')
  await build({ configFile, root: join(LAB, 'page'), logLevel: 'error', mode: 'runtime' })
  await build({ configFile, root: join(LAB, 'page'), logLevel: 'error', mode: 'page' })
  writeFileSync(file, stamp)
  log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return true
}

function stampOf(): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name))
    else hash.update(`${path}\0`).update(readFileSync(path))
  }
  for (const source of SOURCES) visit(join(LAB, source))
  return hash.digest('hex')
}
