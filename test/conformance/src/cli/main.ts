import { TargetError } from '../target.ts'
import { HELP } from './help.ts'
import { levels } from './levels.ts'
import { UsageError, parseOptions } from './options.ts'
import type { Options } from './options.ts'
import { planOf } from './plan.ts'
import { makeFolders, readReports, writeReport } from './report-files.ts'
import { runSuites } from './run-suites.ts'

/**
 * The command `conform`.
 *
 * @returns the exit code: 0 nothing failed that must not, 1 something did, 2 wrong usage, 3 the target cannot be asked
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options.command === 'help') return say(HELP)
    if (options.command === 'report') return await report(options)
    if (options.command === 'levels') return await levels(options)
    if (options.list) return await list(options)
    return await runSuites(options)
  } catch (error) {
    const message = usageMessage(error)
    if (message !== undefined) {
      console.error(`conform: ${message}`)
      return 2
    }
    if (!(error instanceof TargetError)) throw error
    console.error(`conform: ${error.message}`)
    return 3
  }
}

function usageMessage(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof RangeError || error instanceof SyntaxError) {
    return error.message
  }
  // Of files that the command line names.
  const { code, syscall, path } = error as NodeJS.ErrnoException
  if (syscall !== 'open' && syscall !== 'mkdir' && syscall !== 'read') return undefined
  return `Expected to be able to ${syscall} ${path ?? 'a file'}, got ${code}`
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

async function list(options: Options): Promise<number> {
  for (const { chosen } of await planOf(options)) {
    const lines = process.stdout.isTTY
      ? chosen.map(({ id, level, title, ref }) => `${id.padEnd(44)} ${level.padEnd(6)} ${title} (${ref})`)
      : chosen.map(({ id, group, title, ref, level, why, after, timing, guard }) =>
          JSON.stringify({ id, group, title, ref, level, why, after, timing, guard }),
        )
    say(lines.map((line) => `${line}\n`).join(''))
  }
  return 0
}

async function report({ operands, reports: wanted }: Options): Promise<number> {
  const reports = (await Promise.all(operands.map(readReports))).flat()
  const outputs = wanted.length > 0 ? wanted : [{ kind: 'html', path: undefined } as const]
  await makeFolders(outputs)
  for (const output of outputs) await writeReport(output, reports)
  return 0
}
