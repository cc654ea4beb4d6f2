import { execFileSync, spawnSync } from 'node:child_process'
import type { ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { ROOT } from './sources.ts'

/** A built copy of the packages: the working tree keeps no `dist`, which the command would prefer to the sources. */
export interface BuiltCopy {
  /** The copy's folder; the packages lie in `packages/<name>`, as here. */
  path: string
  /** What the compiler said, empty when all is well. */
  errors: string
  remove: () => void
}

/** The folders' names under packages. */
export function packageNames(): string[] {
  return readdirSync(`${ROOT}/packages`).filter((name) => existsSync(`${ROOT}/packages/${name}/package.json`))
}

/** Copies the packages without their tests, links them to one another and builds them. */
export function buildCopy(name: string): BuiltCopy {
  const path = `${ROOT}/.tmp/${name}-${process.pid}`
  const names = packageNames()
  mkdirSync(`${path}/node_modules/@triptych`, { recursive: true })
  cpSync(`${ROOT}/tsconfig.base.json`, `${path}/tsconfig.base.json`)
  for (const folder of names) {
    const unwanted = new RegExp(`packages[\\\\/]${folder}[\\\\/](test|dist|node_modules)([\\\\/]|$)`)
    const filter = (from: string): boolean => !unwanted.test(from.slice(ROOT.length))
    cpSync(`${ROOT}/packages/${folder}`, `${path}/packages/${folder}`, { recursive: true, filter })
    symlinkSync(`${path}/packages/${folder}`, `${path}/node_modules/@triptych/${folder}`, 'junction')
  }
  const tsc = `${ROOT}/node_modules/typescript/bin/tsc`
  const folders = names.map((folder) => `packages/${folder}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-b', ...folders], {
    cwd: path,
    encoding: 'utf8',
  })
  const errors = status === 0 ? '' : `${stdout}${stderr}` || `tsc ended with ${status}`
  return { path, errors, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Runs npm (through its own script, since a shell would be needed on Windows) and returns what it printed. */
export function npm(args: readonly string[], cwd: string): string {
  const script = process.env['npm_execpath']
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // Set by the `npm run` that we may be part of, and would lead back to this project.
    env: {
      ...process.env,
      npm_config_local_prefix: undefined,
      npm_package_json: undefined,
      INIT_CWD: undefined,
    },
  }
  return script === undefined
    ? execFileSync('npm', [...args], { ...options, shell: process.platform === 'win32' })
    : execFileSync(process.execPath, [script, ...args], options)
}
