import { AsyncLocalStorage } from 'node:async_hooks'
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { escapeHtml } from '../escape-html.ts'

const MOST_CHARACTERS = 256 * 1024

/** What an evaluation writes, as HTML. */
export interface ConsoleOutput {
  html: string
}

const outputs = new AsyncLocalStorage<ConsoleOutput>()
let restore: (() => void) | undefined

/**
 * Runs an evaluation: what it, and whatever it calls and awaits, writes with `console.log` and the like goes to `output`
 * instead of the terminal. Python: `ThreadedStream`.
 *
 * @example
 * const output = { html: '' }
 * withOutput(output, () => console.log('a < b'))
 * assert.equal(output.html, '<span class="output">a &lt; b\n</span>')
 * restoreConsole()
 */
export function withOutput<T>(output: ConsoleOutput, action: () => T): T {
  restore ??= divertConsole()
  return outputs.run(output, action)
}

/**
 * Adds HTML to an output, up to a limit.
 *
 * @example
 * const output = { html: '' }
 * writeHtml(output, '<b>1</b>')
 * assert.equal(output.html, '<b>1</b>')
 */
export function writeHtml(output: ConsoleOutput, html: string): void {
  if (output.html.length > MOST_CHARACTERS) return
  output.html += html
  if (output.html.length > MOST_CHARACTERS) output.html += '<span class="help">… cut</span>'
}

/**
 * Gives `console` its own methods back.
 *
 * @example
 * const { log } = console
 * withOutput({ html: '' }, () => assert.notEqual(console.log, log))
 * restoreConsole()
 * assert.equal(console.log, log)
 */
export function restoreConsole(): void {
  restore?.()
  restore = undefined
}

function divertConsole(): () => void {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      const output = outputs.getStore()
      // What Node warns of is no output of the code.
      if (output && !text.startsWith(`(node:${process.pid}) ExperimentalWarning`)) {
        writeHtml(output, `<span class="output">${escapeHtml(text.slice(0, MOST_CHARACTERS))}</span>`)
      }
      done()
    },
  })
  const inner = new Console({ stdout: stream, stderr: stream, colorMode: false })
  const host = console as unknown as Record<string, unknown>
  const own = inner as unknown as Record<string, unknown>
  const changed = new Map<string, unknown>()
  for (const [name, method] of Object.entries(host)) {
    const diverted = own[name]
    if (typeof method !== 'function' || typeof diverted !== 'function' || name === 'Console') continue
    const original = method as (...args: unknown[]) => unknown
    const captured = diverted as (...args: unknown[]) => unknown
    changed.set(name, method)
    host[name] = (...args: unknown[]): unknown =>
      (outputs.getStore() === undefined ? original : captured).apply(console, args)
  }
  return () => {
    for (const [name, method] of changed) host[name] = method
  }
}
