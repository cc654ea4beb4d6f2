import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { TargetError } from '../../target.ts'
import type { Target } from '../../target.ts'
import { splitCommand } from '../../target/split-command.ts'
import type { Ability, Start } from './process-case.ts'

/**
 * How a server is started by the suite `process`: one for each case. In `command` and `ready`, `{port}` stands for the
 * port, `{workers}` for the number of workers, `{folder}` for a folder with the program, as `program.py` (WSGI, `app`)
 * and as `program.mjs` (the contract of @triptych/raw, `app`). The argument `{settings}` is replaced by those of
 * `settings` that a case asks for.
 */
export interface ProcessDescription {
  readonly name: string
  readonly software?: string
  readonly command: readonly string[]
  /** Arguments by name of the setting, in which `{value}` stands for its value; times are seconds. */
  readonly settings?: Readonly<Record<string, readonly string[]>>
  /** Signals that the master understands: HUP loads the program again, TTIN and TTOU change the number of workers. */
  readonly signals?: readonly string[]
  /** Regular expression of the line that says it is ready. */
  readonly ready?: string
  /** Further variables of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * What can be asked of a server, by its description.
 *
 * @example
 * const description = { name: 'a', command: ['a', '-w', '{workers}'], signals: ['HUP'] }
 * assert.deepEqual([...abilitiesOf(description)], ['prefork', 'reload'])
 */
export function abilitiesOf(description: ProcessDescription): ReadonlySet<Ability> {
  const { command, settings = {}, signals = [], ready } = description
  const has = (name: string): boolean => Object.hasOwn(settings, name) && command.includes('{settings}')
  const abilities: readonly (readonly [Ability, boolean])[] = [
    ['prefork', command.some((word) => word.includes('{workers}'))],
    ['ready', ready !== undefined],
    ['reload', signals.includes('HUP')],
    ['scale', signals.includes('TTIN') && signals.includes('TTOU')],
    ['timeout', has('timeout')],
    ['max-requests', has('max-requests')],
  ]
  return new Set(abilities.filter(([, can]) => can).map(([name]) => name))
}

/** The command for one start. */
export function commandOf(
  { command, settings: known = {} }: ProcessDescription,
  { workers = 2, settings = {} }: Start,
  place: { readonly port: number; readonly folder: string },
): string[] {
  const values = new Map([
    ['{port}', String(place.port)],
    ['{folder}', place.folder],
    ['{workers}', String(workers)],
  ])
  const fill = (word: string): string =>
    word.replace(/\{(?:port|folder|workers)\}/g, (name) => values.get(name) ?? name)
  const wanted = Object.entries(settings).flatMap(([name, value]) =>
    (known[name] ?? []).map((word) => word.replaceAll('{value}', String(value))),
  )
  return command.flatMap((word) => (word === '{settings}' ? wanted : [fill(word)]))
}

/**
 * A target for the suite `process`: a command, or a file with a description. Nothing is started yet.
 *
 * @param source a path that ends in `.json`, or a command
 * @throws TargetError when the file cannot be read, is no description, or the command lacks `{port}`
 */
export async function openProcess(source: string, name?: string): Promise<Target> {
  const description = source.endsWith('.json') ? await readDescription(source) : describe(source)
  if (!description.command.some((word) => word.includes('{port}'))) {
    throw new TargetError(
      `Expected {port} in the command, where the server is to listen, got: ${description.command.join(' ')}`,
    )
  }
  return {
    name: name ?? description.name,
    ...(description.software !== undefined && { software: description.software }),
    at: description.command.join(' '),
    process: description,
    stop: async () => {},
  }
}

function describe(command: string): ProcessDescription {
  const words = splitCommand(command)
  return { name: basename(words[0] ?? ''), command: words }
}

async function readDescription(file: string): Promise<ProcessDescription> {
  let content: Partial<ProcessDescription> | undefined
  try {
    content = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessDescription>
  } catch (error) {
    throw new TargetError(`Expected a description of a server in ${file}, got: ${(error as Error).message}`, {
      cause: error,
    })
  }
  const { name, command } = content ?? {}
  if (typeof name !== 'string' || !isTexts(command)) {
    throw new TargetError(`Expected the members name and command (a list of words) in ${file}, see FORMAT.md`)
  }
  return { ...content, name, command }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
}
