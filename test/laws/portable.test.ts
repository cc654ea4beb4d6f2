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

/** The same for what a program commonly takes out of a package: what it loads first, without what is imported on demand. */
const PROGRAMS: [program: string, budget: number][] = [
  // docs/decisions/009: the whole of both classes is more than the 25 kB that were aimed at.
  [`import { Request, Response } from '@triptych/webob'; export default [Request, Response]`, 38 * 1024],
  // docs/decisions/010: 40 kB were aimed at.
  [`export * from '@triptych/werkzeug'`, 48 * 1024],
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

interface Bundle {
  /** All of it. */
  bytes: Uint8Array
  /** What is loaded first. */
  first: Uint8Array
  files: string[]
}

async function bundle(contents: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    splitting: true,
    outdir: `${ROOT}/.tmp`,
    stdin: { contents, resolveDir: `${ROOT}/test`, loader: 'ts' },
  })
  const chunks = Object.entries(metafile.outputs)
  const load = (path: string): string[] => [
    path,
    ...metafile.outputs[path]!.imports.filter(({ kind }) => kind === 'import-statement').flatMap((chunk) =>
      load(chunk.path),
    ),
  ]
  const entry = chunks.find(([, { entryPoint }]) => entryPoint === '<stdin>')![0]
  const first = new Set(load(entry).map((path) => `${ROOT}/${path}`))
  return {
    bytes: Buffer.concat(outputFiles.map((file) => file.contents)),
    first: Buffer.concat(outputFiles.filter(({ path }) => first.has(path)).map((file) => file.contents)),
    files: Object.keys(metafile.inputs),
  }
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
    const { first } = await bundle(program)
    const size = gzipSync(first, { level: 9 }).length
    console.log(`${program}: ${size} bytes gzipped`)
    expect(size).toBeLessThanOrEqual(budget)
  })

  test('a Node built-in would be caught', async () => {
    await expect(bundle(`export * from 'node:http'`)).rejects.toThrow('Could not resolve "node:http"')
    await expect(bundle(`export * from '@triptych/raw/server'`)).rejects.toThrow(/Could not resolve "node:/)
  })
})
