import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toApplication } from '../gateway.ts'
import type { Application, ApplicationLike } from '../gateway.ts'
import { LoadError } from './load-error.ts'
import { checkSyntax, placeOfReport } from './syntax-place.ts'
import { enableTypeScript, isTypeScript } from './typescript.ts'

/** A middleware as `--wrap` loads it: takes an application and gives one. */
export type Middleware = (application: Application) => ApplicationLike

/** A program's file, and the name of the export that is meant, if one was given. */
export interface ProgramName {
  readonly file: string
  readonly name?: string
}

/**
 * Takes `FILE[:EXPORT]` apart. The colon of a Windows drive (`C:\app.ts`, `C:/app.ts`) is none before an export.
 *
 * @example
 * assert.deepEqual(parseProgramName('time.ts:app'), { file: 'time.ts', name: 'app' })
 * assert.deepEqual(parseProgramName('C:\\time.ts'), { file: 'C:\\time.ts' })
 */
export function parseProgramName(text: string): ProgramName {
  const colon = text.lastIndexOf(':')
  const name = text.slice(colon + 1)
  if (colon <= 0 || name === '' || name.includes('/') || name.includes('\\')) return { file: text }
  return { file: text.slice(0, colon), name }
}

/**
 * Loads the application that `FILE[:EXPORT]` names: the export of that name, else the default one, else `app`.
 * A relative FILE starts at `folder`, the working folder by default.
 *
 * @throws LoadError
 * @example
 * await assert.rejects(loadApplication('none.mjs'), (error) => error.code === 'ERR_FILE_NOT_FOUND')
 */
export async function loadApplication(text: string, folder: string = process.cwd()): Promise<Application> {
  const { file, name } = isFile(resolve(folder, text)) ? { file: text } : parseProgramName(text)
  const path = resolve(folder, file)
  if (!isFile(path)) {
    throw new LoadError('ERR_FILE_NOT_FOUND', `Expected an application's file, found none at ${path}`)
  }
  const exports = await importFile(path)
  const choice = choose(exports, path, name, 'app')
  if (isApplication(choice.value)) return toApplication(choice.value)
  throw new LoadError(
    'ERR_NOT_AN_APPLICATION',
    `Expected ${choice.label} of ${path} to be an application, a function or an object with an application ` +
      `method, got ${describe(choice.value)}`,
  )
}

/**
 * Loads a middleware, `FILE[:EXPORT]` or `PACKAGE[:EXPORT]`: the export of that name, else the default one, else
 * `middleware`. Files and packages are looked for from `folder`, the working folder by default.
 *
 * @throws LoadError
 * @example
 * await assert.rejects(loadMiddleware('./none.mjs'), (error) => error.code === 'ERR_FILE_NOT_FOUND')
 */
export async function loadMiddleware(text: string, folder: string = process.cwd()): Promise<Middleware> {
  const { file, name } = isFile(resolve(folder, text)) ? { file: text } : parseProgramName(text)
  const path = resolve(folder, file)
  const exports = isFile(path) ? await importFile(path) : await importPackage(file, folder)
  const choice = choose(exports, file, name, 'middleware')
  if (typeof choice.value === 'function') return choice.value as Middleware
  throw new LoadError(
    'ERR_NOT_A_MIDDLEWARE',
    `Expected ${choice.label} of ${file} to be a middleware, a function from application to application, ` +
      `got ${describe(choice.value)}`,
  )
}

type Exports = Readonly<Record<string, unknown>>

async function importFile(path: string): Promise<Exports> {
  if (isTypeScript(path)) await enableTypeScript(path)
  try {
    return (await import(pathToFileURL(path).href)) as Exports
  } catch (error) {
    throw explain(error, path)
  }
}

async function importPackage(specifier: string, folder: string): Promise<Exports> {
  if (/^[./\\]|^[A-Za-z]:[\\/]/.test(specifier)) {
    throw new LoadError('ERR_FILE_NOT_FOUND', `Expected a middleware's file, found none at ${specifier}`)
  }
  let path: string
  try {
    path = createRequire(join(folder, 'middleware.js')).resolve(specifier)
  } catch {
    // Not installed there: perhaps beside this package, as its sisters are.
    path = specifier
  }
  try {
    return (await import(path === specifier ? specifier : pathToFileURL(path).href)) as Exports
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw explain(error, specifier)
    throw new LoadError(
      'ERR_FILE_NOT_FOUND',
      `Expected a middleware's file or an installed package, found none with the name ${specifier} from ${folder}`,
      { cause: error },
    )
  }
}

function choose(
  exports: Exports,
  place: string,
  name: string | undefined,
  fallback: string,
): { value: unknown; label: string } {
  const names = Object.keys(exports)
  const whole = exports['default']
  // A CommonJS module that is built at run time shows its exports as members of the default one only.
  const inner = typeof whole === 'object' && whole !== null ? (whole as Exports) : undefined
  for (const wanted of name === undefined ? ['default', fallback] : [name]) {
    const source = names.includes(wanted)
      ? exports
      : inner && Object.hasOwn(inner, wanted)
        ? inner
        : undefined
    const value = source?.[wanted]
    const isInnerModule = wanted === 'default' && name === undefined && inner && !isApplication(inner)
    if (value !== undefined && !isInnerModule) return { value, label: `the export ${wanted}` }
  }
  if (name === undefined && whole !== undefined) return { value: whole, label: 'the export default' }
  const known = names.filter((known) => known !== 'module.exports').join(', ')
  throw new LoadError(
    'ERR_EXPORT_NOT_FOUND',
    `Expected ${place} to export ${name ?? `default or ${fallback}`}, ` +
      `it exports ${known === '' ? 'nothing' : known}`,
  )
}

function isApplication(value: unknown): value is ApplicationLike {
  if (typeof value === 'function') return true
  return (
    typeof value === 'object' &&
    value !== null &&
    'application' in value &&
    typeof value.application === 'function'
  )
}

/** Tells an error of the program apart from one of its text, and says where that is. */
function explain(error: unknown, path: string): LoadError {
  const cause = { cause: error }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  if (name === 'TransformError') {
    // esbuild's, from tsx: a heading, then "file:line:column: ERROR: text" for each error.
    return new LoadError('ERR_PROGRAM_SYNTAX', message.split('\n').slice(1).join('\n') || message, cause)
  }
  if (name === 'SyntaxError') {
    const place = syntaxPlace(stack ?? '', path)
    return new LoadError('ERR_PROGRAM_SYNTAX', `${place}: SyntaxError: ${message.split('\n').pop()}`, cause)
  }
  return new LoadError(
    'ERR_PROGRAM_FAILED',
    `${path} failed while it was loaded: ${ownFrames(stack ?? message)}`,
    cause,
  )
}

/** `file:line:column`. Node puts it before the stack, except for modules: those are parsed once more to find it. */
function syntaxPlace(stack: string, path: string): string {
  return placeOfReport(stack) ?? (isTypeScript(path) ? undefined : checkSyntax(path)) ?? path
}

/** The frames of this command and of Node's loader tell nothing about the program. */
function ownFrames(stack: string): string {
  const lines = stack.split('\n')
  const end = lines.findIndex((line) => /^ +at (?:async )?importFile /.test(line))
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => !/^ +at .*(?:\bnode:internal\/|\/(?:watch|module)-hooks\.js|\/tsx\/dist\/)/.test(line))
    .join('\n')
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value === 'object' ? 'an object without it' : typeof value
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
