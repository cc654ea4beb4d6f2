/** What holds for the house itself: scripts that run on every system, bytes that git leaves alone, a light install. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ROOT, projectFiles, read } from '../../tools/sources.ts'

interface Manifest {
  scripts?: Record<string, string>
  devDependencies?: Record<string, string>
  dependencies?: Record<string, string>
  workspaces?: string[]
}

const manifest = (path: string): Manifest => JSON.parse(read(path)) as Manifest
const manifests = ['package.json', ...projectFiles(/^packages\/[^/]+\/package\.json$/)]

describe('scripts', () => {
  const isPlain = (script: string): boolean => !/[|;<>$`*?'"~\\]|\bcd\b|(^|&& *)\w+=|[^&]&[^&]/.test(script)

  test.each(manifests)('%s has no shell syntax but &&, since Windows has another shell', (path) => {
    const scripts = Object.entries(manifest(path).scripts ?? {})
    expect(scripts.filter(([, script]) => !isPlain(script))).toEqual([])
  })

  test.each(['a | b', 'a; b', 'a > b', 'A=1 node b', 'rm -rf dist/*', 'a & b', "a 'b'", 'cd x && a'])(
    'catches %s',
    (script) => {
      expect(isPlain(script)).toBe(false)
    },
  )

  test('.ci/run does all that npm test does', () => {
    const parts = manifest('package.json').scripts?.['test']?.split(' && ') ?? []
    expect(parts.length).toBeGreaterThan(0)
    const missing = parts.filter((part) => !read('.ci/run').includes(part.replace('npm run ', '')))
    expect(missing).toEqual([])
  })
})

describe('bytes', () => {
  // Text is stored with LF and checked out as the system likes it; whatever can't stand that must be marked.
  const isBytes = (content: Buffer): boolean =>
    content.includes(0x0d) || content.includes(0) || !isUtf8(content)
  const isUtf8 = (content: Buffer): boolean => Buffer.from(content.toString('utf8'), 'utf8').equals(content)

  test('files of bytes are marked -text in .gitattributes', () => {
    const candidates = projectFiles(/./).filter((path) => isBytes(readFileSync(`${ROOT}/${path}`)))
    const input = candidates.join('\0')
    const args = ['check-attr', '--stdin', '-z', 'text']
    const output =
      candidates.length === 0 ? '' : execFileSync('git', args, { cwd: ROOT, input, encoding: 'utf8' })
    const unmarked = [...output.matchAll(/([^\0]+)\0text\0([^\0]+)\0/g)].filter(
      ([, , value]) => value !== 'unset',
    )
    expect(unmarked.map(([, path]) => path)).toEqual([])
  })

  test('knows bytes from text', () => {
    expect(isBytes(Buffer.from('a\r\nb'))).toBe(true)
    expect(isBytes(Buffer.from([0xff]))).toBe(true)
    expect(isBytes(Buffer.from('aé\n'))).toBe(false)
  })
})

describe('dependencies', () => {
  test.each(manifests)('%s pins exact versions', (path) => {
    const { dependencies, devDependencies } = manifest(path)
    const versions = Object.entries({ ...dependencies, ...devDependencies })
    expect(
      versions.filter(
        ([name, version]) => !name.startsWith('@triptych/') && !/^\d+\.\d+\.\d+$/.test(version),
      ),
    ).toEqual([])
  })

  test('nothing heavy is installed by npm ci', () => {
    const heavy = /"node_modules\/(bun|deno|workerd|playwright|puppeteer|electron)(-core)?"/
    expect(read('package-lock.json')).not.toMatch(heavy)
  })
})
