import { dirname, resolve } from 'node:path'
import { toApplication } from '../gateway.ts'
import type { Application } from '../gateway.ts'
import { validator } from '../validate/validator.ts'
import type { AccessLogFormat } from './access-log.ts'
import { SERVE_USAGE } from './cli-help.ts'
import { UsageError, parseOptions } from './cli-options.ts'
import type { CommandContext, OptionKinds, ParsedOptions } from './cli-options.ts'
import { parseEndpoint } from './endpoint.ts'
import type { Endpoint } from './endpoint.ts'
import { completeLimits } from './limits.ts'
import { loadApplication, loadMiddleware, parseProgramName } from './load-application.ts'
import { loadDebugger } from './load-debugger.ts'
import type { Debugged } from './load-debugger.ts'
import { LoadError } from './load-error.ts'
import { DEFAULT_GRACE, NodeServer } from './node-server.ts'
import type { NodeServerOptions } from './node-server.ts'
import { formatPretty, wantsColor } from './pretty-log.ts'
import { isRunningFromReloader } from './reload/reload-messages.ts'
import { reportFailure, serveReloaded } from './reload/reloaded-server.ts'
import { Reloader } from './reload/reloader.ts'
import type { ReloaderOptions } from './reload/reloader.ts'
import { SocketServer } from './socket/socket-server.ts'
import { stopSignal } from './stop-signal.ts'

/** The options of `triptych serve`, in the order of its help. */
export const OPTIONS: OptionKinds = {
  help: 'flag',
  bind: 'text',
  'socket-mode': 'text',
  wrap: 'list',
  validate: 'flag',
  'access-log': 'text',
  debug: 'flag',
  reload: 'flag',
  'reload-extra': 'list',
  'reload-exclude': 'list',
  'reload-poll': 'text',
  server: 'text',
  'max-header-size': 'text',
  'max-body-size': 'text',
  'headers-timeout': 'text',
  'request-timeout': 'text',
  'keep-alive': 'text',
  'graceful-timeout': 'text',
}

const LATER: Readonly<Record<string, string>> = {
  workers: 'one process serves; start several on unix sockets or ports behind a proxy',
}

/** Everything that the arguments of `triptych serve` say. */
export interface ServePlan {
  /** `FILE[:EXPORT]`. */
  readonly program: string
  /** What reads HTTP. */
  readonly server: 'node' | 'socket'
  readonly endpoint: Endpoint
  /** Specifiers of middleware, outermost first. */
  readonly wraps: readonly string[]
  readonly validate: boolean
  readonly debug: boolean
  /** How it is reloaded, if it is. */
  readonly reload: Pick<ReloaderOptions, 'extra' | 'exclude' | 'poll'> | undefined
  readonly options: NodeServerOptions
}

/**
 * Reads the arguments of `triptych serve`.
 *
 * @param env the environment, of which HOST and PORT are read
 * @returns `undefined` when help is asked for
 * @throws UsageError
 * @example
 * const plan = planServe(['app.ts', '--validate'], { PORT: '5000' })
 * assert.deepEqual(plan.endpoint, { host: '127.0.0.1', port: 5000 })
 * assert.equal(plan.validate, true)
 */
export function planServe(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServePlan | undefined {
  const parsed = parseOptions('serve', args, OPTIONS, LATER)
  if (parsed.flags.has('help')) return undefined
  const { texts, positionals } = parsed
  const [program, ...surplus] = positionals
  if (program === undefined) throw wrong('Expected the file of an application, got none')
  if (surplus.length > 0) throw wrong(`Expected one file, got also ${surplus.join(' ')}`)
  const server = texts.get('server') ?? 'node'
  if (server !== 'node' && server !== 'socket')
    throw wrong(`Expected the server node or socket, got ${server}`)
  if (server === 'socket' && parsed.flags.has('reload')) {
    throw wrong('Expected the server node with --reload, got socket: the reloader hands connections to node')
  }
  return {
    program,
    server,
    endpoint: readEndpoint(texts, env),
    wraps: parsed.lists.get('wrap') ?? [],
    validate: parsed.flags.has('validate'),
    debug: parsed.flags.has('debug'),
    reload: readReload(parsed),
    options: readOptions(parsed, env),
  }
}

/**
 * `triptych serve`: serves until a signal comes, and gives the exit code.
 *
 * @throws UsageError, LoadError, ListenError
 * @example
 * let help = ''
 * assert.equal(await serve(['--help'], { env: {}, out: (text) => (help += text), err: () => {} }), 0)
 * assert.match(help, /^Usage: triptych serve /)
 */
export async function serve(args: readonly string[], context: CommandContext): Promise<number> {
  const plan = planServe(args, context.env)
  if (plan === undefined) {
    context.out(SERVE_USAGE)
    return 0
  }
  const isChild = plan.reload !== undefined && isRunningFromReloader()
  if (plan.reload !== undefined && !isChild) return superviseProgram(args, plan, context)
  let debugged: Debugged | undefined
  let server: NodeServer | SocketServer
  try {
    let application = await assemble(plan)
    if (plan.debug) {
      const folder = dirname(resolve(parseProgramName(plan.program).file))
      debugged = await loadDebugger(application, folder)
      application = debugged.application
    }
    server =
      plan.server === 'socket'
        ? new SocketServer(application, plan.options)
        : new NodeServer(application, plan.options)
  } catch (error) {
    if (!isChild || !(error instanceof LoadError)) throw error
    await reportFailure(error)
    // Until the parent ends this process.
    return new Promise<number>(() => {})
  }
  // A program that fails now and then must not take the others' requests with it.
  const report = (error: unknown): void => context.err(describe(error))
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
  // The reader of the access log may go before the server does.
  process.stdout.on('error', () => {})
  // Without a reader there is nobody to tell; an error of telling would be told again, for ever.
  process.stderr.on('error', () => {})
  if (isChild && server instanceof NodeServer)
    await serveReloaded(server.http, plan.options.graceTimeout ?? DEFAULT_GRACE)
  else {
    const stop = stopSignal()
    context.err(`listening on ${await server.listen(plan.endpoint)}\n`)
    await stop
    await server.stop()
  }
  await debugged?.close()
  return 0
}

/** The parent of `--reload`: keeps the address, and has the program served by a child. */
async function superviseProgram(
  args: readonly string[],
  plan: ServePlan,
  context: CommandContext,
): Promise<number> {
  const reloader = new Reloader(plan.endpoint, {
    ...plan.reload,
    script: process.argv[1] ?? '',
    args: ['serve', ...args],
    grace: plan.options.graceTimeout ?? DEFAULT_GRACE,
    log: (line) => context.err(`${line}\n`),
    onReady: (url) => context.err(`listening on ${url}\n`),
  })
  await reloader.run(stopSignal())
  return 0
}

/** The application with its middleware, and the validator around the one and around the whole. */
async function assemble(plan: ServePlan): Promise<Application> {
  const check = (application: Application): Application =>
    plan.validate ? validator(application) : application
  const application = check(await loadApplication(plan.program))
  if (plan.wraps.length === 0) return application
  let wrapped = application
  for (const specifier of plan.wraps.toReversed()) {
    const middleware = await loadMiddleware(specifier)
    wrapped = toApplication(middleware(wrapped))
  }
  return check(wrapped)
}

type Texts = ParsedOptions['texts']

function readEndpoint(texts: Texts, env: Readonly<Record<string, string | undefined>>): Endpoint {
  const bind = texts.get('bind')
  const mode = texts.get('socket-mode')
  const endpoint = bind === undefined ? endpointOf(env) : usage(() => parseEndpoint(bind))
  if (mode === undefined) return endpoint
  if (!('path' in endpoint)) throw wrong('Expected --bind unix:PATH with --socket-mode, got another address')
  if (!/^0?[0-7]{3}$/.test(mode))
    throw wrong(`Expected an octal mode such as 660 after --socket-mode, got ${mode}`)
  return { ...endpoint, mode: Number.parseInt(mode, 8) }
}

/** HOST and PORT are how platforms (Heroku's way) tell a program where it is expected. */
function endpointOf(env: Readonly<Record<string, string | undefined>>): Endpoint {
  const host = env['HOST'] || '127.0.0.1'
  const port = env['PORT'] || '8000'
  if (/^[0-9]{1,5}$/.test(port) && Number(port) <= 65535) return { host, port: Number(port) }
  throw wrong(`Expected a port from 0 to 65535 in the environment variable PORT, got ${JSON.stringify(port)}`)
}

function readReload({ texts, lists, flags }: ParsedOptions): ServePlan['reload'] {
  const [extra, exclude] = [lists.get('reload-extra') ?? [], lists.get('reload-exclude') ?? []]
  const poll = seconds(texts, 'reload-poll')
  if (flags.has('reload')) return { extra: extra.map((path) => resolve(path)), exclude, poll }
  if (extra.length + exclude.length > 0 || poll !== undefined) {
    throw wrong('Expected --reload with --reload-extra, --reload-exclude and --reload-poll')
  }
  return undefined
}

function readOptions(
  { texts, flags }: ParsedOptions,
  env: Readonly<Record<string, string | undefined>>,
): NodeServerOptions {
  const limits = definedOnly({
    maxHeaderSize: size(texts, 'max-header-size'),
    maxBodySize: size(texts, 'max-body-size'),
    headersTimeout: seconds(texts, 'headers-timeout'),
    requestTimeout: seconds(texts, 'request-timeout'),
    keepAliveTimeout: seconds(texts, 'keep-alive'),
    graceTimeout: seconds(texts, 'graceful-timeout'),
  })
  usage(() => completeLimits(limits))
  const format = texts.get('access-log')
  // Who develops sees each request, beside what else is said to standard error.
  if (format === undefined && !flags.has('reload') && !flags.has('debug')) return limits
  if (format !== undefined && format !== 'pretty') return { ...limits, accessLog: accessLogFormat(format) }
  const color = wantsColor(process.stderr, env)
  const writeAccess = (line: string): void => void process.stderr.write(line)
  return { ...limits, accessLog: (entry) => formatPretty(entry, color), writeAccess }
}

function accessLogFormat(format: string): AccessLogFormat {
  if (format === 'combined' || format === 'json') return format
  throw wrong(`Expected combined, json or pretty after --access-log, got ${format}`)
}

/** A number of bytes. */
function size(texts: Texts, name: string): number | undefined {
  const text = texts.get(name)
  if (text === undefined) return undefined
  if (/^[0-9]{1,15}$/.test(text)) return Number(text)
  throw wrong(`Expected a number of bytes after --${name}, got ${text}`)
}

/** A number of seconds with up to three decimals, as milliseconds. */
function seconds(texts: Texts, name: string): number | undefined {
  const text = texts.get(name)
  if (text === undefined) return undefined
  if (/^[0-9]{1,7}(\.[0-9]{1,3})?$/.test(text)) return Math.round(Number(text) * 1000)
  throw wrong(`Expected a number of seconds after --${name}, got ${text}`)
}

function definedOnly<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** What is wrong with a value is an error in the arguments. */
function usage<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

function wrong(message: string): UsageError {
  return new UsageError(message, 'serve')
}

function describe(error: unknown): string {
  return `${error instanceof Error ? (error.stack ?? String(error)) : `Thrown: ${String(error)}`}\n`
}
