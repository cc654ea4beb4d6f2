import { main } from './main.ts'

/** Runs the command in this process, and ends it. */
export async function runProgram(): Promise<never> {
  // Whoever reads may have enough: `conform wire --list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(1)
  })
  const code = await main(process.argv.slice(2))
  // Pipes may be written later than they are told to; what a program under test left open must not keep the command alive.
  const streams = [process.stdout, process.stderr]
  await Promise.all(streams.map((stream) => new Promise<void>((done) => stream.write('', () => done()))))
  process.exit(code)
}
