import { parseArgs } from 'node:util'
import { perhaps } from '../nearest.ts'
import { SUITE_NAMES } from '../suites/index.ts'

/** The command line, checked. */
export interface Options {
  readonly command: 'run' | 'levels' | 'report' | 'help'
  readonly suites: readonly string[]
  /** URL of a running server, files of `conform report`, or what `conform levels` compares. */
  readonly operands: readonly string[]
  readonly spawn?: string | undefined
  readonly app?: string | undefined
  readonly server?: string | undefined
  /** Call the application of `--app` without a socket. */
  readonly inProcess: boolean
  readonly adapter?: string | undefined
  readonly backend?: number | undefined
  readonly role: 'reverse' | 'forward'
  readonly name?: string | undefined
  readonly allowRemote: boolean
  readonly list: boolean
  readonly only: readonly string[]
  readonly cases: readonly string[]
  readonly strict: boolean
  readonly timeout?: number | undefined
  readonly slow?: number | undefined
  readonly parallel?: number | undefined
  readonly repeat?: number | undefined
  readonly baseline?: string | undefined
  readonly writeBaseline?: string | undefined
  readonly compare?: string | undefined
  readonly reports: readonly ReportOption[]
  readonly verbose: boolean
}

/** A report that was asked for. */
export interface ReportOption {
  readonly kind: ReportKind
  /** Standard output without one. */
  readonly path: string | undefined
}

/** What `--report` knows. */
export type ReportKind = 'tap' | 'junit' | 'json' | 'md' | 'html'

const MAX_PORT = 65_535
const REPORT_KINDS: readonly string[] = ['tap', 'junit', 'json', 'md', 'html']

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
  readonly code = 'ERR_USAGE'
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  spawn: { type: 'string' },
  app: { type: 'string' },
  server: { type: 'string' },
  'in-process': { type: 'boolean' },
  adapter: { type: 'string' },
  backend: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  'allow-remote': { type: 'boolean' },
  list: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  cases: { type: 'string', multiple: true },
  strict: { type: 'boolean' },
  timeout: { type: 'string' },
  slow: { type: 'string' },
  parallel: { type: 'string' },
  repeat: { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
  compare: { type: 'string' },
  report: { type: 'string', multiple: true },
  html: { type: 'string' },
  verbose: { type: 'boolean' },
} as const

/**
 * Reads the command line.
 *
 * @throws UsageError that says what was expected
 */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args)
  const [first, ...operands] = positionals
  const command =
    values.help || (first === undefined && args.length === 0)
      ? 'help'
      : first === 'report' || first === 'levels'
        ? first
        : 'run'
  const role = values.role ?? 'reverse'
  if (role !== 'reverse' && role !== 'forward') {
    throw new UsageError(`Expected the role reverse or forward, got ${role}`)
  }
  const options: Options = {
    command,
    suites: command === 'run' ? parseSuites(first) : [],
    operands,
    ...values,
    role,
    allowRemote: values['allow-remote'] === true,
    inProcess: values['in-process'] === true,
    list: values.list === true,
    only: values.only ?? [],
    cases: values.cases ?? [],
    strict: values.strict === true,
    backend: whole('--backend', values.backend, MAX_PORT),
    timeout: whole('--timeout', values.timeout),
    slow: number('--slow', values.slow, 0.1),
    parallel: whole('--parallel', values.parallel),
    repeat: whole('--repeat', values.repeat),
    writeBaseline: values['write-baseline'],
    reports: [...(values.report ?? []), ...(values.html === undefined ? [] : [`html=${values.html}`])].map(
      parseReport,
    ),
    verbose: values.verbose === true,
  }
  if (command === 'run') checkTarget(options)
  if (command === 'levels' && operands.length < 2) {
    throw new UsageError('Expected two or more programs or URLs behind levels: FILE[:EXPORT] or http://...')
  }
  if (command === 'report' && operands.length === 0) {
    throw new UsageError('Expected JSON reports behind report, got none')
  }
  return options
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const unknown = /^Unknown option '(-+[^']*)'/.exec((error as Error).message)?.[1]
    if (unknown === undefined) throw new UsageError((error as Error).message, { cause: error })
    const names = Object.keys(OPTIONS).map((name) => `--${name}`)
    throw new UsageError(`Unknown option ${unknown}${perhaps(unknown, names)}`, { cause: error })
  }
}

function parseSuites(text: string | undefined): string[] {
  if (text === undefined) throw new UsageError('Expected a suite, got none: conform --help shows them')
  if (text === 'echo-check') return ['echo']
  const names = text.split(',')
  for (const name of names) {
    if (SUITE_NAMES.includes(name)) continue
    throw new UsageError(
      `Expected a suite (${SUITE_NAMES.join(', ')}), got ${name}${perhaps(name, SUITE_NAMES)}`,
    )
  }
  return [...new Set(names)]
}

function checkTarget({ suites, operands, spawn, app, adapter, list, inProcess, server }: Options): void {
  if (list) return
  const alone = ['process', 'toolkit'].find((name) => suites.includes(name) && suites.length > 1)
  if (alone !== undefined) {
    throw new UsageError(`Expected ${alone} alone, got it with others: its targets are of another kind`)
  }
  if (server !== undefined && app === undefined) {
    throw new UsageError('Expected --app FILE with --server: it says by what an application is served')
  }
  if (inProcess && app === undefined) {
    throw new UsageError(
      'Expected --app FILE with --in-process: only an application can be called without a socket',
    )
  }
  if (operands.length > 1) throw new UsageError(`Expected one URL, got also ${operands.slice(1).join(' ')}`)
  const given = [operands[0], spawn, app, adapter].filter((one) => one !== undefined)
  if (given.length === 1) return
  throw new UsageError(
    `Expected one target (a URL, --spawn, --app or --adapter), got ${given.length === 0 ? 'none' : given.join(' and ')}`,
  )
}

function parseReport(text: string): ReportOption {
  const equals = text.indexOf('=')
  const kind = equals < 0 ? text : text.slice(0, equals)
  const path = equals < 0 ? '' : text.slice(equals + 1)
  if (!REPORT_KINDS.includes(kind)) {
    throw new UsageError(`Expected a report of kind ${REPORT_KINDS.join(', ')}, got ${kind}`)
  }
  return { kind: kind as ReportKind, path: path === '' || path === '-' ? undefined : path }
}

function number(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN
  if (value >= least) return value
  throw new UsageError(`Expected a number of at least ${least} for ${name}, got ${text}`)
}

function whole(name: string, text: string | undefined, most: number = Infinity): number | undefined {
  const value = number(name, text, 1)
  if (value === undefined || (Number.isInteger(value) && value <= most)) return value
  const upTo = most === Infinity ? '' : ` up to ${most}`
  throw new UsageError(`Expected a whole number${upTo} for ${name}, got ${text}`)
}
