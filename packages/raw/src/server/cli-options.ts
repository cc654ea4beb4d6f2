import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** Where the command writes, and the environment variables it reads. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/**
 * The arguments of the command are wrong: the message says which, the exit code is 2.
 *
 * @example
 * assert.equal(new UsageError('Expected a file', 'serve').command, 'serve ')
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'ERR_USAGE'
  /** The command whose help tells more, with a space after it, or the empty text. */
  readonly command: string

  constructor(message: string, command: string = '') {
    super(message)
    this.command = command === '' ? '' : `${command} `
  }
}

/** The options that a command takes: `text` and `list` (it may be repeated) need a value, `flag` has none. */
export type OptionKinds = Readonly<Record<string, 'text' | 'list' | 'flag'>>

/** The arguments of a command, taken apart. */
export interface ParsedOptions {
  readonly texts: ReadonlyMap<string, string>
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly flags: ReadonlySet<string>
  readonly positionals: readonly string[]
}

/**
 * Takes the arguments of a command apart, `--name value` or `--name=value`, with messages that name the option.
 *
 * @param later options of later versions, and what is said to who asks for them
 * @throws UsageError
 * @example
 * const { texts, flags, positionals } = parseOptions('serve', ['app.ts', '--bind=:80', '-h'], { bind: 'text', help: 'flag' })
 * assert.equal(texts.get('bind'), ':80')
 * assert.ok(flags.has('help'))
 * assert.deepEqual(positionals, ['app.ts'])
 * assert.throws(() => parseOptions('serve', ['--bnd'], { bind: 'text' }), UsageError)
 */
export function parseOptions(
  command: string,
  args: readonly string[],
  kinds: OptionKinds,
  later: Readonly<Record<string, string>> = {},
): ParsedOptions {
  const options: NonNullable<ParseArgsConfig['options']> = {}
  for (const [name, kind] of Object.entries(kinds)) {
    options[name] = { type: kind === 'flag' ? 'boolean' : 'string', ...(name === 'help' && { short: 'h' }) }
  }
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const texts = new Map<string, string>()
  const lists = new Map<string, string[]>()
  const flags = new Set<string>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (Object.hasOwn(later, name)) {
      throw new UsageError(
        `The option ${rawName} is not available yet in this version: ${later[name]}`,
        command,
      )
    }
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) throw new UsageError(`Expected a known option, got ${rawName}`, command)
    if (kind === 'flag') {
      if (value !== undefined)
        throw new UsageError(`Expected ${rawName} without a value, got ${value}`, command)
      flags.add(name)
      continue
    }
    if (value === undefined || value === '')
      throw new UsageError(`Expected a value after ${rawName}, got none`, command)
    if (kind === 'list') lists.set(name, [...(lists.get(name) ?? []), value])
    else texts.set(name, value)
  }
  return { texts, lists, flags, positionals }
}
