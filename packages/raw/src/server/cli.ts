import { readFileSync } from 'node:fs'
import { USAGE } from './cli-help.ts'
import { UsageError } from './cli-options.ts'
import type { CommandContext } from './cli-options.ts'
import { ListenError } from './listen.ts'
import { LoadError } from './load-error.ts'
import { serve } from './serve-command.ts'

const PROCESS: CommandContext = {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

/**
 * The command `triptych`: runs what the arguments say, and gives the exit code once that is over: 0 when all went
 * well, 1 when a server could not start, 2 for arguments that it does not understand.
 *
 * @example
 * let text = ''
 * const context = { env: {}, out: (part) => (text += part), err: (part) => (text += part) }
 * assert.equal(await main(['--version'], context), 0)
 * assert.match(text, /^triptych \d+\.\d+\.\d+\n$/)
 * assert.equal(await main(['srve'], context), 2)
 */
export async function main(args: readonly string[], context: CommandContext = PROCESS): Promise<number> {
  try {
    return await run(args, context)
  } catch (error) {
    if (error instanceof UsageError) {
      context.err(
        `triptych: ${error.message}\nRun \`triptych ${error.command}--help\` to see what there is.\n`,
      )
      return 2
    }
    const known = error instanceof LoadError || error instanceof ListenError
    context.err(`triptych: ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
    return 1
  }
}

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const [command, ...rest] = args
  switch (command) {
    case 'serve':
      return serve(rest, context)
    case 'proxy':
      throw new UsageError('The command proxy is not available yet in this version, only serve')
    case '--help':
    case '-h':
    case 'help':
      context.out(USAGE)
      return 0
    case '--version':
    case '-v':
      context.out(`triptych ${version()}\n`)
      return 0
    case undefined:
      throw new UsageError('Expected a command, got none')
    default:
      throw new UsageError(
        `Expected a command or --help, got ${command.startsWith('-') ? 'the unknown option' : 'the unknown command'} ` +
          command,
      )
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return (manifest as { version: string }).version
}
