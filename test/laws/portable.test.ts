/**
 * The portable modules run wherever there is JavaScript: no Node built-in, compiled with the types of a web worker
 * (tsconfig.portable.json), bundled for the browser without any code of servers and proxies, within a size budget.
 */
import { spawnSync } from 'node:child_process'
import { builtinModules } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { entries, isPortable } from '../../tools/entries.ts'
import { ROOT, imports, parse, sourceFiles } from '../../tools/sources.ts'

/** The gzipped size in bytes that a browser may have to load, by specifier. */
const BUDGET: Record<string, number> = { '@triptych/raw': 6 * 1024 }

/** The same for what a program commonly takes out of a package. */
const PROGRAMS: [program: string, budget: number][] = [
  [`import { Request, Response } from '@triptych/webob'; export default [Request, Response]`, 25 * 1024],
]

const portable = entries().filter((entry) => entry.portable)

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  minify: true,
  metafile: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  conditions: ['@triptych/source'],
  logLevel: 'silent',
} satisfies BuildOptions

async function bundle(contents: string): Promise<{ bytes: Uint8Array; files: string[] }> {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: `${ROOT}/test`, loader: 'ts' },
  })
  return { bytes: outputFiles[0]!.contents, files: Object.keys(metafile.inputs) }
}

describe('portable modules', () => {
  test.each(sourceFiles().filter(isPortable))('%s imports no Node built-in', (path) => {
    const builtin = imports(parse(path)).filter(
      (name) => name.startsWith('node:') || builtinModules.includes(name),
    )
    expect(builtin).toEqual([])
  })

  test('compile with the types of a web worker', () => {
    const tsc = `${ROOT}/node_modules/typescript/bin/tsc`
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.portable.json', '--listFilesOnly'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    const compiled = stdout.split(/\r?\n/).map((path) => path.replaceAll('\\', '/'))
    // `npm run types` compiles them; what is asserted here is that none is left out, and no type of Node let in.
    const missing = sourceFiles()
      .filter((path) => path.startsWith('packages/') && isPortable(path))
      .filter((path) => !compiled.some((file) => file.endsWith(path)))
    expect(missing).toEqual([])
    expect(compiled.filter((file) => file.includes('node_modules/@types/node/'))).toEqual([])
  })

  test.each(portable)('$specifier bundles for the browser', async ({ specifier }) => {
    const { bytes, files } = await bundle(`export * from '${specifier}'`)
    expect(files.filter((file) => file.startsWith('packages/') && !isPortable(file))).toEqual([])
    expect(files.some((file) => file.startsWith('packages/'))).toBe(true)
    const size = gzipSync(bytes, { level: 9 }).length
    console.log(`${specifier}: ${size} bytes gzipped`)
    expect(size).toBeLessThanOrEqual(BUDGET[specifier] ?? Infinity)
  })

  test.each(PROGRAMS)('%s stays within %d bytes gzipped', async (program, budget) => {
    const { bytes } = await bundle(program)
    const size = gzipSync(bytes, { level: 9 }).length
    console.log(`${program}: ${size} bytes gzipped`)
    expect(size).toBeLessThanOrEqual(budget)
  })

  test('a Node built-in would be caught', async () => {
    await expect(bundle(`export * from 'node:http'`)).rejects.toThrow('Could not resolve "node:http"')
    await expect(bundle(`export * from '@triptych/raw/server'`)).rejects.toThrow(/Could not resolve "node:/)
  })
})
