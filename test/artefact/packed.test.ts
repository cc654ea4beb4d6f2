/**
 * What holds for the packages as a user gets them: built, packed, installed into an empty folder outside this tree.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildCopy, npm, packageNames } from '../../tools/built-copy.ts'
import type { BuiltCopy } from '../../tools/built-copy.ts'
import { entries } from '../../tools/entries.ts'
import { ROOT, read } from '../../tools/sources.ts'

/** The oldest compiler whose users we support; not a devDependency, since two compilers fight for `.bin/tsc`. */
const TYPESCRIPT = 'typescript@5.9.3'
const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|E50\d/

interface Packed {
  filename: string
  files: { path: string; size: number }[]
}

const offered = entries()
const packages = packageNames().map((name) => ({ name }))

const folder = mkdtempSync(join(tmpdir(), 'triptych-packed-'))
const user = join(folder, 'user')
const tarballs = new Map<string, Packed>()
let copy: BuiltCopy
let unreachable: string | undefined

beforeAll(() => {
  copy = buildCopy('artefact')
  for (const { name } of packages) {
    const output = npm(['pack', '--json', '--pack-destination', folder], `${copy.path}/packages/${name}`)
    tarballs.set(name, (JSON.parse(output) as [Packed])[0])
  }
  mkdirSync(user)
  writeFileSync(join(user, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
  const files = [...tarballs.values()].map(({ filename }) => join(folder, filename))
  try {
    npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', ...files, TYPESCRIPT],
      user,
    )
  } catch (error) {
    const message = String((error as { stderr?: string }).stderr ?? error)
    if (!UNREACHABLE.test(message)) throw error
    unreachable = `The npm registry can't be reached: ${message.split('\n')[0]}`
  }
})

afterAll(() => {
  copy.remove()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('the packages build', () => {
  expect(copy.errors).toBe('')
})

describe.each(packages)('$name, packed', ({ name }) => {
  test('holds what a user needs and nothing else', () => {
    const files = tarballs.get(name)!.files.map(({ path }) => path)
    const expected = [
      'package.json',
      'README.md',
      'LICENSE',
      'dist/index.js',
      'dist/index.d.ts',
      'src/index.ts',
    ]
    expect(files).toEqual(expect.arrayContaining(expected))
    const allowed = /^(package\.json|README\.md|LICENSE|SPEC\.md|(bin|src|dist)\/.+\.(js|ts|map))$/
    expect(files.filter((path) => !allowed.test(path))).toEqual([])
    // A module of werkzeug's is named test; no file of it is one.
    const module = /^(src|dist)\/test\/(?!.*\.test\.)/
    const others = files.filter((path) => !module.test(path))
    expect(
      others.filter((path) => /(^|\/)(test|tests|tmp|\.tmp|fixtures|node_modules)\//.test(path)),
    ).toEqual([])
  })

  test('publint finds nothing', () => {
    const tarball = join(folder, tarballs.get(name)!.filename)
    const publint = `${ROOT}/node_modules/publint/src/cli.js`
    const { status, stdout, stderr } = spawnSync(process.execPath, [publint, 'run', tarball, '--strict'], {
      encoding: 'utf8',
    })
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })

  test('are the types wrong? no', () => {
    const tarball = join(folder, tarballs.get(name)!.filename)
    const attw = `${ROOT}/node_modules/@arethetypeswrong/cli/dist/index.js`
    const args = [attw, tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })
})

describe('installed', () => {
  beforeEach((context) => context.skip(unreachable !== undefined, unreachable))

  test.each(offered)('$specifier can be imported', ({ specifier }) => {
    const program = `const all = await import('${specifier}'); console.log(Object.keys(all).length)`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: user,
      encoding: 'utf8',
    })
    expect(Number(output)).toBeGreaterThan(0)
  })

  test('nothing else can', () => {
    const program = `await import('@triptych/raw/dist/index.js')`
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: user,
      encoding: 'utf8',
    })
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('the command serves the time service', async () => {
    const { code } = transformSync(read('examples/time-service/raw.ts'), { loader: 'ts', format: 'esm' })
    writeFileSync(join(user, 'raw.js'), code)
    const bin = join(user, 'node_modules/@triptych/raw/bin/triptych.js')
    const args = [bin, 'serve', 'raw.js', '--bind', '127.0.0.1:0']
    const server = spawn(process.execPath, args, { cwd: user, stdio: ['ignore', 'pipe', 'pipe'] })
    try {
      const url = await readyUrl(server)
      const response = await fetch(url)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(await response.text()).toMatch(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/)
      expect((await fetch(`${url}/nowhere`)).status).toBe(404)
      expect((await fetch(url, { method: 'POST' })).status).toBe(501)
    } finally {
      server.kill('SIGTERM')
    }
    const [exitCode, signal] = (await once(server, 'exit')) as [number | null, string | null]
    // Windows knows no signals: there the process is just gone.
    expect({ exitCode, signal }).toEqual(
      process.platform === 'win32' ? { exitCode: null, signal: 'SIGTERM' } : { exitCode: 0, signal: null },
    )
  })

  const specifiers = offered.map(({ specifier }) => specifier)
  const portable = offered.filter((entry) => entry.portable).map(({ specifier }) => specifier)
  test.each([
    { resolution: 'bundler', types: 'without @types/node', entries: portable },
    { resolution: 'node16', types: 'without @types/node', entries: portable },
    { resolution: 'bundler', types: 'with @types/node', entries: specifiers },
    { resolution: 'node16', types: 'with @types/node', entries: specifiers },
  ])('TypeScript 5.9 compiles a consumer: $resolution, $types', ({ resolution, types, entries }) => {
    const project = join(user, `${resolution}-${types.replaceAll(/\W+/g, '-')}`)
    mkdirSync(project)
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      target: 'es2022',
      lib: ['es2023', 'dom'],
      module: resolution === 'bundler' ? 'esnext' : 'node16',
      moduleResolution: resolution,
      typeRoots: [join(ROOT, 'node_modules/@types')],
      types: types === 'with @types/node' ? ['node'] : [],
    }
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    )
    const names = entries.map((entry, at) => `import * as module${at} from '${entry}'`)
    const uses = entries.map((_, at) => `module${at}`)
    writeFileSync(
      join(project, 'all.ts'),
      `${names.join('\n')}\nexport const all: object[] = [${uses.join(', ')}]\n`,
    )
    writeFileSync(join(project, 'program.ts'), PROGRAM)
    writeFileSync(join(project, 'wrong.ts'), WRONG)
    const tsc = join(user, 'node_modules/typescript/bin/tsc')
    const version = execFileSync(process.execPath, [tsc, '--version'], { encoding: 'utf8' })
    expect(version).toContain('5.9.')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
    expect(stdout).toBe('')
  })
})

/** A user's program: what it uses must be typed, and not as `any`. */
const PROGRAM = `
import { bytes, ctime, toApplication } from '@triptych/raw'
import type { Application, Environ, StartResponse } from '@triptych/raw'

export function* app(environ: Environ, startResponse: StartResponse) {
  const path: string = environ.PATH_INFO
  startResponse('200 OK', [['Content-Type', 'text/plain; charset=utf-8']])
  yield bytes(path + ctime())
}
export const served: Application = toApplication(app)
export const wrapped: Application = toApplication({ application: async () => [bytes('hi')] })
`

const WRONG = `
import { bytes } from '@triptych/raw'
import type { Application } from '@triptych/raw'

// @ts-expect-error a status is text
export const status: Application = (_, startResponse) => (startResponse(200, []), [])
// @ts-expect-error a body is made of bytes
export const body: Application = () => ['text']
// @ts-expect-error text only
bytes(1)
`

/** Waits for the line that tells where the server listens. */
function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = ''
    server.stderr!.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
      const ready = /^listening on (http:\S+)$/m.exec(errors)
      if (ready) resolve(ready[1]!)
    })
    server.once('exit', (code) => reject(new Error(`The command ended with ${code}: ${errors}`)))
  })
}
